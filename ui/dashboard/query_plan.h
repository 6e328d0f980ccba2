#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "engine/promql/query_engine.h"
#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/interpolation.h"
#include "ui/frame/frame_builder.h"

namespace watchglass::ui {

/// Everything a panel's queries depend on besides the panel.
struct PlanContext {
    TimeRange range;
    TimeContext time;
    int widthPx = 800;
    std::int64_t scrapeIntervalMs = 15'000;
    /// Steps lie on multiples of the step, as in Grafana, so that lines do not jitter; false: the last one is now.
    bool alignSteps = true;
    /// The oldest sample. While no multiple of the step lies behind the first samples the last step is now as well:
    /// a new installation would show no data for minutes under a range of a day.
    std::int64_t dataSinceMs = std::numeric_limits<std::int64_t>::min();
    const VariableSet* variables = nullptr;
    std::string dashboardTitle;
    std::string dashboardUid;
    std::string annotationHome;  ///< where annotations made by hand are kept; "": as uid and title say
    /// All panels of the dashboard, for those that show another's data; may be null.
    const std::vector<Panel>* panels = nullptr;
};

/// A query ready to run: QueryEngine::instant(expr, endMs) or ::range(expr, startMs, endMs, stepMs).
struct PlannedQuery {
    std::string refId;
    std::string expr;
    std::string legendFormat;  ///< interpolated, {{labels}} left
    ResultFormat format = ResultFormat::TimeSeries;
    bool instant = false;
    bool hidden = false;     ///< only expressions use it
    bool exemplars = false;  ///< wants those of its selectors, too
    std::int64_t startMs = 0;
    std::int64_t endMs = 0;
    std::int64_t stepMs = 0;
    std::vector<std::string> unknownVariables;
};

/// An expression over queries and other expressions (expression.h), variables replaced.
struct PlannedExpression {
    std::string refId;
    json::Value model;
    bool hidden = false;  ///< only other expressions use it
};

/// The answer of a target that needs no engine (grafana_source.h).
struct PlannedFrames {
    std::string refId;
    std::vector<Frame> frames;
    bool hidden = false;  ///< only expressions use them
};

/// What a panel asks and how the answers become frames.
struct PanelQueryPlan {
    TimeRange range;  ///< the panel's own
    std::vector<PlannedQuery> queries;
    std::vector<PlannedExpression> expressions;
    std::vector<PlannedFrames> given;
    std::vector<std::string> order;     ///< refIds as the targets have them: so frames come
    json::Value transformations;        ///< of the panel whose data is shown, before the panel's own; an array or null
    std::vector<std::string> problems;  ///< shown as a mark on the panel: unknown variables, foreign sources
    std::vector<PanelQueryPlan> compared;  ///< the same of an earlier time, when the panel has `timeCompare`
    InterpolationContext interpolation;    ///< for titles, texts, links of this panel (refers to the VariableSet)
};

[[nodiscard]] PanelQueryPlan planPanelQueries(const Panel& panel, const PlanContext& context);

/// The panel's title, description or text with variables replaced.
[[nodiscard]] std::string interpolateFor(const PanelQueryPlan& plan, std::string_view text);

/// All queries of a plan: its own, then those of an earlier time.
[[nodiscard]] std::vector<const PlannedQuery*> queriesOf(const PanelQueryPlan& plan);

/// Answers by position in queriesOf(plan); null where a query failed. Returns frames after transformations with field
/// config applied: display names, units, thresholds, colours and ranges are final. `fieldNames` gets the names that
/// fields have before transformations and after them, a hundred at most.
[[nodiscard]] std::vector<Frame> buildFrames(const Panel& panel, const PanelQueryPlan& plan,
                                             const std::vector<promql::QueryResultPtr>& results,
                                             std::vector<std::string>* problems = nullptr,
                                             std::vector<std::string>* fieldNames = nullptr);

}  // namespace watchglass::ui
