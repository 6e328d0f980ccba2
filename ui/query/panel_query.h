#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "ui/dashboard/query_plan.h"
#include "ui/frame/exemplar.h"
#include "ui/frame/frame.h"
#include "ui/query/query_backend.h"

namespace watchglass::ui {

/// All that a panel needs to be asked for: copies, so that a worker can use them while the dashboard goes on.
struct PanelQuestion {
    Panel panel;
    std::shared_ptr<const VariableSet> variables;  // shared by all questions of one refresh
    std::shared_ptr<const Dashboard> dashboard;    // shared with the session; for data of other panels, may be null
    PlanContext context;                           ///< `variables` and `panels` in it are set by askPanel()
    std::int64_t rangeNowMs = 0;                   ///< what the clock said when the range was resolved
};

/// What a panel shows, ready for its widget.
struct PanelAnswer {
    std::vector<Frame> frames;
    std::vector<Exemplar> exemplars;  ///< those that are shown, of all queries that want some
    TimeRange range;
    std::int64_t rangeNowMs = 0;  ///< the question's
    std::string title;
    std::string description;
    std::string text;                     ///< content of text panels
    std::string error;                    ///< why there is no data; "" when the queries went well
    std::vector<std::string> problems;    ///< queries that failed beside others, unknown variables, warnings of queries
    std::vector<std::string> infos;       ///< what queries say that is no trouble
    std::vector<std::string> fieldNames;  ///< before and after transformations, for whoever edits the panel
    /// What texts that speak of the data are made with; it refers to `variables`.
    InterpolationContext texts;
    std::shared_ptr<const VariableSet> variables;  // shared with the question
    bool cancelled = false;
};

/// Plans the panel's queries, runs them and builds the frames.
/// Threads: any; blocks. Stops early, with `cancelled` set, when `stop` is requested.
[[nodiscard]] PanelAnswer askPanel(const QueryBackend& backend, const PanelQuestion& question, std::stop_token stop);

}  // namespace watchglass::ui
