#include "engine/template/go_time.h"

#include <algorithm>
#include <array>

namespace watchglass::tmpl {

namespace {

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kWeekdays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};
constexpr std::int64_t kSecond = 1'000'000'000;

/// Days since the epoch of a civil date (Howard Hinnant's algorithm).
std::int64_t daysFromCivil(std::int64_t year, std::int64_t month, std::int64_t day)
{
    year -= month <= 2 ? 1 : 0;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t yearOfEra = year - era * 400;
    const std::int64_t dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}

std::string padded(std::int64_t value, int width, char fill = '0')
{
    std::string text = std::to_string(value < 0 ? -value : value);
    if (text.size() < static_cast<std::size_t>(width)) {
        text.insert(0, static_cast<std::size_t>(width) - text.size(), fill);
    }
    return value < 0 ? '-' + text : text;
}

/// Elements of a layout, the longer before their prefixes.
constexpr std::array<std::string_view, 36> kElements = {
    "January",   "Jan",   "Monday", "Mon", "MST", "2006", "Z070000", "Z07:00:00", "Z0700", "Z07:00", "Z07", "-070000",
    "-07:00:00", "-0700", "-07:00", "-07", "002", "__2",  "_2006",   "_2",        "01",    "02",     "03",  "04",
    "05",        "06",    "15",     "PM",  "pm",  "1",    "2",       "3",         "4",     "5",      ".0",  ".9"};

std::string element(std::string_view name, const CivilTime& t)
{
    const int hour12 = t.hour % 12 == 0 ? 12 : t.hour % 12;
    if (name == "January") return std::string(monthName(t.month));
    if (name == "Jan") return std::string(monthName(t.month).substr(0, 3));
    if (name == "Monday") return std::string(weekdayName(t.weekday));
    if (name == "Mon") return std::string(weekdayName(t.weekday).substr(0, 3));
    if (name == "MST") return "UTC";
    if (name == "2006") return padded(t.year, 4);
    if (name == "_2006") return '_' + padded(t.year, 4);
    if (name.front() == 'Z') return "Z";
    if (name.front() == '-') {
        std::string zone = "+00";
        for (const char c : name.substr(3)) zone += c == ':' ? ':' : '0';
        return zone;
    }
    if (name == "002") return padded(t.yearDay, 3);
    if (name == "__2") return padded(t.yearDay, 3, ' ');
    if (name == "_2") return padded(t.day, 2, ' ');
    if (name == "01") return padded(t.month, 2);
    if (name == "02") return padded(t.day, 2);
    if (name == "03") return padded(hour12, 2);
    if (name == "04") return padded(t.minute, 2);
    if (name == "05") return padded(t.second, 2);
    if (name == "06") return padded(((t.year % 100) + 100) % 100, 2);
    if (name == "15") return padded(t.hour, 2);
    if (name == "PM") return t.hour >= 12 ? "PM" : "AM";
    if (name == "pm") return t.hour >= 12 ? "pm" : "am";
    if (name == "1") return std::to_string(t.month);
    if (name == "2") return std::to_string(t.day);
    if (name == "3") return std::to_string(hour12);
    if (name == "4") return std::to_string(t.minute);
    return std::to_string(t.second);
}

/// ".000" or ".999" (or with a comma) at the start of the layout, not followed by another digit: its length, else 0.
std::size_t fractionLength(std::string_view layout)
{
    if (layout.size() < 2 || (layout[0] != '.' && layout[0] != ',') || (layout[1] != '0' && layout[1] != '9')) return 0;
    std::size_t end = 1;
    while (end < layout.size() && layout[end] == layout[1]) ++end;
    return end < layout.size() && layout[end] >= '0' && layout[end] <= '9' ? 0 : end;
}

std::string fraction(std::string_view pattern, int nanosecond)
{
    const std::size_t digits = std::min<std::size_t>(pattern.size() - 1, 9);
    std::string text = padded(nanosecond, 9).substr(0, digits);
    if (pattern[1] == '9') {
        while (!text.empty() && text.back() == '0') text.pop_back();
        if (text.empty()) return {};
    }
    return pattern.front() + text;
}

}  // namespace

