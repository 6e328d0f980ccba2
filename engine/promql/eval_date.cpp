#include "engine/promql/eval_date.h"

#include <algorithm>
#include <array>

namespace watchglass::promql {

namespace {

constexpr std::array<std::string_view, 8> kNames = {"day_of_month", "day_of_week", "day_of_year", "days_in_month",
                                                    "hour",         "minute",      "month",       "year"};

bool isLeap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

struct Date {
    std::int64_t year = 0;
    int month = 0;  ///< 1 to 12
    int day = 0;    ///< of the month, from 1
    int weekday = 0;
};

/// Go counts in unsigned 64 bits from the first of March of the year -292,277,022,400.
constexpr std::int64_t kEpochYear = -292'277'022'400;
constexpr std::uint64_t kUnixToEpoch = 9'223'372'028'741'760'000ULL;

Date dateOf(std::uint64_t days)
{
    const std::uint64_t cycle = days / 146'097;  // of 400 years
    const std::uint64_t dayOfCycle = days % 146'097;
    const std::uint64_t yearOfCycle = (dayOfCycle - dayOfCycle / 1'460 + dayOfCycle / 36'524 - dayOfCycle / 146'096) /
                                      365;
    const std::uint64_t dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100);
    const std::uint64_t month = (5 * dayOfYear + 2) / 153;  // 0: March
    Date date;
    date.day = static_cast<int>(dayOfYear - (153 * month + 2) / 5 + 1);
    date.month = static_cast<int>(month < 10 ? month + 3 : month - 9);
    date.year = kEpochYear + static_cast<std::int64_t>(cycle * 400 + yearOfCycle) + (month >= 10 ? 1 : 0);
    date.weekday = static_cast<int>((days + 3) % 7);  // the epoch was a Wednesday
    return date;
}

int monthLength(const Date& date)
{
    constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return kDays[static_cast<std::size_t>(date.month - 1)] + (date.month == 2 && isLeap(date.year) ? 1 : 0);
}

int dayOfYear(const Date& date)
{
    int days = date.day;
    for (Date before = date; before.month > 1;) {
        --before.month;
        days += monthLength(before);
    }
    return days;
}

}  // namespace

bool isDateFunction(std::string_view name) { return std::find(kNames.begin(), kNames.end(), name) != kNames.end(); }

double datePart(std::string_view function, std::int64_t unixSeconds)
{
    const std::uint64_t seconds = static_cast<std::uint64_t>(unixSeconds) + kUnixToEpoch;
    if (function == "hour") return static_cast<double>(seconds % 86'400 / 3'600);
    if (function == "minute") return static_cast<double>(seconds % 3'600 / 60);
    const Date date = dateOf(seconds / 86'400);
    if (function == "day_of_month") return date.day;
    if (function == "day_of_week") return date.weekday;
    if (function == "day_of_year") return dayOfYear(date);
    if (function == "days_in_month") return monthLength(date);
    if (function == "month") return date.month;
    return static_cast<double>(date.year);
}

}  // namespace watchglass::promql
