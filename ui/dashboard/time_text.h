#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/dashboard/time_range.h"

namespace watchglass::ui {

/// A range out of one text: "5m", "now-1h", "+2h".
struct NamedRange {
    TimeRangeText text;
    std::string display;  ///< "Last 5 minutes"; "" when the unit has no name
    bool valid = true;
};
[[nodiscard]] NamedRange describeTextRange(std::string_view text);

/// Whether a panel's time override or shift reads as one; variables do.
[[nodiscard]] bool isTimeSpan(std::string_view text);

/// "15m" as @grafana/data reads it: what follows the first unit does not count, "90" are seconds.
struct SimpleInterval {
    double unitSeconds = 1;
    std::string unit;  ///< "s", "M", "ms"
    std::int64_t count = 0;

    [[nodiscard]] double seconds() const { return unitSeconds * static_cast<double>(count); }
};
[[nodiscard]] std::optional<SimpleInterval> parseSimpleInterval(std::string_view text);

/// "1h 1min 1sec"
[[nodiscard]] std::string lengthWords(std::int64_t ms);

/// "2h" of "1d 2h 90s".
struct DurationPart {
    std::string_view name;  ///< "hours"
    std::string_view unit;  ///< "h"
    std::int64_t count = 0;
};
/// Parts of a duration with blanks between them; those of unknown units are left out.
[[nodiscard]] std::vector<DurationPart> parseDurationParts(std::string_view text);
/// Whether every part is one of y, M, w, d, h, m, s.
[[nodiscard]] bool isDuration(std::string_view text);
/// Whether every part is one of h, m, s, ms, us, µs, ns, as Go has them.
[[nodiscard]] bool isGoDuration(std::string_view text);
/// Both kinds of units.
[[nodiscard]] bool isGrafanaDuration(std::string_view text);
/// "1d 2h"
[[nodiscard]] std::string durationText(const std::vector<DurationPart>& parts, bool seconds = true);
/// The moment that much later, by the calendar in UTC.
[[nodiscard]] std::int64_t addDuration(std::int64_t tMs, const std::vector<DurationPart>& parts);
/// "1d 1h 1m 1s" between two moments, by the calendar in UTC. Without `seconds` they show only where nothing else does.
[[nodiscard]] std::string durationBetween(std::int64_t fromMs, std::int64_t toMs, bool seconds = true);

}  // namespace watchglass::ui
