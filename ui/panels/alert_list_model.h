#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/base/json.h"
#include "engine/rules/group.h"
#include "ui/frame/data_point.h"

namespace watchglass::ui {

/// An alerting rule of a list, with those of its instances that the list's filters let through.
struct AlertListRule {
    std::string name;
    std::string group;
    std::string file;
    rules::AlertState state = rules::AlertState::Inactive;
    std::int64_t activeAtMs = 0;  ///< since when its first instance is active; 0: none is
    std::vector<rules::Alert> instances;
    std::size_t leftOut = 0;  ///< instances whose state is filtered
};

/// Instances that share the values of the labels that a list is grouped by.
struct AlertListGroup {
    std::vector<std::pair<std::string, std::string>> labels;  ///< empty: those without any of them
    std::vector<rules::Alert> instances;
};

/// The rules that an alert list shows, filtered and in its order; all of them, `maxItems` is the panel's.
/// Errors: InvalidInput for a filter of labels that is none.
/// Source: Grafana's public/app/plugins/panel/alertlist/UnifiedAlertList.tsx, util.ts.
[[nodiscard]] Result<std::vector<AlertListRule>> alertListRules(const std::vector<rules::GroupStatus>& groups,
                                                                const json::Value& options, const PointText& replace);

/// The instances of all rules by the labels named in `groupBy`.
[[nodiscard]] std::vector<AlertListGroup> alertListGroups(const std::vector<AlertListRule>& rules,
                                                          const json::Value& groupBy);

}  // namespace watchglass::ui
