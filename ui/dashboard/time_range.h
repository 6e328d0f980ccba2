#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace watchglass::ui {

/// Where relative times start from and how calendars are read.
struct TimeContext {
    std::int64_t nowMs = 0;
    std::string timeZone = "utc";  ///< "", "browser": the machine's; "utc"; an IANA name
    std::string weekStart;         ///< "", "sunday", "monday", "saturday"
    int fiscalYearStartMonth = 0;  ///< 0 = January
    /// Dates without a zone are in UTC and bare milliseconds no date, as Grafana's dateMath has it; links and pickers
    /// mean the zone of the dashboard.
    bool pureMath = false;
};

/// A time range as a person writes it.
struct TimeRangeText {
    std::string from = "now-6h";
    std::string to = "now";
    bool operator==(const TimeRangeText&) const = default;

    [[nodiscard]] bool isRelative() const;
    /// Whether fiscal quarters or years ("now/fQ") are in it.
    [[nodiscard]] bool isFiscal() const { return from.rfind('f') + 1 > 1 || to.rfind('f') + 1 > 1; }
};

/// A resolved range, milliseconds since 1970, both ends included.
struct TimeRange {
    std::int64_t fromMs = 0;
    std::int64_t toMs = 0;
    TimeRangeText text;

    [[nodiscard]] std::int64_t lengthMs() const { return toMs - fromMs; }
    bool operator==(const TimeRange&) const = default;
};

/// Reads "now-6h", "now/d", "now-1d/d+8h", "2024-01-01T00:00:00Z||+1d", ISO times, "2024-05-01 12:00:00" and
/// epoch milliseconds. With `roundUp`, `/d` goes to the last millisecond of the day instead of the first.
/// Errors: InvalidInput for anything else ("now-30", "now-x").
[[nodiscard]] Result<std::int64_t> parseTime(std::string_view text, const TimeContext& context, bool roundUp);

/// Whether a text is to be calculated: "now-6h", "2024-01-01||+1d".
[[nodiscard]] bool isRelativeTime(std::string_view text);

/// A range between two moments.
[[nodiscard]] TimeRange absoluteRange(std::int64_t fromMs, std::int64_t toMs);

/// Resolves both ends (`to` rounds up). Ends in the wrong order are an error.
[[nodiscard]] Result<TimeRange> resolveTimeRange(const TimeRangeText& text, const TimeContext& context);

/// A panel's own `timeFrom` ("1h") and `timeShift` ("1d"). `timeFrom` counts only for relative dashboard ranges.
/// Errors: InvalidInput; the caller shows it on the panel and goes on with the dashboard's range.
[[nodiscard]] Result<TimeRange> panelTimeRange(const TimeRange& dashboard, std::string_view timeFrom,
                                               std::string_view timeShift, const TimeContext& context);

/// An entry of the time picker.
struct QuickRange {
    std::string_view from;
    std::string_view to;
    std::string_view name;  ///< "Last 6 hours"
};
[[nodiscard]] std::span<const QuickRange> quickRanges();

/// "Last 6 hours", "2024-05-01 12:00:00 to 2024-05-01 13:00:00".
[[nodiscard]] std::string describeTimeRange(const TimeRange& range, const TimeContext& context);

/// The range moved by half its length (-1 back, +1 forward) or doubled around its middle (zoom out).
[[nodiscard]] TimeRange shiftedRange(const TimeRange& range, int direction);
[[nodiscard]] TimeRange zoomedOutRange(const TimeRange& range, double factor = 2);

}  // namespace watchglass::ui
