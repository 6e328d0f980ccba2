#include "ui/dashboard/cron.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <string>

#include "ui/frame/date_text.h"

namespace watchglass::ui {

namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::array<std::string_view, 7> kWeekdays{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};
constexpr std::array<std::string_view, 12> kMonths{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                   "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> out;
    while (true) {
        const auto end = text.find(separator);
        out.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return out;
        text.remove_prefix(end + 1);
    }
}

struct Field {
    std::string_view name;
    int least = 0;
    int most = 0;
};

template <std::size_t N>
std::optional<int> named(const std::array<std::string_view, N>& names, std::string_view text, int first)
{
    std::string upper(text);
    std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return std::toupper(c); });
    const auto found = std::find(names.begin(), names.end(), upper);
    if (found == names.end()) return std::nullopt;
    return first + static_cast<int>(found - names.begin());
}

std::optional<int> valueOf(std::string_view text, const Field& field)
{
    if (field.name == "month") {
        if (const auto month = named(kMonths, text, 1)) return month;
    }
    if (field.name == "day of the week") {
        if (const auto day = named(kWeekdays, text, 0)) return day;
    }
    int value = 0;
    const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (trouble != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value >= field.least && value <= field.most ? std::optional(value) : std::nullopt;
}

/// "*", "5", "1-5", "*/15", "10/5" and lists of these, into `set(value)`.
template <class Set>
bool readField(std::string_view text, const Field& field, Set set)
{
    for (const std::string_view part : split(text, ',')) {
        const auto slash = part.find('/');
        const std::string_view span = part.substr(0, slash);
        int step = 1;
        if (slash != std::string_view::npos) {
            const auto given = valueOf(part.substr(slash + 1), {"", 1, field.most});
            if (!given) return false;
            step = *given;
        }
        int from = field.least;
        int to = field.most;
        if (span != "*" && span != "?") {
            const auto dash = span.find('-');
            const auto first = valueOf(span.substr(0, dash), field);
            const auto last = dash == std::string_view::npos ? first : valueOf(span.substr(dash + 1), field);
            if (!first || !last || *last < *first) return false;
            from = *first;
            to = dash == std::string_view::npos && slash != std::string_view::npos ? field.most : *last;
        }
        for (int value = from; value <= to; value += step) set(static_cast<std::size_t>(value));
    }
    return true;
}

}  // namespace

Result<CronTimes> CronTimes::parse(std::string_view text)
{
    std::vector<std::string_view> fields;
    for (const std::string_view field : split(text, ' ')) {
        if (!field.empty()) fields.push_back(field);
    }
    if (fields.size() != 5 && fields.size() != 6)
        return fail(ErrorCode::InvalidInput, "a cron expression has five fields", std::string(text));
    CronTimes out;
    if (fields.size() == 5) fields.insert(fields.begin(), "0");
    const auto bad = [&](const Field& field, std::string_view given) {
        return fail(ErrorCode::InvalidInput,
                    "bad " + std::string(field.name) + " in a cron expression: " + std::string(given),
                    std::string(text));
    };
    const auto into = [](auto& bits) { return [&bits](std::size_t value) { bits.set(value % bits.size()); }; };
    constexpr Field kSecond{"second", 0, 59};
    constexpr Field kMinute{"minute", 0, 59};
    constexpr Field kHour{"hour", 0, 23};
    constexpr Field kDay{"day of the month", 1, 31};
    constexpr Field kMonth{"month", 1, 12};
    constexpr Field kWeekday{"day of the week", 0, 7};
    if (!readField(fields[0], kSecond, into(out.m_seconds))) return bad(kSecond, fields[0]);
    if (!readField(fields[1], kMinute, into(out.m_minutes))) return bad(kMinute, fields[1]);
    if (!readField(fields[2], kHour, into(out.m_hours))) return bad(kHour, fields[2]);
    if (!readField(fields[3], kDay, into(out.m_days))) return bad(kDay, fields[3]);
    if (!readField(fields[4], kMonth, into(out.m_months))) return bad(kMonth, fields[4]);
    if (!readField(fields[5], kWeekday, into(out.m_weekdays))) return bad(kWeekday, fields[5]);
    const auto isAny = [](std::string_view field) { return field.starts_with('*') || field.starts_with('?'); };
    out.m_anyDay = isAny(fields[3]);
    out.m_anyWeekday = isAny(fields[5]);
    return out;
}

std::vector<std::int64_t> CronTimes::between(std::int64_t fromMs, std::int64_t toMs, std::string_view timeZone,
                                             std::size_t most) const
{
    std::vector<std::int64_t> out;
    constexpr std::int64_t kMostDays = 20'000;
    const CivilTime start = civilTime(fromMs, timeZone);
    const std::int64_t firstDay = daysFromCivil(start.year, start.month, start.day);
    for (std::int64_t day = firstDay; day < firstDay + kMostDays; ++day) {
        CivilTime at = civilTime(day * kDayMs, "utc");  // the date
        if (fromCivil(at, timeZone) > toMs + kDayMs) break;
        const bool byDay = m_days.test(static_cast<std::size_t>(at.day));
        const bool byWeekday = m_weekdays.test(static_cast<std::size_t>(at.weekday));
        const bool either = !m_anyDay && !m_anyWeekday;
        if (!m_months.test(static_cast<std::size_t>(at.month)) ||
            (either ? !byDay && !byWeekday : !byDay || !byWeekday))
            continue;
        for (at.hour = 0; at.hour < 24; ++at.hour) {
            if (!m_hours.test(static_cast<std::size_t>(at.hour))) continue;
            for (at.minute = 0; at.minute < 60; ++at.minute) {
                if (!m_minutes.test(static_cast<std::size_t>(at.minute))) continue;
                for (at.second = 0; at.second < 60; ++at.second) {
                    if (!m_seconds.test(static_cast<std::size_t>(at.second))) continue;
                    const std::int64_t moment = fromCivil(at, timeZone);
                    if (moment < fromMs) continue;
                    if (moment > toMs || out.size() == most) return out;
                    out.push_back(moment);
                }
            }
        }
    }
    return out;
}

}  // namespace watchglass::ui
