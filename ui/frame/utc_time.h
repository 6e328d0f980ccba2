#pragma once

#include <cstdint>

#include <QDateTime>
#include <QTimeZone>

namespace watchglass::ui {

/// The moment `tMs` as a date and time in UTC. Qt 6.5 has a light zone for it and deprecates what came before.
inline QDateTime utcTime(std::int64_t tMs)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    return QDateTime::fromMSecsSinceEpoch(tMs, QTimeZone::UTC);
#else
    return QDateTime::fromMSecsSinceEpoch(tMs, Qt::UTC);
#endif
}

}  // namespace watchglass::ui
