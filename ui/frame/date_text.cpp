#include "ui/frame/date_text.h"

#include <QByteArray>
#include <QDateTime>
#include <QTimeZone>
#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>
#include <optional>

#include "engine/base/mutex.h"
#include "ui/frame/utc_time.h"

namespace watchglass::ui {
namespace {

constexpr double kLastDateMs = 8.64e15;  // ECMAScript's last representable moment

constexpr std::int64_t kDayMs = 86'400'000;

/// Zones are looked up once: a QTimeZone reads a file when it is made.
class ZoneCache {
public:
    QTimeZone zone(std::string_view name)
    {
        const MutexLock lock(m_mutex);
        const auto found = m_zones.find(name);
        if (found != m_zones.end()) return found->second;
        QTimeZone zone(QByteArray(name.data(), static_cast<qsizetype>(name.size())));
        if (!zone.isValid()) zone = QTimeZone::utc();
        m_zones.emplace(std::string(name), zone);
        return zone;
    }

private:
    Mutex m_mutex;
    std::map<std::string, QTimeZone, std::less<>> m_zones WG_GUARDED_BY(m_mutex);
};

QTimeZone namedZone(std::string_view name)
{
    static ZoneCache cache;
    return cache.zone(name);
}

std::int64_t floorDiv(std::int64_t a, std::int64_t b) { return a / b - ((a % b != 0 && (a < 0) != (b < 0)) ? 1 : 0); }

std::string padded(std::int64_t value, int width)
{
    std::string digits = std::to_string(value < 0 ? -value : value);
    if (static_cast<int>(digits.size()) < width) digits.insert(0, static_cast<std::size_t>(width) - digits.size(), '0');
    return value < 0 ? '-' + digits : digits;
}

std::string ordinal(int value)
{
    const int tens = value % 100 / 10;
    const int ones = value % 10;
    const char* suffix = tens == 1 ? "th" : ones == 1 ? "st" : ones == 2 ? "nd" : ones == 3 ? "rd" : "th";
    return std::to_string(value) + suffix;
}

constexpr std::array<const char*, 12> kMonths = {"January", "February", "March",     "April",   "May",      "June",
                                                 "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<const char*, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                              "Thursday", "Friday", "Saturday"};

/// ISO week (Monday first, week 1 holds 4 January) and its year.
std::pair<int, std::int64_t> isoWeek(const CivilTime& t)
{
    const int weekday = (t.weekday + 6) % 7;  // Monday = 0
    int week = (t.yearDay - weekday + 10) / 7;
    if (week < 1) {
        const std::int64_t before = t.year - 1;
        const int days = static_cast<int>(daysFromCivil(t.year, 1, 1) - daysFromCivil(before, 1, 1));
        week = (t.yearDay + days - weekday + 10) / 7;
        return {week, before};
    }
    const int length = static_cast<int>(daysFromCivil(t.year + 1, 1, 1) - daysFromCivil(t.year, 1, 1));
    if (week == 53 && t.yearDay - weekday + 3 >= length) return {1, t.year + 1};
    return {week, t.year};
}

/// Week of the US calendar: Sunday first, week 1 holds 1 January.
int usWeek(const CivilTime& t)
{
    const int length = static_cast<int>(daysFromCivil(t.year + 1, 1, 1) - daysFromCivil(t.year, 1, 1));
    if (t.yearDay + 6 - t.weekday >= length) return 1;
    const int firstWeekday = (t.weekday - t.yearDay % 7 + 7) % 7;
    return (t.yearDay + firstWeekday) / 7 + 1;
}

/// The year that the week belongs to.
std::int64_t usWeekYear(const CivilTime& t)
{
    const int length = static_cast<int>(daysFromCivil(t.year + 1, 1, 1) - daysFromCivil(t.year, 1, 1));
    return t.yearDay + 6 - t.weekday >= length ? t.year + 1 : t.year;
}

std::string offsetText(int offsetSec, bool colon)
{
    const int minutes = std::abs(offsetSec) / 60;
    return std::string(offsetSec < 0 ? "-" : "+") + padded(minutes / 60, 2) + (colon ? ":" : "") +
           padded(minutes % 60, 2);
}

/// Text of one token; no value when it is none.
std::optional<std::string> tokenText(std::string_view token, const CivilTime& t, std::int64_t tMs,
                                     std::string_view zone)
{
    const int hour12 = t.hour % 12 == 0 ? 12 : t.hour % 12;
    const int hour24 = t.hour == 0 ? 24 : t.hour;
    const int quarter = (t.month + 2) / 3;
    const std::string_view month = kMonths[static_cast<std::size_t>(t.month - 1)];
    const std::string_view day = kDays[static_cast<std::size_t>(t.weekday)];

    if (token == "YYYYYY") return padded(t.year, 6);
    if (token == "YYYYY") return padded(t.year, 5);
    if (token == "YYYY") return padded(t.year, 4);
    if (token == "ggggg") return padded(usWeekYear(t), 5);
    if (token == "gggg") return padded(usWeekYear(t), 4);
    if (token == "gg") return padded(((usWeekYear(t) % 100) + 100) % 100, 2);
    if (token == "YY") return padded(((t.year % 100) + 100) % 100, 2);
    if (token == "Y") return t.year > 9999 ? '+' + std::to_string(t.year) : padded(t.year, 4);
    if (token == "Q") return std::to_string(quarter);
    if (token == "Qo") return ordinal(quarter);
    if (token == "MMMM") return std::string(month);
    if (token == "MMM") return std::string(month.substr(0, 3));
    if (token == "MM") return padded(t.month, 2);
    if (token == "Mo") return ordinal(t.month);
    if (token == "M") return std::to_string(t.month);
    if (token == "DDDD") return padded(t.yearDay + 1, 3);
    if (token == "DDDo") return ordinal(t.yearDay + 1);
    if (token == "DDD") return std::to_string(t.yearDay + 1);
    if (token == "DD") return padded(t.day, 2);
    if (token == "Do") return ordinal(t.day);
    if (token == "D") return std::to_string(t.day);
    if (token == "dddd") return std::string(day);
    if (token == "ddd") return std::string(day.substr(0, 3));
    if (token == "dd") return std::string(day.substr(0, 2));
    if (token == "do") return ordinal(t.weekday);
    if (token == "d" || token == "e") return std::to_string(t.weekday);
    if (token == "E") return std::to_string(t.weekday == 0 ? 7 : t.weekday);
    if (token == "GGGGG") return padded(isoWeek(t).second, 5);
    if (token == "GGGG") return padded(isoWeek(t).second, 4);
    if (token == "GG") return padded(((isoWeek(t).second % 100) + 100) % 100, 2);
    if (token == "WW") return padded(isoWeek(t).first, 2);
    if (token == "Wo") return ordinal(isoWeek(t).first);
    if (token == "W") return std::to_string(isoWeek(t).first);
    if (token == "ww") return padded(usWeek(t), 2);
    if (token == "wo") return ordinal(usWeek(t));
    if (token == "w") return std::to_string(usWeek(t));
    if (token == "Hmm") return std::to_string(t.hour) + padded(t.minute, 2);
    if (token == "Hmmss") return std::to_string(t.hour) + padded(t.minute, 2) + padded(t.second, 2);
    if (token == "hmm") return std::to_string(hour12) + padded(t.minute, 2);
    if (token == "hmmss") return std::to_string(hour12) + padded(t.minute, 2) + padded(t.second, 2);
    if (token == "HH") return padded(t.hour, 2);
    if (token == "H") return std::to_string(t.hour);
    if (token == "hh") return padded(hour12, 2);
    if (token == "h") return std::to_string(hour12);
    if (token == "kk") return padded(hour24, 2);
    if (token == "k") return std::to_string(hour24);
    if (token == "mm") return padded(t.minute, 2);
    if (token == "m") return std::to_string(t.minute);
    if (token == "ss") return padded(t.second, 2);
    if (token == "s") return std::to_string(t.second);
    if (token == "A") return t.hour < 12 ? "AM" : "PM";
    if (token == "a") return t.hour < 12 ? "am" : "pm";
    if (token == "Z") return offsetText(t.offsetSec, true);
    if (token == "ZZ") return offsetText(t.offsetSec, false);
    if (token == "z" || token == "zz") return zoneAbbreviation(zone, tMs);
    if (token == "X") return std::to_string(floorDiv(tMs, 1000));
    if (token == "x") return std::to_string(tMs);
    if (token.front() != 'S') return {};
    std::string digits = padded(t.millisecond, 3);
    digits.resize(token.size(), '0');
    return digits;
}

/// The pattern behind a localised token (en-US), or "".
std::string_view longDatePattern(std::string_view token)
{
    if (token == "LTS") return "h:mm:ss A";
    if (token == "LT") return "h:mm A";
    if (token == "LLLL") return "dddd, MMMM D, YYYY h:mm A";
    if (token == "LLL") return "MMMM D, YYYY h:mm A";
    if (token == "LL") return "MMMM D, YYYY";
    if (token == "L") return "MM/DD/YYYY";
    if (token == "llll") return "ddd, MMM D, YYYY h:mm A";
    if (token == "lll") return "MMM D, YYYY h:mm A";
    if (token == "ll") return "MMM D, YYYY";
    if (token == "l") return "M/D/YYYY";
    return {};
}

/// Length of the token at the start of `text`, 0 for none: the longest spelling moment knows.
std::size_t tokenLength(std::string_view text)
{
    static constexpr auto kTokens = std::to_array<std::string_view>(
        {"Hmmss", "hmmss", "YYYYYY", "YYYYY", "ggggg", "GGGGG", "Hmm", "hmm", "YYYY", "MMMM", "DDDD", "DDDo",
         "dddd",  "GGGG",  "gggg",   "LLLL",  "llll",  "MMM",   "DDD", "ddd", "LTS",  "LLL",  "lll",  "YY",
         "Qo",    "MM",    "Mo",     "DD",    "Do",    "dd",    "do",  "WW",  "Wo",   "ww",   "wo",   "gg",
         "GG",    "HH",    "hh",     "kk",    "mm",    "ss",    "ZZ",  "zz",  "LT",   "LL",   "ll",   "Y",
         "Q",     "M",     "D",      "d",     "e",     "E",     "W",   "w",   "H",    "h",    "k",    "m",
         "s",     "A",     "a",      "Z",     "z",     "X",     "x",   "L",   "l"});
    constexpr std::size_t kMostFractions = 9;
    const std::size_t fractions = std::min(text.find_first_not_of('S'), std::min(text.size(), kMostFractions));
    if (fractions > 0) return fractions;
    for (const auto token : kTokens) {
        if (text.starts_with(token)) return token.size();
    }
    return 0;
}

void formatInto(std::string& out, std::string_view pattern, const CivilTime& t, std::int64_t tMs, std::string_view zone)
{
    for (std::size_t i = 0; i < pattern.size();) {
        if (pattern[i] == '[') {
            const auto close = pattern.find(']', i);
            if (close != std::string_view::npos) {
                out += pattern.substr(i + 1, close - i - 1);
                i = close + 1;
                continue;
            }
        }
        if (pattern[i] == '\\' && i + 1 < pattern.size()) {
            out += pattern[i + 1];
            i += 2;
            continue;
        }
        const auto length = tokenLength(pattern.substr(i));
        if (length == 0) {
            out += pattern[i++];
            continue;
        }
        const auto token = pattern.substr(i, length);
        const auto expansion = longDatePattern(token);
        if (!expansion.empty()) {
            formatInto(out, expansion, t, tMs, zone);
        } else {
            out += tokenText(token, t, tMs, zone).value_or(std::string(token));
        }
        i += length;
    }
}

/// Calendar months between two moments, the rest of a month as a share of 30.436875 days.
double monthsBetween(std::int64_t a, std::int64_t b)
{
    const auto from = civilTime(std::min(a, b), "utc");
    const auto to = civilTime(std::max(a, b), "utc");
    std::int64_t months = (to.year - from.year) * 12 + to.month - from.month;
    const auto moved = [&](std::int64_t by) {
        CivilTime t = from;
        const std::int64_t index = from.year * 12 + from.month - 1 + by;
        t.year = floorDiv(index, 12);
        t.month = static_cast<int>(index - t.year * 12) + 1;
        t.day = std::min(t.day, daysInMonth(t.year, t.month));
        return fromCivil(t, "utc");
    };
    if (moved(months) > std::max(a, b)) --months;
    const double rest = static_cast<double>(std::max(a, b) - moved(months)) / 86'400'000.0;
    return static_cast<double>(months) + rest * 4800 / 146097;
}

}  // namespace

namespace {

/// The same day in a year that the zones' tables reach: clocks change on days of the week, so a year serves whose March
/// begins on the same one.
std::int64_t withinTables(std::int64_t tMs)
{
    constexpr std::int64_t kFirstBeyondMs = 2'114'380'800'000;  // 2037-01-01
    constexpr std::int64_t kLastYear = 2036;
    constexpr std::int64_t kLastKnownMs = 16'725'139'200'000;  // 2499-12-31: Grafana's tables keep their last offset
    tMs = std::min(tMs, kLastKnownMs);
    if (tMs < kFirstBeyondMs) return tMs;
    const auto march = [](std::int64_t year) { return daysFromCivil(year, 3, 1); };
    const std::int64_t own = march(civilTime(tMs, "utc").year);
    std::int64_t like = kLastYear;
    while ((own - march(like)) % 7 != 0) --like;
    return tMs - (own - march(like)) * kDayMs;
}

}  // namespace

int zoneOffsetSec(std::string_view timeZone, std::int64_t tMs)
{
    if (timeZone == "utc" || timeZone == "UTC") return 0;
    if (timeZone.empty() || timeZone == "browser") return QDateTime::fromMSecsSinceEpoch(tMs).offsetFromUtc();
    return namedZone(timeZone).offsetFromUtc(utcTime(withinTables(tMs)));
}

bool isKnownTimeZone(std::string_view timeZone)
{
    if (timeZone.empty() || timeZone == "browser" || timeZone == "utc" || timeZone == "UTC") return true;
    return QTimeZone::isTimeZoneIdAvailable(QByteArray(timeZone.data(), static_cast<qsizetype>(timeZone.size())));
}

std::int64_t daysFromCivil(std::int64_t year, int month, int day)
{
    year -= month <= 2 ? 1 : 0;
    const std::int64_t era = floorDiv(year, 400);
    const auto yearOfEra = static_cast<std::int64_t>(year - era * 400);
    const std::int64_t dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}

int daysInMonth(std::int64_t year, int month)
{
    const std::int64_t nextYear = month == 12 ? year + 1 : year;
    return static_cast<int>(daysFromCivil(nextYear, month == 12 ? 1 : month + 1, 1) - daysFromCivil(year, month, 1));
}

CivilTime civilTime(std::int64_t tMs, std::string_view timeZone)
{
    CivilTime t;
    t.offsetSec = zoneOffsetSec(timeZone, tMs);
    const std::int64_t local = tMs + std::int64_t{t.offsetSec} * 1000;
    const std::int64_t days = floorDiv(local, 86'400'000);
    auto rest = static_cast<int>(local - days * 86'400'000);
    t.millisecond = rest % 1000;
    rest /= 1000;
    t.second = rest % 60;
    t.minute = rest / 60 % 60;
    t.hour = rest / 3600;
    t.weekday = static_cast<int>(((days % 7) + 11) % 7);

    const std::int64_t shifted = days + 719468;
    const std::int64_t era = floorDiv(shifted, 146097);
    const std::int64_t dayOfEra = shifted - era * 146097;
    const std::int64_t yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const std::int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const auto monthIndex = static_cast<int>((5 * dayOfYear + 2) / 153);
    t.day = static_cast<int>(dayOfYear - (153 * monthIndex + 2) / 5 + 1);
    t.month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9;
    t.year = yearOfEra + era * 400 + (t.month <= 2 ? 1 : 0);
    t.yearDay = static_cast<int>(days - daysFromCivil(t.year, 1, 1));
    return t;
}

std::int64_t fromCivil(const CivilTime& civil, std::string_view timeZone)
{
    const std::int64_t local = daysFromCivil(civil.year, civil.month, civil.day) * 86'400'000 +
                               std::int64_t{civil.hour} * 3'600'000 + std::int64_t{civil.minute} * 60'000 +
                               std::int64_t{civil.second} * 1000 + civil.millisecond;
    // The offset belongs to the result, so guess with the local time and correct once.
    const std::int64_t guess = local - std::int64_t{zoneOffsetSec(timeZone, local)} * 1000;
    return local - std::int64_t{zoneOffsetSec(timeZone, guess)} * 1000;
}

std::string formatMoment(double tMs, std::string_view pattern, std::string_view timeZone)
{
    if (!(std::abs(tMs) <= kLastDateMs)) return "Invalid date";
    const auto whole = static_cast<std::int64_t>(std::trunc(tMs));
    std::string out;
    formatInto(out, pattern, civilTime(whole, timeZone), whole, timeZone);
    return out;
}

std::string relativeTime(double tMs, std::int64_t nowMs)
{
    if (!(std::abs(tMs) <= kLastDateMs)) return "Invalid date";
    const double diff = std::trunc(tMs) - static_cast<double>(nowMs);
    const double length = std::abs(diff);
    const auto rounded = [](double value) { return static_cast<std::int64_t>(std::floor(value + 0.5)); };
    const double days = length / 86'400'000.0;
    const double months = monthsBetween(static_cast<std::int64_t>(std::trunc(tMs)), nowMs);
    const auto plural = [](std::int64_t count, const char* unit) { return std::to_string(count) + ' ' + unit; };

    std::string text;
    if (rounded(length / 1000) <= 44)
        text = "a few seconds";
    else if (rounded(length / 60'000) <= 1)
        text = "a minute";
    else if (rounded(length / 60'000) < 45)
        text = plural(rounded(length / 60'000), "minutes");
    else if (rounded(length / 3'600'000) <= 1)
        text = "an hour";
    else if (rounded(length / 3'600'000) < 22)
        text = plural(rounded(length / 3'600'000), "hours");
    else if (rounded(days) <= 1)
        text = "a day";
    else if (rounded(days) < 26)
        text = plural(rounded(days), "days");
    else if (rounded(months) <= 1)
        text = "a month";
    else if (rounded(months) < 11)
        text = plural(rounded(months), "months");
    else if (rounded(months / 12) <= 1)
        text = "a year";
    else
        text = plural(rounded(months / 12), "years");
    return diff > 0 ? "in " + text : text + " ago";
}

std::string zoneAbbreviation(std::string_view timeZone, std::int64_t tMs)
{
    if (timeZone == "utc" || timeZone == "UTC") return "UTC";
    const bool own = timeZone.empty() || timeZone == "browser";
    const QTimeZone zone = own ? QTimeZone::systemTimeZone() : namedZone(timeZone);
    return zone.abbreviation(utcTime(tMs)).toStdString();
}

const DateFormats& dateFormats()
{
    static constexpr DateFormats formats;
    return formats;
}

}  // namespace watchglass::ui
