#pragma once

#include <QString>
#include <vector>

#include "ui/query/program_lists.h"

namespace watchglass::app {

/// Dashboards of all files of a folder, not of folders below it; what is no dashboard is passed over. Blocks: for a
/// worker.
[[nodiscard]] std::vector<ui::ListedDashboard> dashboardsInFolder(const QString& folder);

/// What lists of dashboards choose from: those that come with the program, those opened lately, and `others`.
[[nodiscard]] std::vector<ui::ListedDashboard> listedDashboards(const std::vector<ui::ListedDashboard>& others = {});

[[nodiscard]] bool isStarred(const QString& location);
void setStarred(const QString& location, bool starred);

}  // namespace watchglass::app
