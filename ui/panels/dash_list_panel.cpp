#include "ui/panels/dash_list_panel.h"

#include <algorithm>

#include <QUrl>

#include "ui/panels/panel_support.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

bool byTitle(const ListedDashboard& a, const ListedDashboard& b)
{
    return QString::compare(toQString(a.title), toQString(b.title), Qt::CaseInsensitive) < 0;
}

bool hasTags(const ListedDashboard& dashboard, const std::vector<std::string>& tags)
{
    return std::all_of(tags.begin(), tags.end(), [&](const std::string& tag) {
        return std::find(dashboard.tags.begin(), dashboard.tags.end(), tag) != dashboard.tags.end();
    });
}

/// Grafana writes the uid of a folder, older versions its number; here folders have names only.
bool isInFolder(const ListedDashboard& dashboard, const json::Value& options)
{
    const std::string& folder = options["folderUID"].toString();
    return folder.empty() || folder == dashboard.folder;
}

}  // namespace

std::vector<DashListSection> dashListSections(const std::vector<ListedDashboard>& known, const json::Value& options,
                                              const PointText& replace)
{
    std::vector<DashListSection> out;
    const auto most = static_cast<std::size_t>(std::max<std::int64_t>(0, options["maxItems"].toInt(10)));
    const auto add = [&](const QString& heading, const QString& empty, auto&& wanted, auto&& before) {
        DashListSection section{heading, empty, {}};
        std::copy_if(known.begin(), known.end(), std::back_inserter(section.dashboards), wanted);
        std::stable_sort(section.dashboards.begin(), section.dashboards.end(), before);
        if (section.dashboards.size() > most) section.dashboards.resize(most);
        out.push_back(std::move(section));
    };
    if (options["showStarred"].toBool(true)) {
        add(
            QObject::tr("Starred dashboards"), QObject::tr("None is starred"),
            [](const ListedDashboard& one) { return one.starred; }, byTitle);
    }
    if (options["showRecentlyViewed"].toBool()) {
        add(
            QObject::tr("Recently viewed dashboards"), QObject::tr("None was opened yet"),
            [](const ListedDashboard& one) { return one.recent >= 0; },
            [](const ListedDashboard& a, const ListedDashboard& b) { return a.recent < b.recent; });
    }
    if (options["showSearch"].toBool()) {
        const QString query = toQString(replace(options["query"].toString(), DataPoint{})).trimmed();
        std::vector<std::string> tags;
        for (const json::Value& tag : options["tags"].items()) tags.push_back(replace(tag.toString(), DataPoint{}));
        add(
            QObject::tr("Search"), QObject::tr("No dashboard matches"),
            [&](const ListedDashboard& one) {
                return toQString(one.title).contains(query, Qt::CaseInsensitive) && hasTags(one, tags) &&
                       isInFolder(one, options);
            },
            byTitle);
    }
    return out;
}

std::vector<ListRow> DashListPanel::makeRows()
{
    m_shown.clear();
    std::vector<ListedDashboard> known;
    if (data().lists && data().lists->dashboards) known = data().lists->dashboards();
    const json::Value& options = data().options;
    const bool headings = options["showHeadings"].toBool(true);
    std::vector<ListRow> rows;
    for (const DashListSection& section : dashListSections(known, options, data().replace)) {
        if (headings) {
            ListRow heading;
            heading.kind = ListRow::Kind::Heading;
            heading.title = section.heading;
            rows.push_back(std::move(heading));
        }
        if (headings && section.dashboards.empty()) {
            ListRow note;
            note.kind = ListRow::Kind::Note;
            note.title = section.empty;
            rows.push_back(std::move(note));
        }
        for (const ListedDashboard& one : section.dashboards) {
            ListRow row;
            row.title = toQString(one.title);
            if (options["showFolderNames"].toBool(true)) row.detail = toQString(one.folder);
            row.icon = one.starred ? IconKind::Star : IconKind::Dashboard;
            if (one.starred) row.iconColor = currentTheme().warning;
            row.id = static_cast<int>(m_shown.size());
            m_shown.push_back(one);
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

QString DashListPanel::emptyText() const { return tr("No dashboards"); }

void DashListPanel::activate(int id)
{
    const ListedDashboard& one = m_shown[static_cast<std::size_t>(id)];
    std::string address;
    const auto carry = [&](const char* option, const char* variable) {
        if (data().options[option].toBool()) address += (address.empty() ? "?" : "&") + std::string(variable);
    };
    carry("keepTime", "${__url_time_range}");
    carry("includeVars", "${__all_variables}");
    if (address.empty() || one.uid.empty()) {
        Q_EMIT dashboardRequested(toQString(one.location));
        return;
    }
    const std::string link = "/d/" + one.uid + data().replace(address, DataPoint{});
    Q_EMIT linkActivated(QUrl(toQString(link), QUrl::TolerantMode));
}

}  // namespace watchglass::ui
