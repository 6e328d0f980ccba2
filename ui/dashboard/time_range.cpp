#include "ui/dashboard/time_range.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "ui/frame/date_text.h"

namespace watchglass::ui {

namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::size_t kMostDigits = 5;  ///< of the number in "now-12345d"

auto invalid(std::string_view text, std::string_view why)
{
    return fail(ErrorCode::InvalidInput, "\"" + std::string(text) + "\" is no time: " + std::string(why),
                std::string(text));
}

int firstWeekday(std::string_view weekStart)
{
    if (weekStart == "monday") return 1;
    if (weekStart == "saturday") return 6;
    return 0;
}

/// Adds calendar months, staying within the month: 31 January + 1 month is the last of February.
void addMonths(CivilTime& civil, std::int64_t months)
{
    const std::int64_t total = civil.year * 12 + (civil.month - 1) + months;
    civil.year = total >= 0 ? total / 12 : -((-total + 11) / 12);
    civil.month = static_cast<int>(total - civil.year * 12) + 1;
    civil.day = std::min(civil.day, daysInMonth(civil.year, civil.month));
}

/// Units by their letter; 'Q' is a quarter.
bool isUnit(char unit) { return std::string_view("smhdwMQy").find(unit) != std::string_view::npos; }

std::int64_t addUnits(std::int64_t tMs, std::int64_t count, char unit, const TimeContext& context)
{
    switch (unit) {
    case 's': return tMs + count * kSecond;
    case 'm': return tMs + count * kMinute;
    case 'h': return tMs + count * kHour;
    default: break;
    }
    // From days on the clock on the wall counts, not the hours that pass.
    CivilTime civil = civilTime(tMs, context.timeZone);
    if (unit == 'd' || unit == 'w') {
        const std::int64_t days = daysFromCivil(civil.year, civil.month, civil.day) + count * (unit == 'w' ? 7 : 1);
        const CivilTime date = civilTime(days * kDay, "utc");
        civil.year = date.year;
        civil.month = date.month;
        civil.day = date.day;
    } else {
        addMonths(civil, count * (unit == 'M' ? 1 : unit == 'Q' ? 3 : 12));
    }
    return fromCivil(civil, context.timeZone);
}

void toStartOfDay(CivilTime& civil) { civil.hour = civil.minute = civil.second = civil.millisecond = 0; }

/// The start of the unit that `tMs` lies in. `fiscal` counts quarters and years from the fiscal year's first month.
std::int64_t startOf(std::int64_t tMs, char unit, bool fiscal, const TimeContext& context)
{
    // Within the hour the zone's offset stays, so that the hour that comes twice is not mixed up with its twin.
    const std::int64_t length = unit == 's' ? kSecond : unit == 'm' ? kMinute : unit == 'h' ? kHour : 0;
    if (length > 0) {
        const std::int64_t local = tMs + zoneOffsetSec(context.timeZone, tMs) * kSecond;
        return tMs - (local % length + length) % length;
    }
    CivilTime civil = civilTime(tMs, context.timeZone);
    civil.millisecond = 0;
    toStartOfDay(civil);
    const int first = fiscal ? context.fiscalYearStartMonth % 12 : 0;
    if (unit == 'w') {
        const int back = (civil.weekday - firstWeekday(context.weekStart) + 7) % 7;
        return addUnits(fromCivil(civil, context.timeZone), -back, 'd', context);
    }
    if (unit != 'd') civil.day = 1;
    const int monthInYear = (civil.month - 1 - first + 12) % 12;
    if (unit == 'Q') addMonths(civil, -(monthInYear % 3));
    if (unit == 'y') addMonths(civil, -monthInYear);
    return fromCivil(civil, context.timeZone);
}

std::int64_t roundTo(std::int64_t tMs, char unit, bool fiscal, bool up, const TimeContext& context)
{
    const std::int64_t start = startOf(tMs, unit, fiscal, context);
    return up ? addUnits(start, 1, unit, context) - 1 : start;
}

/// "-6h/d+8h" behind a starting point.
Result<std::int64_t> applyMath(std::int64_t tMs, std::string_view math, std::string_view whole,
                               const TimeContext& context, bool roundUp)
{
    std::size_t at = 0;
    while (at < math.size()) {
        const char op = math[at++];
        if (op != '+' && op != '-' && op != '/') return invalid(whole, "expected +, - or /");
        std::int64_t count = 1;
        std::size_t digits = 0;
        while (at + digits < math.size() && std::isdigit(static_cast<unsigned char>(math[at + digits]))) ++digits;
        if (digits > kMostDigits) return invalid(whole, "the number is too large");
        if (digits > 0) {
            std::from_chars(math.data() + at, math.data() + at + digits, count);
            at += digits;
        }
        if (op == '/' && count != 1) return invalid(whole, "only whole units can be rounded to");
        bool fiscal = false;
        if (at < math.size() && math[at] == 'f') {
            fiscal = true;
            ++at;
        }
        if (at >= math.size() || !isUnit(math[at])) return invalid(whole, "expected a unit of s, m, h, d, w, M, Q, y");
        const char unit = math[at++];
        if (fiscal && unit != 'Q' && unit != 'y') return invalid(whole, "only fQ and fy are fiscal");
        tMs = op == '/' ? roundTo(tMs, unit, fiscal, roundUp, context)
                        : addUnits(tMs, op == '-' ? -count : count, unit, context);
    }
    return tMs;
}

bool readInt(std::string_view text, std::size_t& at, std::size_t most, int& out)
{
    std::size_t digits = 0;
    while (digits < most && at + digits < text.size() && std::isdigit(static_cast<unsigned char>(text[at + digits]))) {
        ++digits;
    }
    if (digits == 0) return false;
    std::from_chars(text.data() + at, text.data() + at + digits, out);
    at += digits;
    return true;
}

/// "2024-W03": the Monday of that week, counted as ISO 8601 does.
bool parseIsoWeek(std::string_view text, const TimeContext& context, std::int64_t& out)
{
    std::size_t at = 0;
    int year = 0, week = 0;
    if (!readInt(text, at, 4, year) || at != 4 || text.substr(at, 2) != "-W") return false;
    at += 2;
    if (!readInt(text, at, 2, week) || at != text.size() || week < 1 || week > 53) return false;
    const std::int64_t fourth = daysFromCivil(year, 1, 4);  // always in the first week
    const int weekday = (civilTime(fourth * kDay, "utc").weekday + 6) % 7;
    CivilTime monday = civilTime((fourth - weekday + (week - 1) * 7) * kDay, "utc");
    out = fromCivil(monday, context.timeZone);
    return true;
}

/// "20240102", as links carry dates.
bool parseCompactDate(std::string_view text, std::int64_t& out)
{
    if (text.size() != 8 || !std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c); }))
        return false;
    std::size_t at = 0;
    int year = 0, month = 0, day = 0;
    readInt(text, at, 4, year);
    readInt(text, at, 2, month);
    readInt(text, at, 2, day);
    if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return false;
    out = daysFromCivil(year, month, day) * kDay;
    return true;
}

