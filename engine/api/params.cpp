#include "engine/api/params.h"

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>

#include "engine/base/duration.h"
#include "engine/base/go_float.h"
#include "engine/model/labels.h"

namespace watchglass::api {

namespace {

/// Reads exactly `digits` decimal digits at `at`.
bool readNumber(std::string_view text, std::size_t& at, std::size_t digits, int& out)
{
    if (at + digits > text.size()) return false;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + digits, out);
    if (error != std::errc{} || end != text.data() + at + digits || out < 0) return false;
    at += digits;
    return true;
}

bool readChar(std::string_view text, std::size_t& at, char c)
{
    if (at >= text.size() || text[at] != c) return false;
    ++at;
    return true;
}

/// "2015-07-01T20:10:51.781Z", "...+02:00".
bool parseRfc3339(std::string_view text, std::int64_t& ms)
{
    std::size_t at = 0;
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    if (!readNumber(text, at, 4, year) || !readChar(text, at, '-') || !readNumber(text, at, 2, month) ||
        !readChar(text, at, '-') || !readNumber(text, at, 2, day)) {
        return false;
    }
    if (!readChar(text, at, 'T') && !readChar(text, at, 't')) return false;
    if (!readNumber(text, at, 2, hour) || !readChar(text, at, ':') || !readNumber(text, at, 2, minute) ||
        !readChar(text, at, ':') || !readNumber(text, at, 2, second)) {
        return false;
    }
    if (hour > 23 || minute > 59 || second > 59) return false;
    int millis = 0;
    if (readChar(text, at, '.')) {
        int scale = 100;
        const std::size_t from = at;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
            millis += (text[at] - '0') * scale;
            scale /= 10;
        }
        if (at == from) return false;
    }
    int offsetMinutes = 0;
    if (!readChar(text, at, 'Z') && !readChar(text, at, 'z')) {
        const bool minus = at < text.size() && text[at] == '-';
        if (!minus && !(at < text.size() && text[at] == '+')) return false;
        ++at;
        int offsetHour = 0, offsetMinute = 0;
        if (!readNumber(text, at, 2, offsetHour) || !readChar(text, at, ':') ||
            !readNumber(text, at, 2, offsetMinute)) {
            return false;
        }
        if (offsetHour > 23 || offsetMinute > 59) return false;
        offsetMinutes = (offsetHour * 60 + offsetMinute) * (minus ? -1 : 1);
    }
    if (at != text.size()) return false;
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return false;
    const std::int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
    ms = ((days * 24 + hour) * 60 + minute - offsetMinutes) * 60'000 + second * 1000 + millis;
    return true;
}

constexpr double kMaxMs = 9.2e18;

}  // namespace

Result<std::int64_t> parseTimeParam(std::string_view text)
{
    if (const auto seconds = parseFloat(text)) {
        const double ms = std::round(*seconds * 1000);
        if (std::isfinite(ms) && std::fabs(ms) < kMaxMs) return static_cast<std::int64_t>(ms);
    }
    std::int64_t ms = 0;
    if (parseRfc3339(text, ms)) return ms;
    if (text == "-292273086-05-16T16:47:06Z") return std::numeric_limits<std::int64_t>::min() / 1000;
    if (text == "292277025-08-18T07:12:54.999999999Z") return std::numeric_limits<std::int64_t>::max() / 1000;
    return fail(ErrorCode::InvalidInput, "cannot parse " + goQuote(text) + " to a valid timestamp");
}

Result<std::int64_t> parseDurationParam(std::string_view text)
{
    if (const auto seconds = parseFloat(text)) {
        const double ms = *seconds * 1000;
        if (!std::isfinite(ms) || std::fabs(ms) > kMaxMs / 1e6) {
            return fail(ErrorCode::InvalidInput,
                        "cannot parse " + goQuote(text) + " to a valid duration. It overflows int64");
        }
        return static_cast<std::int64_t>(ms);
    }
    if (const auto length = parseDuration(text)) return length->count();
    return fail(ErrorCode::InvalidInput, "cannot parse " + goQuote(text) + " to a valid duration");
}

Result<std::size_t> parseLimitParam(std::string_view text)
{
    if (text.empty()) return std::size_t{0};
    std::int64_t value = 0;
    const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error == std::errc::result_out_of_range) {
        return fail(ErrorCode::InvalidInput, "strconv.Atoi: parsing " + goQuote(text) + ": value out of range");
    }
    if (error != std::errc{} || end != digits.data() + digits.size()) {
        return fail(ErrorCode::InvalidInput, "strconv.Atoi: parsing " + goQuote(text) + ": invalid syntax");
    }
    if (value < 0) return fail(ErrorCode::InvalidInput, "limit must be non-negative");
    return static_cast<std::size_t>(value);
}

std::string formatRfc3339(std::int64_t ms)
{
    using namespace std::chrono;
    const sys_time<milliseconds> time{milliseconds{ms}};
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{time - day};
    char text[64];
    int length = std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                               static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                               static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                               static_cast<int>(clock.seconds().count()));
    std::string out(text, static_cast<std::size_t>(length));
    if (const auto fraction = clock.subseconds().count(); fraction != 0) {
        length = std::snprintf(text, sizeof text, ".%03d", static_cast<int>(fraction));
        out.append(text, static_cast<std::size_t>(length));
        while (out.back() == '0') out.pop_back();
    }
    return out + 'Z';
}

void appendSeconds(std::string& out, std::int64_t ms)
{
    char text[32];
    if (ms < 0) {
        out += '-';
        ms = -ms;
    }
    out.append(text, std::to_chars(text, text + sizeof text, ms / 1000).ptr);
    if (const auto fraction = static_cast<int>(ms % 1000); fraction != 0) {
        const char digits[4] = {'.', static_cast<char>('0' + fraction / 100),
                                static_cast<char>('0' + fraction / 10 % 10), static_cast<char>('0' + fraction % 10)};
        out.append(digits, 4);
    }
}

}  // namespace watchglass::api
