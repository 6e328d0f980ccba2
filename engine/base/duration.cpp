#include "engine/base/duration.h"

#include <array>
#include <cstdint>
#include <limits>

namespace watchglass {

namespace {

struct Unit {
    std::string_view name;
    std::int64_t ms;
    bool onlyWhole;  ///< printed only if it divides the whole length
};

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kDay = 24 * 3600 * kSecond;
constexpr std::array kUnits{
    Unit{"y", 365 * kDay, true},    Unit{"w", 7 * kDay, true}, Unit{"d", kDay, false}, Unit{"h", 3600 * kSecond, false},
    Unit{"m", 60 * kSecond, false}, Unit{"s", kSecond, false}, Unit{"ms", 1, false},
};

auto invalid(std::string message, std::size_t at)
{
    return fail(ErrorCode::InvalidInput, std::move(message), std::to_string(at));
}

}  // namespace

Result<std::chrono::milliseconds> parseDuration(std::string_view text)
{
    if (text.empty()) return invalid("empty duration string", 0);
    if (text == "0") return std::chrono::milliseconds{0};

    std::int64_t total = 0;
    std::size_t lastUnit = 0;  // 1 + index of the unit read last
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t numberAt = at;
        std::int64_t number = 0;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
            if (__builtin_mul_overflow(number, std::int64_t{10}, &number) ||
                __builtin_add_overflow(number, std::int64_t{text[at] - '0'}, &number)) {
                return invalid("duration out of range", numberAt);
            }
        }
        if (at == numberAt) return invalid("not a valid duration string: \"" + std::string(text) + "\"", at);

        const std::size_t unitAt = at;
        while (at < text.size() && text[at] >= 'a' && text[at] <= 'z') ++at;
        const std::string_view name = text.substr(unitAt, at - unitAt);
        std::size_t unit = 0;
        while (unit < kUnits.size() && kUnits[unit].name != name) ++unit;
        if (unit == kUnits.size()) {
            // Prometheus's wording: a missing unit makes no duration, a wrong one is named.
            if (unitAt == text.size())
                return invalid("not a valid duration string: \"" + std::string(text) + "\"", unitAt);
            const std::size_t end = text.find_first_of("0123456789", unitAt + 1);
            const std::string_view shown = name.empty() ? text.substr(unitAt, end - unitAt) : name;
            return invalid("unknown unit \"" + std::string(shown) + "\" in duration \"" + std::string(text) + "\"",
                           unitAt);
        }
        if (unit + 1 <= lastUnit) {
            return invalid("not a valid duration string: \"" + std::string(text) +
                               "\" (units stand once each, largest first)",
                           unitAt);
        }
        lastUnit = unit + 1;

        std::int64_t part = 0;
        // Prometheus counts durations in 64-bit nanoseconds: about 292 years.
        constexpr std::int64_t kMaxMs = std::numeric_limits<std::int64_t>::max() / 1'000'000;
        if (__builtin_mul_overflow(number, kUnits[unit].ms, &part) || __builtin_add_overflow(total, part, &total) ||
            total > kMaxMs) {
            return invalid("duration out of range", numberAt);
        }
    }
    return std::chrono::milliseconds{total};
}

std::string formatDuration(std::chrono::milliseconds length)
{
    std::int64_t rest = length.count();
    if (rest == 0) return "0s";
    std::string out;
    if (rest < 0) {
        out = "-";
        rest = -rest;
    }
    for (const Unit& unit : kUnits) {
        const std::int64_t count = rest / unit.ms;
        if (count == 0 || (unit.onlyWhole && rest % unit.ms != 0)) continue;
        out += std::to_string(count);
        out += unit.name;
        rest -= count * unit.ms;
    }
    return out;
}

}  // namespace watchglass
