#include "ui/dashboard/time_compare.h"

#include "ui/dashboard/interval.h"
#include "ui/frame/display_names.h"

namespace watchglass::ui {

std::optional<TimeRange> comparedRange(const TimeRange& range, std::string_view compareWith)
{
    constexpr std::string_view kPrevious = "__previousPeriod";
    if (compareWith.empty()) return std::nullopt;
    const auto back = compareWith == kPrevious ? range.lengthMs() : parseIntervalMs(compareWith).value_or(0);
    if (back <= 0 || back > range.fromMs) return std::nullopt;
    return absoluteRange(range.fromMs - back, range.toMs - back);
}

void markComparison(std::vector<Frame>& frames, std::int64_t shiftMs, bool align)
{
    for (Frame& frame : frames) {
        frame.refId = comparisonRefId(frame.refId);
        for (Field& field : frame.fields) {
            if (!align || field.type != FieldType::Time) continue;
            std::vector<double> times(field.values.size());
            for (std::size_t i = 0; i < times.size(); ++i)
                times[i] = field.values.number(i) + static_cast<double>(shiftMs);
            field.values = Values::numbers(std::move(times));
        }
    }
}

}  // namespace watchglass::ui
