#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ui/dashboard/dashboard.h"

namespace watchglass::ui {

/// A range that the time picker of a dashboard offers instead of the usual ones.
struct OfferedRange {
    std::string name;
    TimeRangeText range;
    bool operator==(const OfferedRange&) const = default;
};

/// What a dashboard says of its time controls beside range, zone and refresh.
struct TimeSettings {
    std::string nowDelay;                 ///< "5s": a range ends this long before now
    std::vector<OfferedRange> ranges;     ///< none: the usual ones
    std::vector<int> refreshIntervalsMs;  ///< none: the usual ones
    bool hidden = false;                  ///< neither time picker nor refresh is shown
    bool liveNow = false;                 ///< panels are drawn on and on, refreshed or not
};

[[nodiscard]] TimeSettings timeSettingsOf(const Dashboard& dashboard);

/// resolveTimeRange() of a dashboard whose now is set back: only an end that is just "now" is, as in Grafana
/// (scenes evaluateTimeRange.ts). The range keeps its text. A delay that is no time counts as none.
[[nodiscard]] Result<TimeRange> resolveDelayedRange(const TimeRangeText& text, std::string_view nowDelay,
                                                    const TimeContext& context);

}  // namespace watchglass::ui
