#pragma once

#include <string>
#include <vector>

#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/interpolation.h"

namespace watchglass::ui {

/// A dashboard that links can lead to.
struct KnownDashboard {
    std::string uid;
    std::string title;
    std::string location;  ///< what the window opens
    std::vector<std::string> tags;
};

/// A link ready to be followed.
struct FollowableLink {
    std::string title;
    std::string tooltip;
    std::string href;      ///< "" when it leads to `location`
    std::string location;  ///< of a known dashboard
};

/// One entry of the bar with a dashboard's links.
struct LinkEntry {
    std::string title;
    std::string tooltip;
    std::string icon;  ///< as written: "external link", "dashboard" ...
    bool asMenu = false;
    std::vector<FollowableLink> links;  ///< one, or those of a menu
};

/// The links of a dashboard: addresses with the time range and variables that they ask for, and dashboards by tags (all
/// of the tags have to be there). What would run code leads nowhere (safeLink()).
/// Source: Grafana's public/app/features/dashboard/components/SubMenu/DashboardLinks.tsx, link_srv.ts.
[[nodiscard]] std::vector<LinkEntry> linkEntries(const std::vector<DashboardLink>& links,
                                                 const InterpolationContext& context,
                                                 const std::vector<KnownDashboard>& known);

/// The links of a panel, likewise.
[[nodiscard]] std::vector<FollowableLink> panelLinks(const std::vector<PanelLink>& links,
                                                     const InterpolationContext& context);

/// The uid that an address within Grafana leads to ("/d/UID/any-name?..."); "" for every other one.
[[nodiscard]] std::string linkedDashboardUid(std::string_view url);

}  // namespace watchglass::ui