/// "2024", "2024-05", "2024-05-01", with " 12:00", ":30", ".123" and "Z" or "+02:00" behind.
bool parseAbsolute(std::string_view text, const TimeContext& context, std::int64_t& out)
{
    CivilTime civil;
    std::size_t at = 0;
    int year = 0;
    if (!readInt(text, at, 4, year) || at != 4) return false;
    civil.year = year;
    const auto next = [&](char c) { return at < text.size() && text[at] == c ? (++at, true) : false; };
    if (next('-')) {
        if (!readInt(text, at, 2, civil.month)) return false;
        if (next('-') && !readInt(text, at, 2, civil.day)) return false;
    }
    if (civil.month < 1 || civil.month > 12 || civil.day < 1 || civil.day > daysInMonth(civil.year, civil.month))
        return false;
    if (at < text.size() && (text[at] == 'T' || text[at] == ' ')) {
        ++at;
        if (!readInt(text, at, 2, civil.hour) || !next(':') || !readInt(text, at, 2, civil.minute)) return false;
        if (next(':') && !readInt(text, at, 2, civil.second)) return false;
        if (next('.')) {
            int scale = 100;
            const std::size_t from = at;
            for (; at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])); ++at, scale /= 10) {
                civil.millisecond += (text[at] - '0') * scale;
            }
            if (at == from) return false;
        }
    }
    if (civil.hour > 23 || civil.minute > 59 || civil.second > 59) return false;
    if (at == text.size()) {
        out = fromCivil(civil, context.timeZone);
        return true;
    }
    std::int64_t offset = 0;
    if (!next('Z')) {
        const bool minus = text[at] == '-';
        if (!minus && text[at] != '+') return false;
        ++at;
        int hours = 0, minutes = 0;
        if (!readInt(text, at, 2, hours)) return false;
        next(':');
        if (at < text.size() && !readInt(text, at, 2, minutes)) return false;
        offset = (hours * 60 + minutes) * kMinute * (minus ? -1 : 1);
    }
    if (at != text.size()) return false;
    out = fromCivil(civil, "utc") - offset;
    return true;
}

bool isEpochMs(std::string_view text)
{
    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    return digits.size() > 4 && digits.size() <= 18 &&
           std::all_of(digits.begin(), digits.end(), [](unsigned char c) { return std::isdigit(c); });
}

