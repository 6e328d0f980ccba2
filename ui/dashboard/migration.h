#pragma once

#include <string>
#include <vector>

#include "engine/base/json.h"

namespace watchglass::ui {

/// Newest schema that this program knows.
inline constexpr int kCurrentSchema = 42;

/// Brings a dashboard object to the current schema in place: rows to grid, old panels to their successors, old
/// variables, mappings, thresholds (Grafana's DashboardMigrator and the panels' own migrations).
/// `notes` gets a line for what could not be carried over.
void migrateDashboard(json::Value& dashboard, std::vector<std::string>& notes);

/// The part of it that a dashboard of the current schema may need, and nothing else: panels of types that are no more
/// become their successors.
void replaceOldPanels(json::Value& dashboard, std::vector<std::string>& notes);

/// `valueMaps` and `rangeMaps` of a singlestat or an old table as mappings of today.
[[nodiscard]] json::Value upgradeAngularMappings(const json::Value& panel);

/// The steps for one panel that do not depend on the dashboard's version.
void migratePanel(json::Value& panel, std::vector<std::string>& notes);

}  // namespace watchglass::ui
