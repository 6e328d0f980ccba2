#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/promql/query_engine.h"
#include "ui/query/panel_query.h"

namespace watchglass::ui {

/// One query of a panel, as it was asked and what it cost.
struct QueryInspection {
    PlannedQuery planned;
    std::string written;  ///< the expression as it stands in the panel
    double seconds = 0;   ///< what the caller waited
    std::uint64_t series = 0;
    std::uint64_t points = 0;
    promql::QueryStats stats;
    std::shared_ptr<const promql::ProfileNode> profile;  ///< null when the query failed; shared with the result
    std::string error;
    std::vector<std::string> notes;  ///< warnings and infos
};

/// All that can be said of a panel's data.
struct PanelInspection {
    TimeRange range;
    std::vector<QueryInspection> queries;
    std::vector<Frame> raw;    ///< before transformations, names and units given
    std::vector<Frame> shown;  ///< as the panel draws them
    double transformSeconds = 0;
    std::vector<std::string> problems;
    bool cancelled = false;
};

/// Asks the panel as askPanel() does, with account of every part of its queries: range queries are evaluated in full.
/// Threads: any; blocks. Stops early, with `cancelled` set, when `stop` is requested.
[[nodiscard]] PanelInspection inspectPanel(const QueryBackend& backend, const PanelQuestion& question,
                                           const std::stop_token& stop);

/// What `stats=all` of the HTTP API says of a query.
[[nodiscard]] json::Value statsJson(const QueryInspection& query);

}  // namespace watchglass::ui
