#pragma once

#include <string>

#include <QTimeZone>

namespace watchglass::ui {

/// The zone that a dashboard's setting means: "utc", an IANA name; "", "browser" and unknown names are the machine's.
[[nodiscard]] QTimeZone timeZoneOf(const std::string& setting);

/// "UTC+02:00", at a moment in milliseconds since 1970.
[[nodiscard]] QString offsetText(const QTimeZone& zone, qint64 ms);

}  // namespace watchglass::ui
