#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ui/dashboard/panel.h"
#include "ui/dashboard/time_range.h"
#include "ui/frame/frame.h"

namespace watchglass::ui {

/// Whether a data source is Grafana itself: `-- Grafana --`, which knows snapshots, files, annotations and a random
/// walk.
[[nodiscard]] bool isGrafanaSource(std::string_view type, std::string_view uid);

/// What stands in the way of a query of Grafana's own source; "" when grafanaFrames() answers it.
[[nodiscard]] std::string grafanaQueryTrouble(const json::Value& query);

/// The answer to such a query: the frames of a snapshot, a random walk for want of anything else (the same one for the
/// same range), lists of the files that this program has. None for all others.
/// Source: Grafana's public/app/plugins/datasource/grafana, pkg/tsdb/grafanads.
[[nodiscard]] std::vector<Frame> grafanaFrames(const Target& target, const TimeRange& range, std::int64_t intervalMs);

/// Whether panels of a type ask for data at all: texts and lists do not, whatever their queries say.
[[nodiscard]] bool asksForData(std::string_view panelType);

}  // namespace watchglass::ui
