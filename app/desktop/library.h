#pragma once

#include <QString>
#include <QStringList>
#include <vector>

#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/dashboard_links.h"
#include "ui/pages/home_page.h"

namespace watchglass::app {

inline constexpr const char* kHostOverview = ":/dashboards/host-overview.json";

/// A location's file and the name of one of its dashboards ("FILE#NAME"), or "".
[[nodiscard]] std::pair<QString, QString> splitLocation(const QString& location);

/// Reads a dashboard from a file, from one of several in a file ("FILE#NAME"), or from the program itself (":/...").
/// Errors: Io; those of readDashboardSources() with the file's name in front of the position.
[[nodiscard]] Result<ui::Dashboard> loadDashboard(const QString& location);

/// Dashboards, or why they cannot be had, by location; for a worker.
using LoadedDashboards = std::vector<std::pair<QString, Result<ui::Dashboard>>>;
/// Reads files with one dashboard or several, folders, and folders that a provisioning file names, in their order.
/// Dashboards that a file only gives the number of come from grafana.com.
[[nodiscard]] LoadedDashboards loadDashboards(const QStringList& locations);

/// The dashboards that the program comes with: what names them, their panels are not read.
[[nodiscard]] const std::vector<ui::KnownDashboard>& shippedDashboards();

/// What the home page lists: shipped dashboards, then those opened lately (newest first).
[[nodiscard]] std::vector<ui::DashboardEntry> dashboardEntries();
void rememberDashboard(const QString& location, const QString& title);

}  // namespace watchglass::app
