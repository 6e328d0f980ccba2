#pragma once

#include <QString>
#include <vector>

#include "ui/dashboard/dashboard_links.h"

namespace watchglass::app {

/// Keeps a dashboard's uid and tags, by which links of other dashboards find it.
void rememberAsTarget(const QString& location, const ui::Dashboard& dashboard);

/// Dashboards that links can lead to: those that come with the program and those opened lately.
[[nodiscard]] std::vector<ui::KnownDashboard> knownDashboards();

}  // namespace watchglass::app
