#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace watchglass::ui {

/// A moment on the calendar of some time zone.
struct CivilTime {
    std::int64_t year = 1970;
    int month = 1;  ///< 1-12
    int day = 1;    ///< 1-31
    int hour = 0;
    int minute = 0;
    int second = 0;
    int millisecond = 0;
    int weekday = 4;    ///< 0 = Sunday
    int yearDay = 0;    ///< 0 = 1 January
    int offsetSec = 0;  ///< east of Greenwich
};

/// Seconds east of Greenwich of a zone at a moment. "utc"; "", "browser": the machine's zone; else an IANA name
/// (unknown ones read as UTC). Threads: any.
[[nodiscard]] int zoneOffsetSec(std::string_view timeZone, std::int64_t tMs);

/// Whether zoneOffsetSec() knows a zone by this name.
[[nodiscard]] bool isKnownTimeZone(std::string_view timeZone);

[[nodiscard]] CivilTime civilTime(std::int64_t tMs, std::string_view timeZone);
/// The moment of a local time; in the gap of a clock change the later reading.
[[nodiscard]] std::int64_t fromCivil(const CivilTime& civil, std::string_view timeZone);
[[nodiscard]] std::int64_t daysFromCivil(std::int64_t year, int month, int day);
[[nodiscard]] int daysInMonth(std::int64_t year, int month);

/// Formats with moment.js patterns ("YYYY-MM-DD HH:mm:ss", "[at] h:mm a"). "Invalid date" beyond the calendar.
[[nodiscard]] std::string formatMoment(double tMs, std::string_view pattern, std::string_view timeZone);

/// "CEST", "UTC": what the zone is called at that moment.
[[nodiscard]] std::string zoneAbbreviation(std::string_view timeZone, std::int64_t tMs);

/// The patterns that dates are shown with, by how far apart they are.
struct DateFormats {
    std::string_view full = "YYYY-MM-DD HH:mm:ss";
    std::string_view fullMs = "YYYY-MM-DD HH:mm:ss.SSS";
    std::string_view millisecond = "HH:mm:ss.SSS";
    std::string_view second = "HH:mm:ss";
    std::string_view minute = "HH:mm";
    std::string_view hour = "MM/DD HH:mm";
    std::string_view day = "MM/DD";
    std::string_view month = "YYYY-MM";
    std::string_view year = "YYYY";
};
[[nodiscard]] const DateFormats& dateFormats();

/// "2 hours ago", "in a day".
[[nodiscard]] std::string relativeTime(double tMs, std::int64_t nowMs);

}  // namespace watchglass::ui