constexpr std::array kQuickRanges{
    QuickRange{"now-5m", "now", "Last 5 minutes"},
    QuickRange{"now-15m", "now", "Last 15 minutes"},
    QuickRange{"now-30m", "now", "Last 30 minutes"},
    QuickRange{"now-1h", "now", "Last 1 hour"},
    QuickRange{"now-3h", "now", "Last 3 hours"},
    QuickRange{"now-6h", "now", "Last 6 hours"},
    QuickRange{"now-12h", "now", "Last 12 hours"},
    QuickRange{"now-24h", "now", "Last 24 hours"},
    QuickRange{"now-2d", "now", "Last 2 days"},
    QuickRange{"now-7d", "now", "Last 7 days"},
    QuickRange{"now-30d", "now", "Last 30 days"},
    QuickRange{"now-90d", "now", "Last 90 days"},
    QuickRange{"now-6M", "now", "Last 6 months"},
    QuickRange{"now-1y", "now", "Last 1 year"},
    QuickRange{"now-2y", "now", "Last 2 years"},
    QuickRange{"now-5y", "now", "Last 5 years"},
    QuickRange{"now-1d/d", "now-1d/d", "Yesterday"},
    QuickRange{"now-2d/d", "now-2d/d", "Day before yesterday"},
    QuickRange{"now-7d/d", "now-7d/d", "This day last week"},
    QuickRange{"now-1w/w", "now-1w/w", "Previous week"},
    QuickRange{"now-1M/M", "now-1M/M", "Previous month"},
    QuickRange{"now-1Q/fQ", "now-1Q/fQ", "Previous fiscal quarter"},
    QuickRange{"now-1y/y", "now-1y/y", "Previous year"},
    QuickRange{"now-1y/fy", "now-1y/fy", "Previous fiscal year"},
    QuickRange{"now/d", "now/d", "Today"},
    QuickRange{"now/d", "now", "Today so far"},
    QuickRange{"now/w", "now/w", "This week"},
    QuickRange{"now/w", "now", "This week so far"},
    QuickRange{"now/M", "now/M", "This month"},
    QuickRange{"now/M", "now", "This month so far"},
    QuickRange{"now/y", "now/y", "This year"},
    QuickRange{"now/y", "now", "This year so far"},
    QuickRange{"now/fQ", "now", "This fiscal quarter so far"},
    QuickRange{"now/fQ", "now/fQ", "This fiscal quarter"},
    QuickRange{"now/fy", "now", "This fiscal year so far"},
    QuickRange{"now/fy", "now/fy", "This fiscal year"},
};

/// "now-45m" -> "Last 45 minutes"; what follows the first step does not count. "" when it is not of that form.
std::string lastText(std::string_view from)
{
    if (!from.starts_with("now-") && !from.starts_with("now+")) return {};
    std::size_t end = 4;
    while (end < from.size() && std::isdigit(static_cast<unsigned char>(from[end]))) ++end;
    const std::string_view number = from.substr(4, end - 4);
    const bool fiscal = end < from.size() && from[end] == 'f';
    if (fiscal) ++end;
    if (number.empty() || end >= from.size()) return {};
    const char unit = from[end];
    static constexpr std::pair<char, std::string_view> kWords[] = {{'s', "second"},  {'m', "minute"}, {'h', "hour"},
                                                                   {'d', "day"},     {'w', "week"},   {'M', "month"},
                                                                   {'Q', "quarter"}, {'y', "year"}};
    for (const auto& [letter, word] : kWords) {
        if (letter == unit) {
            return "Last " + std::string(number) + (fiscal ? " fiscal " : " ") + std::string(word) +
                   (number == "1" ? "" : "s");
        }
    }
    return {};
}

}  // namespace

bool TimeRangeText::isRelative() const
{
    return from.find("now") != std::string::npos || to.find("now") != std::string::npos;
}

Result<std::int64_t> parseTime(std::string_view given, const TimeContext& context, bool roundUp)
{
    std::string text(given);
    if (text.find("now") != std::string::npos || text.find("||") != std::string::npos) {
        std::erase_if(text, [](unsigned char c) { return std::isspace(c); });
    } else {
        while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.pop_back();
        text.erase(0, text.find_first_not_of(" \t\n"));
    }
    if (text.empty()) return invalid(given, "it is empty");
    if (text.starts_with("now"))
        return applyMath(context.nowMs, std::string_view(text).substr(3), given, context, roundUp);
    std::string_view math;
    std::string_view start = text;
    if (const std::size_t bars = text.find("||"); bars != std::string::npos) {
        math = std::string_view(text).substr(bars + 2);
        start = std::string_view(text).substr(0, bars);
    }
    std::int64_t tMs = 0;
    TimeContext dates = context;
    if (context.pureMath) dates.timeZone = "utc";
    if (parseCompactDate(start, tMs) || parseIsoWeek(start, dates, tMs))
        return applyMath(tMs, math, given, context, roundUp);
    if (isEpochMs(start) && !context.pureMath) {
        std::from_chars(start.data(), start.data() + start.size(), tMs);
    } else if (!parseAbsolute(start, dates, tMs)) {
        return invalid(given, "expected now-6h, a date such as 2024-05-01 12:00:00, or milliseconds since 1970");
    }
    return applyMath(tMs, math, given, context, roundUp);
}

