#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ui/dashboard/time_range.h"
#include "ui/frame/frame.h"

namespace watchglass::ui {

/// The range that a panel with `timeCompare` shows beside its own: "__previousPeriod" is the one of the same length
/// before it, "1d" that of a day earlier (grafana panel-timerange/utils.ts). None for what is no interval.
[[nodiscard]] std::optional<TimeRange> comparedRange(const TimeRange& range, std::string_view compareWith);

/// Marks frames of an earlier time as such (isComparison()); with `align` their times are moved by `shiftMs` to those
/// that they are compared with, as graphs show them.
void markComparison(std::vector<Frame>& frames, std::int64_t shiftMs, bool align);

}  // namespace watchglass::ui
