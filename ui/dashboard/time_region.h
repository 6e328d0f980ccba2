#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/json.h"
#include "ui/dashboard/time_range.h"

namespace watchglass::ui {

/// Whether an annotation marks times of the day or week (`target.queryType` "timeRegions" of Grafana's own source).
[[nodiscard]] bool isTimeRegion(const json::Value& annotation);

/// The spans of such an annotation that touch a time range, in milliseconds: "from Monday 22:00 to Tuesday 6:00", or a
/// cron expression and a duration. Days alone last to their end. Errors: InvalidInput for what is no time.
/// Source: Grafana's public/app/core/utils/timeRegions.ts.
[[nodiscard]] Result<std::vector<std::pair<std::int64_t, std::int64_t>>> timeRegionSpans(const json::Value& annotation,
                                                                                         const TimeRange& range);

/// The annotations that stand for the time regions of a graph panel of Angular days, which were in UTC.
[[nodiscard]] std::vector<json::Value> graphTimeRegions(const json::Value& graph, std::int64_t panelId);

}  // namespace watchglass::ui