bool isRelativeTime(std::string_view text)
{
    return text.starts_with("now") || text.find("||") != std::string_view::npos;
}

TimeRange absoluteRange(std::int64_t fromMs, std::int64_t toMs)
{
    return {fromMs, toMs, {std::to_string(fromMs), std::to_string(toMs)}};
}

Result<TimeRange> resolveTimeRange(const TimeRangeText& text, const TimeContext& context)
{
    // An amount without a unit ("now-1") moves nothing.
    const auto end = [&](const std::string& written, bool roundUp) -> Result<std::int64_t> {
        const bool bare = (written.starts_with("now-") || written.starts_with("now+")) && written.size() > 4 &&
                          written.find_first_not_of("0123456789", 4) == std::string::npos;
        return bare ? Result<std::int64_t>(context.nowMs) : parseTime(written, context, roundUp);
    };
    const auto from = end(text.from, false);
    if (!from) return tl::make_unexpected(from.error());
    const auto to = end(text.to, true);
    if (!to) return tl::make_unexpected(to.error());
    if (*to < *from) return fail(ErrorCode::InvalidInput, "the end of the time range lies before its start", text.from);
    return TimeRange{*from, *to, text};
}

Result<TimeRange> panelTimeRange(const TimeRange& dashboard, std::string_view timeFrom, std::string_view timeShift,
                                 const TimeContext& context)
{
    TimeRange range = dashboard;
    if (!timeFrom.empty() && dashboard.text.isRelative()) {
        auto own = resolveTimeRange({"now-" + std::string(timeFrom), "now"}, context);
        if (!own)
            return fail(ErrorCode::InvalidInput, "the panel's time override is not valid: " + std::string(timeFrom));
        range = std::move(*own);
    }
    if (!timeShift.empty()) {
        // Both ends go back by the shift; "1d/d" also rounds.
        const std::string shift = "-" + std::string(timeShift);
        const auto from = applyMath(range.fromMs, shift, timeShift, context, false);
        const auto to = applyMath(range.toMs, shift, timeShift, context, true);
        if (!from || !to)
            return fail(ErrorCode::InvalidInput, "the panel's time shift is not valid: " + std::string(timeShift));
        range.fromMs = *from;
        range.toMs = *to;
    }
    return range;
}

std::span<const QuickRange> quickRanges() { return kQuickRanges; }

std::string describeTimeRange(const TimeRange& range, const TimeContext& context)
{
    for (const QuickRange& quick : kQuickRanges) {
        if (quick.from == range.text.from && quick.to == range.text.to) return std::string(quick.name);
    }
    if (range.text.to == "now") {
        if (std::string text = lastText(range.text.from); !text.empty()) return text;
    }
    const auto relative = [](const std::string& text) { return text.find("now") != std::string::npos; };
    if (relative(range.text.from) && relative(range.text.to)) {
        if (range.text.from == "now" && range.text.to == "now+1h") return "Next 1 hour";  // the only one named
        return range.text.from + " to " + range.text.to;
    }
    const auto end = [&](const std::string& text, std::int64_t tMs) {
        const auto value = static_cast<double>(tMs);
        return relative(text) ? relativeTime(value, context.nowMs)
                              : formatMoment(value, "YYYY-MM-DD HH:mm:ss", context.timeZone);
    };
    return end(range.text.from, range.fromMs) + " to " + end(range.text.to, range.toMs);
}

TimeRange shiftedRange(const TimeRange& range, int direction)
{
    const std::int64_t by = range.lengthMs() / 2 * direction;
    const std::int64_t from = range.fromMs + by;
    const std::int64_t to = range.toMs + by;
    return absoluteRange(from, to);
}

TimeRange zoomedOutRange(const TimeRange& range, double factor)
{
    // A range without length still zooms out to something (Grafana: 30 s).
    const double length = range.lengthMs() == 0 ? 30'000 : static_cast<double>(range.lengthMs()) * factor;
    const double middle = static_cast<double>(range.fromMs) + static_cast<double>(range.lengthMs()) / 2;
    const auto from = static_cast<std::int64_t>(middle - length / 2);
    const auto to = static_cast<std::int64_t>(middle + length / 2);
    return absoluteRange(from, to);
}

}  // namespace watchglass::ui
