#pragma once

#include <cstdint>
#include <optional>

#include "engine/base/json.h"
#include "ui/dashboard/variable.h"

namespace watchglass::ui {

/// Whether a panel or row of schema v2 is shown. `conditions` holds the groups of the panel itself and of all rows and
/// tabs around it; every one of them has to agree. Conditions on the panel's data do not decide, nor does one on a
/// variable that is not there; one on the time range needs `rangeMs`.
/// Source: Grafana's public/app/features/dashboard-scene/conditional-rendering.
[[nodiscard]] bool isShown(const json::Value& conditions, const VariableSet& variables,
                           std::optional<std::int64_t> rangeMs);

}  // namespace watchglass::ui
