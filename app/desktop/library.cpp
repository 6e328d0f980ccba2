#include "app/desktop/library.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>

namespace watchglass::app {

namespace {

constexpr int kMostRecent = 20;

std::vector<ui::DashboardEntry> shippedEntries()
{
    std::vector<ui::DashboardEntry> out;
    const QStringList shipped = QDir(QStringLiteral(":/dashboards")).entryList({QStringLiteral("*.json")});
    for (const QString& name : shipped) {
        const QString location = QStringLiteral(":/dashboards/") + name;
        const auto dashboard = loadDashboard(location);
        if (dashboard)
            out.push_back(
                {QString::fromStdString(dashboard->title()), QObject::tr("Shipped with Watchglass"), location});
    }
    return out;
}

}  // namespace

std::vector<ui::DashboardEntry> dashboardEntries()
{
    static const std::vector<ui::DashboardEntry> shipped = shippedEntries();  // they never change
    std::vector<ui::DashboardEntry> out = shipped;
    const QStringList recent = QSettings().value(QStringLiteral("recentDashboards")).toStringList();
    const QVariantMap titles = QSettings().value(QStringLiteral("recentTitles")).toMap();
    for (const QString& path : recent) {
        if (!QFileInfo::exists(path)) continue;
        const QString title = titles.value(path).toString();
        out.push_back(
            {title.isEmpty() ? QFileInfo(path).completeBaseName() : title, QDir::toNativeSeparators(path), path});
    }
    return out;
}

void rememberDashboard(const QString& location, const QString& title)
{
    if (location.startsWith(QLatin1Char(':'))) return;
    QSettings settings;
    QStringList recent = settings.value(QStringLiteral("recentDashboards")).toStringList();
    recent.removeAll(location);
    recent.prepend(location);
    while (recent.size() > kMostRecent) recent.removeLast();
    settings.setValue(QStringLiteral("recentDashboards"), recent);
    const QVariantMap before = settings.value(QStringLiteral("recentTitles")).toMap();
    QVariantMap titles;
    for (const QString& path : recent) titles[path] = path == location ? title : before.value(path);
    settings.setValue(QStringLiteral("recentTitles"), titles);
}

}  // namespace watchglass::app
