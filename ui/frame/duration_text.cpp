#include "ui/frame/duration_text.h"

#include <array>
#include <cmath>
#include <string>

#include "ui/frame/date_text.h"

namespace watchglass::ui::detail {
namespace {

/// One step of a unit that grows with the value: below `limit` the value is divided.
struct Step {
    double limit;
    double divisor;
    ShortText unit;
    ShortText units = unit;  ///< when the shown number is above one
};

template <std::size_t N>
TimeStep stepped(double value, const std::array<Step, N>& steps)
{
    std::size_t i = 0;
    while (i + 1 < N && !(std::abs(value) < steps[i].limit)) ++i;
    const double shown = value / steps[i].divisor;
    return {shown, std::abs(shown) > 1 ? &steps[i].units : &steps[i].unit};
}

std::string twoDigits(double value) { return (value > 9 ? "" : "0") + jsNumber(value); }

}  // namespace

TimeStep nanoseconds(double value)
{
    static constexpr std::array<Step, 7> kSteps = {{{1e3, 1, " ns"},
                                                    {1e6, 1e3, " µs"},
                                                    {1e9, 1e6, " ms"},
                                                    {6e10, 1e9, " s"},
                                                    {3.6e12, 6e10, " min", " mins"},
                                                    {8.64e13, 3.6e12, " hour", " hours"},
                                                    {0, 8.64e13, " day", " days"}}};
    return stepped(value, kSteps);
}

TimeStep microseconds(double value)
{
    static constexpr std::array<Step, 3> kSteps = {{{1e3, 1, " µs"}, {1e6, 1e3, " ms"}, {0, 1e6, " s"}}};
    return stepped(value, kSteps);
}

TimeStep milliseconds(double value)
{
    static constexpr std::array<Step, 6> kSteps = {{{1e3, 1, " ms"},
                                                    {6e4, 1e3, " s"},
                                                    {3.6e6, 6e4, " min", " mins"},
                                                    {8.64e7, 3.6e6, " hour", " hours"},
                                                    {3.1536e10, 8.64e7, " day", " days"},
                                                    {0, 3.1536e10, " year", " years"}}};
    return stepped(value, kSteps);
}

TimeStep seconds(double value)
{
    static constexpr std::array<ShortText, 4> kSmall = {" ns", " µs", " ms", " s"};
    if (value == 0) return {0, &kSmall[3]};
    // Multiplied, not divided: the product is what Grafana rounds.
    if (std::abs(value) < 1e-6) return {value * 1e9, &kSmall[0]};
    if (std::abs(value) < 1e-3) return {value * 1e6, &kSmall[1]};
    if (std::abs(value) < 1) return {value * 1e3, &kSmall[2]};
    static constexpr std::array<Step, 6> kSteps = {{{60, 1, " s"},
                                                    {3600, 60, " min", " mins"},
                                                    {86400, 3600, " hour", " hours"},
                                                    {604800, 86400, " day", " days"},
                                                    {31536000, 604800, " week", " weeks"},
                                                    {0, 3.15569e7, " year", " years"}}};
    return stepped(value, kSteps);
}

TimeStep minutes(double value)
{
    static constexpr std::array<Step, 5> kSteps = {{{60, 1, " min"},
                                                    {1440, 60, " hour", " hours"},
                                                    {10080, 1440, " day", " days"},
                                                    {604800, 10080, " week", " weeks"},
                                                    {0, 5.25948e5, " year", " years"}}};
    return stepped(value, kSteps);
}

TimeStep hours(double value)
{
    static constexpr std::array<Step, 4> kSteps = {
        {{24, 1, " hour"}, {168, 24, " day", " days"}, {8760, 168, " week", " weeks"}, {0, 8760, " year", " years"}}};
    return stepped(value, kSteps);
}

TimeStep days(double value)
{
    static constexpr std::array<Step, 3> kSteps = {
        {{7, 1, " day", " days"}, {365, 7, " week", " weeks"}, {0, 365, " year", " years"}}};
    return stepped(value, kSteps);
}

FormattedValue durationWords(double value, std::optional<int> decimals, double unitMs, std::string_view zeroSuffix)
{
    if (value == 0) return {"0", {}, std::string(zeroSuffix)};
    if (value < 0) {
        auto out = durationWords(-value, decimals, unitMs, zeroSuffix);
        out.suffix += " ago";
        return out;
    }
    struct Unit {
        double ms;
        std::string_view name;
    };
    static constexpr std::array<Unit, 8> kWords = {{{31536000e3, "year"},
                                                    {2592000e3, "month"},
                                                    {604800e3, "week"},
                                                    {86400e3, "day"},
                                                    {3600e3, "hour"},
                                                    {60e3, "minute"},
                                                    {1e3, "second"},
                                                    {1, "millisecond"}}};
    double rest = value * unitMs;
    int left = decimals.value_or(0);
    bool started = false;
    std::string text;
    for (const auto& unit : kWords) {
        if (left < 0) break;
        const double amount = rest / unit.ms;
        if (!started && !(amount >= 1)) continue;
        started = true;
        const double whole = std::floor(amount);
        if (!text.empty()) text += ", ";
        text += jsNumber(whole) + ' ' + std::string(unit.name) + (whole != 1 ? "s" : "");
        rest = std::fmod(rest, unit.ms);
        --left;
    }
    return {std::move(text), {}, {}};
}

FormattedValue hoursMinutesSeconds(double value)
{
    if (value < 0) {
        auto out = hoursMinutesSeconds(-value);
        out.suffix = " ago";
        return out;
    }
    const double inHour = std::fmod(value, 3600);
    return {twoDigits(std::floor(value / 3600)) + ':' + twoDigits(std::floor(inHour / 60)) + ':' +
                twoDigits(std::floor(std::fmod(inHour, 60))),
            {},
            {}};
}

FormattedValue daysHoursMinutesSeconds(double value)
{
    if (value < 0) {
        auto out = daysHoursMinutesSeconds(-value);
        out.suffix = " ago";
        return out;
    }
    const double whole = std::floor(value / 86400);
    std::string text = whole > 0 ? jsNumber(whole) + " d " : "";
    // Subtracting, not taking the remainder: what Grafana does, visible in huge values only.
    return {text + hoursMinutesSeconds(value - whole * 24 * 3600).text, {}, {}};
}

FormattedValue clock(double ms, std::optional<int> decimals)
{
    if (ms < 1000) return {formatMoment(ms, "SSS\\m\\s", "utc"), {}, {}};
    const int places = decimals.value_or(3);
    if (ms < 60'000) return {formatMoment(ms, places == 0 ? "ss\\s" : "ss\\s:SSS\\m\\s", "utc"), {}, {}};
    static constexpr std::array<std::string_view, 3> kPatterns = {"mm\\m", "mm\\m:ss\\s", "mm\\m:ss\\s:SSS\\m\\s"};
    if (ms < 3'600'000) {
        return {formatMoment(ms, kPatterns[static_cast<std::size_t>(std::min(std::max(places, 0), 2))], "utc"), {}, {}};
    }
    const double hours = std::floor(ms / 3'600'000);
    std::string text = jsNumber(hours) + 'h';
    if (places == 0) return {std::move(text), {}, {}};
    const auto pattern = kPatterns[static_cast<std::size_t>(std::min(std::max(places - 1, 0), 2))];
    return {text + ':' + formatMoment(ms, pattern, "utc"), {}, {}};
}

}  // namespace watchglass::ui::detail
