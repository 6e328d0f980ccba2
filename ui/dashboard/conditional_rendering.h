#pragma once

#include <cstdint>
#include <optional>

#include "engine/base/json.h"
#include "ui/dashboard/variable.h"

namespace watchglass::ui {

/// Whether a panel, row or tab of schema v2 is shown by its own `conditions`, a group; null: it is. A condition on a
/// variable that is not there does not decide; one on the time range needs `rangeMs`, one on the panel's data needs to
/// know whether it had any. Source: Grafana's public/app/features/dashboard-scene/conditional-rendering.
[[nodiscard]] bool isShown(const json::Value& conditions, const VariableSet& variables,
                           std::optional<std::int64_t> rangeMs, std::optional<bool> hasData = std::nullopt);

/// Whether a condition on the panel's data is among them.
[[nodiscard]] bool asksAboutData(const json::Value& conditions);

/// A group without its conditions on data, which count for panels only.
[[nodiscard]] json::Value withoutDataConditions(json::Value group);

}  // namespace watchglass::ui
