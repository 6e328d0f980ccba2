#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/json.h"
#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/dashboard_form.h"

namespace watchglass::ui {

/// A dashboard that a file carries, or names so that it can be had from elsewhere: one of `document`, `gnetId`, `url`,
/// `path` and `broken` is set.
struct DashboardSource {
    std::string name;                             ///< what the file calls it, or ""
    std::shared_ptr<const json::Value> document;  // shared by the dashboards of one document
    DashboardPart part;                           ///< within `document`
    std::int64_t gnetId = 0;                      ///< number on grafana.com
    std::int64_t revision = 0;                    ///< there; 0 the newest
    std::string url;
    std::string path;             ///< file or folder, as the file writes it
    std::string datasource;       ///< that the file gives it, or ""
    std::optional<Error> broken;  ///< its text is not valid JSON: `where` counts within it
};

/// All dashboards of a file's text, JSON or YAML: those that findDashboards() sees, ConfigMaps and `GrafanaDashboard`
/// resources, a provisioning file's `providers` (folders), and `grafana.dashboards` of a Helm values file. YAML may
/// hold several documents. Errors: InvalidInput for what is neither JSON nor YAML (`where` is "line:column") and for a
/// file without dashboards.
[[nodiscard]] Result<std::vector<DashboardSource>> readDashboardSources(std::string_view text);

/// The dashboard that a source carries. Errors: what is `broken`; NotFound when it only names one, saying where that
/// is.
[[nodiscard]] Result<Dashboard> openDashboard(const DashboardSource& source, const ImportOptions& options = {});

}  // namespace watchglass::ui
