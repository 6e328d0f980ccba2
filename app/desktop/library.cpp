#include "app/desktop/library.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>

#include "engine/base/json.h"

namespace watchglass::app {

namespace {

constexpr int kMostRecent = 20;

std::vector<ui::KnownDashboard> readShipped()
{
    std::vector<ui::KnownDashboard> out;
    for (const QString& name : QDir(QStringLiteral(":/dashboards")).entryList({QStringLiteral("*.json")})) {
        QFile file(QStringLiteral(":/dashboards/") + name);
        if (!file.open(QIODevice::ReadOnly)) continue;
        const auto document = json::parse(file.readAll().toStdString());
        if (!document) continue;
        ui::KnownDashboard& one = out.emplace_back();
        one.uid = (*document)["uid"].toString();
        one.title = (*document)["title"].toString();
        one.location = file.fileName().toStdString();
        for (const json::Value& tag : (*document)["tags"].items()) one.tags.push_back(tag.toString());
    }
    return out;
}

}  // namespace

const std::vector<ui::KnownDashboard>& shippedDashboards()
{
    static const std::vector<ui::KnownDashboard> shipped = readShipped();  // they never change
    return shipped;
}

std::vector<ui::DashboardEntry> dashboardEntries()
{
    std::vector<ui::DashboardEntry> out;
    for (const ui::KnownDashboard& one : shippedDashboards()) {
        out.push_back({QString::fromStdString(one.title), QObject::tr("Shipped with Watchglass"),
                       QString::fromStdString(one.location)});
    }
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
