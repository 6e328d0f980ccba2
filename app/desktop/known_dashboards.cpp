#include "app/desktop/known_dashboards.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>

#include "app/desktop/library.h"

namespace watchglass::app {

namespace {

constexpr const char* kSetting = "linkTargets";
constexpr qsizetype kMost = 200;

ui::KnownDashboard knownOf(const QString& location, const ui::Dashboard& dashboard)
{
    return {dashboard.uid(), dashboard.title(), location.toStdString(), dashboard.tags()};
}

std::vector<ui::KnownDashboard> shipped()
{
    std::vector<ui::KnownDashboard> out;
    for (const QString& name : QDir(QStringLiteral(":/dashboards")).entryList({QStringLiteral("*.json")})) {
        const QString location = QStringLiteral(":/dashboards/") + name;
        if (const auto dashboard = loadDashboard(location)) out.push_back(knownOf(location, *dashboard));
    }
    return out;
}

}  // namespace

void rememberAsTarget(const QString& location, const ui::Dashboard& dashboard)
{
    if (location.startsWith(QLatin1Char(':')) || !QFileInfo::exists(location)) return;
    QStringList tags;
    for (const std::string& tag : dashboard.tags()) tags << QString::fromStdString(tag);
    QSettings settings;
    QVariantMap all = settings.value(QLatin1String(kSetting)).toMap();
    if (all.size() >= kMost && !all.contains(location)) all.erase(all.begin());
    all[location] = QVariantMap{{QStringLiteral("uid"), QString::fromStdString(dashboard.uid())},
                                {QStringLiteral("title"), QString::fromStdString(dashboard.title())},
                                {QStringLiteral("tags"), tags}};
    settings.setValue(QLatin1String(kSetting), all);
}

std::vector<ui::KnownDashboard> knownDashboards()
{
    static const std::vector<ui::KnownDashboard> own = shipped();  // they never change
    std::vector<ui::KnownDashboard> out = own;
    const QVariantMap all = QSettings().value(QLatin1String(kSetting)).toMap();
    for (auto it = all.begin(); it != all.end(); ++it) {
        if (!QFileInfo::exists(it.key())) continue;
        const QVariantMap entry = it.value().toMap();
        ui::KnownDashboard known;
        known.uid = entry.value(QStringLiteral("uid")).toString().toStdString();
        known.title = entry.value(QStringLiteral("title")).toString().toStdString();
        known.location = it.key().toStdString();
        const QStringList tags = entry.value(QStringLiteral("tags")).toStringList();
        for (const QString& tag : tags) known.tags.push_back(tag.toStdString());
        out.push_back(std::move(known));
    }
    return out;
}

}  // namespace watchglass::app
