#pragma once

#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/json.h"

namespace watchglass::ui {

/// Where a document holds a dashboard.
struct DashboardPart {
    const json::Value* model = nullptr;  ///< within the document
    std::string path;                    ///< JSON pointer of `model`; "" for the whole document
    std::string uid;                     ///< given by what is around it: the name of a Kubernetes resource
    bool v2 = false;
};

/// The dashboard in any form that holds one: bare, `{"dashboard": ...}`, `{"json": ...}`, a Kubernetes resource of any
/// version, schema v2 without one, or a list of a single one of these.
/// Errors: InvalidInput for what is no dashboard and for several.
[[nodiscard]] Result<DashboardPart> findDashboard(const json::Value& document);

/// The same for documents that may hold several: lists and Kubernetes lists. What is no dashboard is left out.
[[nodiscard]] std::vector<DashboardPart> findDashboards(const json::Value& document);

}  // namespace watchglass::ui
