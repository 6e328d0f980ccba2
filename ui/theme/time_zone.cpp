#include "ui/theme/time_zone.h"

#include <cstdlib>

#include <QDateTime>
#include <QString>

namespace watchglass::ui {

QTimeZone timeZoneOf(const std::string& setting)
{
    if (setting == "utc" || setting == "UTC") return QTimeZone::utc();
    if (!setting.empty() && setting != "browser") {
        const QTimeZone zone(QByteArray::fromStdString(setting));
        if (zone.isValid()) return zone;
    }
    return QTimeZone::systemTimeZone();
}

QString offsetText(const QTimeZone& zone, qint64 ms)
{
    const int minutes = zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(ms)) / 60;
    return QStringLiteral("UTC%1%2:%3")
        .arg(minutes < 0 ? QLatin1Char('-') : QLatin1Char('+'))
        .arg(std::abs(minutes) / 60, 2, 10, QLatin1Char('0'))
        .arg(std::abs(minutes) % 60, 2, 10, QLatin1Char('0'));
}

}  // namespace watchglass::ui
