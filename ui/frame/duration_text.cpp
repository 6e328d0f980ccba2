#include "ui/frame/duration_text.h"

#include <array>
#include <cmath>
#include <string>

#include "ui/frame/date_text.h"

namespace watchglass::ui::detail {
namespace {

std::string twoDigits(double value) { return (value > 9 ? "" : "0") + jsNumber(value); }

}  // namespace

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