CivilTime civilTime(std::int64_t unixNs)
{
    std::int64_t seconds = unixNs / kSecond;
    std::int64_t rest = unixNs % kSecond;
    if (rest < 0) {
        rest += kSecond;
        --seconds;
    }
    std::int64_t days = seconds / 86400;
    std::int64_t ofDay = seconds % 86400;
    if (ofDay < 0) {
        ofDay += 86400;
        --days;
    }
    CivilTime out;
    out.nanosecond = static_cast<int>(rest);
    out.hour = static_cast<int>(ofDay / 3600);
    out.minute = static_cast<int>(ofDay / 60 % 60);
    out.second = static_cast<int>(ofDay % 60);
    out.weekday = static_cast<int>(((days + 4) % 7 + 7) % 7);
    const std::int64_t shifted = days + 719468;
    const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    const std::int64_t dayOfEra = shifted - era * 146097;
    const std::int64_t yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const std::int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const std::int64_t shiftedMonth = (5 * dayOfYear + 2) / 153;
    out.day = static_cast<int>(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1);
    out.month = static_cast<int>(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9);
    out.year = yearOfEra + era * 400 + (out.month <= 2 ? 1 : 0);
    out.yearDay = static_cast<int>(days - daysFromCivil(out.year, 1, 1) + 1);
    return out;
}

std::int64_t unixNanoseconds(std::int64_t year, std::int64_t month, std::int64_t day)
{
    std::int64_t months = month - 1;
    year += months / 12;
    months %= 12;
    if (months < 0) {
        months += 12;
        --year;
    }
    const auto days = static_cast<std::uint64_t>(daysFromCivil(year, months + 1, 1)) + static_cast<std::uint64_t>(day) -
                      1;
    return static_cast<std::int64_t>(days * 86400U * static_cast<std::uint64_t>(kSecond));
}

std::string_view monthName(int month) { return kMonths[static_cast<std::size_t>(month - 1) % 12]; }

std::string_view weekdayName(int weekday) { return kWeekdays[static_cast<std::size_t>(weekday) % 7]; }

std::string formatTime(std::int64_t unixNs, std::string_view layout)
{
    const CivilTime t = civilTime(unixNs);
    std::string out;
    while (!layout.empty()) {
        if (const std::size_t length = fractionLength(layout)) {
            out += fraction(layout.substr(0, length), t.nanosecond);
            layout.remove_prefix(length);
            continue;
        }
        std::string_view found;
        for (const std::string_view name : kElements) {
            // Fractions are done; "Jan" in a longer lower-case word is no month.
            if (name.front() == '.' || !layout.starts_with(name)) continue;
            if (name == "Jan" && layout.size() > 3 && layout[3] >= 'a' && layout[3] <= 'z') continue;
            if (name == "Mon" && layout.size() > 3 && layout[3] >= 'a' && layout[3] <= 'z') continue;
            found = name;
            break;
        }
        if (found.empty()) {
            out += layout.front();
            layout.remove_prefix(1);
        } else {
            out += element(found, t);
            layout.remove_prefix(found.size());
        }
    }
    return out;
}

std::string timeText(std::int64_t unixNs) { return formatTime(unixNs, "2006-01-02 15:04:05.999999999 -0700 MST"); }

std::string durationText(std::int64_t ns)
{
    if (ns == 0) return "0s";
    const bool negative = ns < 0;
    const std::uint64_t total = negative ? 0 - static_cast<std::uint64_t>(ns) : static_cast<std::uint64_t>(ns);
    const auto decimal = [](std::uint64_t value, std::uint64_t unit, int digits) {
        std::string rest = padded(static_cast<std::int64_t>(value % unit), digits);
        while (!rest.empty() && rest.back() == '0') rest.pop_back();
        return std::to_string(value / unit) + (rest.empty() ? "" : "." + rest);
    };
    std::string out;
    if (total < 1'000) {
        out = std::to_string(total) + "ns";
    } else if (total < 1'000'000) {
        out = decimal(total, 1'000, 3) + "\xC2\xB5s";
    } else if (total < 1'000'000'000) {
        out = decimal(total, 1'000'000, 6) + "ms";
    } else {
        const std::uint64_t minutes = total / 60'000'000'000;
        if (minutes >= 60) out += std::to_string(minutes / 60) + 'h';
        if (minutes > 0) out += std::to_string(minutes % 60) + 'm';
        out += decimal(total % 60'000'000'000, 1'000'000'000, 9) + 's';
    }
    return negative ? '-' + out : out;
}

}  // namespace watchglass::tmpl
