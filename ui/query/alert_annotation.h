#pragma once

#include <cstdint>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/rules/group.h"
#include "ui/dashboard/annotation.h"
#include "ui/query/query_backend.h"

namespace watchglass::ui {

/// An alerting rule whose annotations `__dashboardUid__` and `__panelId__` name a panel.
struct LinkedAlert {
    std::string name;
    std::string selector;  ///< of its ALERTS series
    std::int64_t panelId = 0;
    std::int64_t intervalMs = 0;  ///< between two evaluations
    rules::AlertState state = rules::AlertState::Inactive;
};

/// The gravest state of the alerts of each panel that has any.
using AlertStates = std::map<std::int64_t, rules::AlertState>;

[[nodiscard]] std::vector<LinkedAlert> linkedAlerts(const std::vector<rules::GroupStatus>& groups,
                                                    const std::string& dashboardUid);
[[nodiscard]] AlertStates alertStates(const std::vector<LinkedAlert>& alerts);

/// What became of a rule's alerts, read off its ALERTS series: an event for each change of a state after the first
/// step, red where it fires, yellow where it is pending, green where it is over.
/// Source: Grafana's DashboardQueryRunner/utils.ts, translateQueryResult; pkg/services/ngalert/state/historian.
[[nodiscard]] std::vector<AnnotationEvent> alertEvents(const AnnotationQuery& annotation, const LinkedAlert& alert,
                                                       const promql::QueryResult& result);

/// The events of all alerts in a range. Threads: any; blocks. Stops early when `stop` is requested.
[[nodiscard]] std::vector<AnnotationEvent> askAlertEvents(const QueryBackend& backend,
                                                          const AnnotationQuery& annotation,
                                                          const std::vector<LinkedAlert>& alerts,
                                                          const TimeRange& range, const std::stop_token& stop);

}  // namespace watchglass::ui
