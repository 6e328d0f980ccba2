#include "ui/dashboard/dashboard_links.h"

#include <algorithm>

#include "ui/dashboard/url_text.h"

namespace watchglass::ui {

namespace {

/// The address with what the link takes along behind it.
std::string withParameters(std::string url, bool keepTime, bool includeVars, const InterpolationContext& context)
{
    const auto append = [&](const char* what) {
        const std::string text = interpolate(what, context);
        if (text.empty() || text == what) return;
        url += url.find('?') == std::string::npos ? '?' : '&';
        url += text;
    };
    if (keepTime) append("${__url_time_range}");
    if (includeVars) append("${__all_variables}");
    return url;
}

bool hasTags(const KnownDashboard& dashboard, const std::vector<std::string>& tags)
{
    return std::all_of(tags.begin(), tags.end(), [&](const std::string& tag) {
        return std::find(dashboard.tags.begin(), dashboard.tags.end(), tag) != dashboard.tags.end();
    });
}

}  // namespace

std::vector<LinkEntry> linkEntries(const std::vector<DashboardLink>& links, const InterpolationContext& context,
                                   const std::vector<KnownDashboard>& known)
{
    std::vector<LinkEntry> out;
    for (const DashboardLink& link : links) {
        LinkEntry entry;
        entry.title = interpolate(link.title, context, DefaultFormat::Text);
        entry.tooltip = interpolate(link.tooltip, context, DefaultFormat::Text);
        entry.icon = link.icon;
        if (link.type != "dashboards") {
            const std::string url = safeLink(interpolate(link.url, context));
            entry.links.push_back(
                {entry.title, entry.tooltip, withParameters(url, link.keepTime, link.includeVars, context), {}});
            out.push_back(std::move(entry));
            continue;
        }
        for (const KnownDashboard& dashboard : known) {
            if (dashboard.uid == context.dashboardUid || !hasTags(dashboard, link.tags)) continue;
            entry.links.push_back({dashboard.title, {}, {}, dashboard.location});
        }
        entry.asMenu = link.asDropdown;
        if (entry.asMenu) {
            out.push_back(std::move(entry));
            continue;
        }
        for (FollowableLink& one : entry.links) {
            LinkEntry single{one.title, one.title, entry.icon, false, {}};
            single.links.push_back(std::move(one));
            out.push_back(std::move(single));
        }
    }
    return out;
}

std::vector<FollowableLink> panelLinks(const std::vector<PanelLink>& links, const InterpolationContext& context)
{
    std::vector<FollowableLink> out;
    for (const PanelLink& link : links) {
        const std::string url = safeLink(interpolate(link.url, context));
        const std::string title = interpolate(link.title, context, DefaultFormat::Text);
        out.push_back({title.empty() ? url : title, {}, url, {}});
    }
    return out;
}

std::string linkedDashboardUid(std::string_view url)
{
    if (url.starts_with('/')) url.remove_prefix(1);
    if (!url.starts_with("d/")) return {};
    url.remove_prefix(2);
    return std::string(url.substr(0, url.find_first_of("/?#")));
}

}  // namespace watchglass::ui
