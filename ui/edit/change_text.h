#pragma once

#include <string>
#include <vector>

#include "engine/base/json.h"

namespace watchglass::ui {

/// What changed between two states of a dashboard, in words, a line each: "Panel CPU: title “CPU” → “CPU load”", "Panel
/// Disks: moved", "Variable job: added". The values are the dashboard's objects as they are written; panels, variables
/// and the like are found by id or name, so that taking one out does not make the rest look changed.
[[nodiscard]] std::vector<std::string> describeChanges(const json::Value& before, const json::Value& after);

}  // namespace watchglass::ui
