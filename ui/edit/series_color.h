#pragma once

#include <string>

#include "ui/dashboard/dashboard.h"
#include "ui/edit/dashboard_editor.h"

namespace watchglass::ui {

/// Gives a series a fixed colour by an override for its name, as Grafana's legend does: an override that is for this
/// very name gets the colour, else one is added.
[[nodiscard]] DocumentChanges colorSeries(const Dashboard& dashboard, const std::string& origin,
                                          const std::string& series, const std::string& color);

}  // namespace watchglass::ui
