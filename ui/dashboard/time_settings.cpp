#include "ui/dashboard/time_settings.h"

#include <algorithm>
#include <limits>

#include "ui/dashboard/interval.h"

namespace watchglass::ui {

TimeSettings timeSettingsOf(const Dashboard& dashboard)
{
    const json::Value& picker = dashboard.model()["timepicker"];
    TimeSettings out;
    out.nowDelay = picker["nowDelay"].toString();
    out.hidden = picker["hidden"].toBool();
    out.liveNow = dashboard.model()["liveNow"].toBool();
    for (const json::Value& one : picker["quick_ranges"].items()) {
        const TimeRangeText range{one["from"].toString(), one["to"].toString()};
        if (range.from.empty() || range.to.empty()) continue;
        const std::string& name = one["display"].toString();
        out.ranges.push_back({name.empty() ? range.from + " to " + range.to : name, range});
    }
    for (const json::Value& one : picker["refresh_intervals"].items()) {
        const auto ms = parseIntervalMs(one.toString()).value_or(0);
        if (ms > 0 && ms <= std::numeric_limits<int>::max()) out.refreshIntervalsMs.push_back(static_cast<int>(ms));
    }
    return out;
}

Result<TimeRange> resolveDelayedRange(const TimeRangeText& text, std::string_view nowDelay, const TimeContext& context)
{
    if (nowDelay.empty() || text.to != "now") return resolveTimeRange(text, context);
    auto delayed = resolveTimeRange({text.from, "now-" + std::string(nowDelay)}, context);
    if (!delayed) return resolveTimeRange(text, context);
    delayed->text = text;
    return delayed;
}

}  // namespace watchglass::ui
