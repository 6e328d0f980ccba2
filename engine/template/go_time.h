#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace watchglass::tmpl {

/// A point in time taken apart, UTC.
struct CivilTime {
    std::int64_t year = 1970;
    int month = 1;    ///< 1..12
    int day = 1;      ///< 1..31
    int weekday = 0;  ///< 0: Sunday
    int yearDay = 1;  ///< 1..366
    int hour = 0;
    int minute = 0;
    int second = 0;
    int nanosecond = 0;
};

[[nodiscard]] CivilTime civilTime(std::int64_t unixNs);
/// Nanoseconds since the epoch of a date whose parts may be out of their ranges. Wraps on overflow.
[[nodiscard]] std::int64_t unixNanoseconds(std::int64_t year, std::int64_t month, std::int64_t day);

[[nodiscard]] std::string_view monthName(int month);
[[nodiscard]] std::string_view weekdayName(int weekday);

/// Go's Time.Format for UTC: the layout is the reference time "Mon Jan 2 15:04:05 MST 2006".
[[nodiscard]] std::string formatTime(std::int64_t unixNs, std::string_view layout);
/// Go's Time.String: "2015-06-23 13:19:44.128 +0000 UTC".
[[nodiscard]] std::string timeText(std::int64_t unixNs);
/// Go's Duration.String: "1m30.5s".
[[nodiscard]] std::string durationText(std::int64_t ns);

}  // namespace watchglass::tmpl
