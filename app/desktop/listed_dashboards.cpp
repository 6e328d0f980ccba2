#include "app/desktop/listed_dashboards.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <map>

#include "app/desktop/known_dashboards.h"
#include "app/desktop/library.h"

namespace watchglass::app {

namespace {

constexpr const char* kStarred = "starredDashboards";
constexpr const char* kRecent = "recentDashboards";

std::string folderOf(const QString& location)
{
    if (location.startsWith(QLatin1Char(':'))) return "Watchglass";
    return QFileInfo(splitLocation(location).first).dir().dirName().toStdString();
}

}  // namespace

std::vector<ui::ListedDashboard> dashboardsInFolder(const QString& folder)
{
    std::vector<ui::ListedDashboard> out;
    const QDir dir(folder);
    for (const QFileInfo& file : dir.entryInfoList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        const QString location = file.absoluteFilePath();
        const auto dashboard = loadDashboard(location);
        if (!dashboard) continue;
        out.push_back({dashboard->uid(), dashboard->title(), location.toStdString(), folderOf(location),
                       dashboard->tags(), false, -1});
    }
    return out;
}

std::vector<ui::ListedDashboard> listedDashboards(const std::vector<ui::ListedDashboard>& others)
{
    std::map<std::string, ui::ListedDashboard> all;  // by location
    for (const ui::ListedDashboard& one : others) all[one.location] = one;
    for (ui::KnownDashboard& one : knownDashboards()) {
        const std::string folder = folderOf(QString::fromStdString(one.location));
        all[one.location] = {one.uid, one.title, one.location, folder, std::move(one.tags), false, -1};
    }
    int place = 0;
    for (const QString& path : QSettings().value(QLatin1String(kRecent)).toStringList()) {
        const auto it = all.find(path.toStdString());
        if (it != all.end()) it->second.recent = place++;
    }
    for (const QString& path : QSettings().value(QLatin1String(kStarred)).toStringList()) {
        const auto it = all.find(path.toStdString());
        if (it != all.end()) it->second.starred = true;
    }
    std::vector<ui::ListedDashboard> out;
    for (auto& [location, one] : all) out.push_back(std::move(one));
    return out;
}

bool isStarred(const QString& location)
{
    return QSettings().value(QLatin1String(kStarred)).toStringList().contains(location);
}

void setStarred(const QString& location, bool starred)
{
    QSettings settings;
    QStringList all = settings.value(QLatin1String(kStarred)).toStringList();
    all.removeAll(location);
    if (starred) all << location;
    settings.setValue(QLatin1String(kStarred), all);
}

}  // namespace watchglass::app
