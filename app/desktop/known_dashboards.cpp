#include "app/desktop/known_dashboards.h"

#include <QFileInfo>
#include <QSettings>

#include "app/desktop/library.h"

namespace watchglass::app {

namespace {

constexpr const char* kSetting = "linkTargets";
constexpr qsizetype kMost = 200;

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
    std::vector<ui::KnownDashboard> out = shippedDashboards();
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
