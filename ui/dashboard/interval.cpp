#include "ui/dashboard/interval.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace watchglass::ui {

namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kYear = 365 * kDay;
constexpr std::int64_t kMostPoints = 11'000;
constexpr double kMostMs = 1000.0 * kYear;  ///< longer intervals are cut to this

struct Step {
    std::int64_t below;
    std::int64_t rounded;
};
constexpr std::array kSteps{
    Step{10, 1},
    Step{15, 10},
    Step{35, 20},
    Step{75, 50},
    Step{150, 100},
    Step{350, 200},
    Step{750, 500},
    Step{1500, 1000},
    Step{3500, 2000},
    Step{7500, 5000},
    Step{12'500, 10'000},
    Step{17'500, 15'000},
    Step{25'000, 20'000},
    Step{45'000, 30'000},
    Step{90'000, kMinute},
    Step{210'000, 2 * kMinute},
    Step{450'000, 5 * kMinute},
    Step{750'000, 10 * kMinute},
    Step{1'050'000, 15 * kMinute},
    Step{1'500'000, 20 * kMinute},
    Step{2'700'000, 30 * kMinute},
    Step{5'400'000, kHour},
    Step{9'000'000, 2 * kHour},
    Step{16'200'000, 3 * kHour},
    Step{32'400'000, 6 * kHour},
    Step{86'400'000, 12 * kHour},
    Step{604'800'000, kDay},
    Step{1'814'400'000, 7 * kDay},
    Step{3'628'800'000, 30 * kDay},
};

struct Unit {
    std::string_view name;
    std::int64_t ms;
};
constexpr std::array kUnits{Unit{"y", kYear}, Unit{"M", 30 * kDay}, Unit{"w", 7 * kDay}, Unit{"d", kDay},
                            Unit{"h", kHour}, Unit{"ms", 1},        Unit{"m", kMinute},  Unit{"s", kSecond}};

}  // namespace

std::int64_t roundIntervalMs(double ms)
{
    for (const Step& step : kSteps) {
        if (ms < static_cast<double>(step.below)) return step.rounded;
    }
    return kYear;
}

std::string intervalText(std::int64_t ms)
{
    if (ms < 0) return std::to_string((ms - kYear + 1) / kYear) + "y";  // as Grafana rounds down
    const std::int64_t seconds = ms / kSecond;
    const std::pair<std::int64_t, const char*> units[] = {
        {kYear / kSecond, "y"}, {kDay / kSecond, "d"}, {kHour / kSecond, "h"}, {kMinute / kSecond, "m"}, {1, "s"}};
    for (const auto& [length, name] : units) {
        if (seconds >= length) return std::to_string(seconds / length) + name;
    }
    return ms > 0 ? std::to_string(ms) + "ms" : "less than a millisecond";
}

std::string goDurationText(std::int64_t ms)
{
    if (ms < kSecond) return ms == 0 ? "0s" : std::to_string(ms) + "ms";
    std::string out;
    const std::int64_t hours = ms / kHour;
    const std::int64_t minutes = ms / kMinute % 60;
    if (hours > 0) out += std::to_string(hours) + "h";
    if (hours > 0 || minutes > 0) out += std::to_string(minutes) + "m";
    out += std::to_string(ms / kSecond % 60);
    if (const std::int64_t fraction = ms % kSecond; fraction != 0) {
        std::string digits = std::to_string(kSecond + fraction).substr(1);
        while (digits.back() == '0') digits.pop_back();
        out += "." + digits;
    }
    return out + "s";
}

std::optional<std::int64_t> parseIntervalMs(std::string_view text)
{
    if (text.starts_with('>')) text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
    double total = 0;
    bool bare = true;
    while (!text.empty()) {
        double number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number,
                                                  std::chars_format::fixed);
        if (error != std::errc{} || !(number >= 0)) return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        if (text.empty()) {
            if (!bare) return std::nullopt;
            return static_cast<std::int64_t>(std::min(number * kSecond, kMostMs));  // a pure number means seconds
        }
        bare = false;
        const auto unit = std::find_if(kUnits.begin(), kUnits.end(),
                                       [&](const Unit& one) { return text.starts_with(one.name); });
        if (unit == kUnits.end()) return std::nullopt;
        text.remove_prefix(unit->name.size());
        total += number * static_cast<double>(unit->ms);
    }
    return static_cast<std::int64_t>(std::min(total, kMostMs));
}

Interval calculateInterval(std::int64_t rangeMs, double maxDataPoints, std::int64_t minimumMs)
{
    std::int64_t ms = roundIntervalMs(static_cast<double>(rangeMs) / std::max(1.0, maxDataPoints));
    ms = std::max(ms, minimumMs);
    return {ms, intervalText(ms)};
}

PrometheusStep prometheusStep(const StepRequest& request)
{
    const std::int64_t range = request.range.lengthMs();
    const std::string& text = request.targetInterval;
    const bool computed = text.find("__interval") != std::string::npos ||
                          text.find("__rate_interval") != std::string::npos;
    std::int64_t minimum = request.intervalMs;
    if (!text.empty() && !computed) minimum = parseIntervalMs(text).value_or(minimum);
    const std::int64_t points = std::max<std::int64_t>(1, request.maxDataPoints);
    const auto rounded = [&](std::int64_t count) {
        return roundIntervalMs(static_cast<double>(range) / static_cast<double>(count));
    };
    const std::int64_t calculated = std::max(minimum, rounded(points));
    const std::int64_t safe = rounded(kMostPoints);
    PrometheusStep out;
    const double factor = std::max(1.0, static_cast<double>(request.intervalFactor));
    out.stepMs = static_cast<std::int64_t>(std::min(static_cast<double>(std::max(calculated, safe)) * factor, kMostMs));

    std::int64_t scrape = request.scrapeIntervalMs;
    if (!text.empty() && !computed) scrape = parseIntervalMs(text).value_or(scrape);
    out.rateIntervalMs = std::max(out.stepMs + scrape, 4 * scrape);
    if (text.find("__rate_interval") != std::string::npos) out.stepMs = std::max(out.rateIntervalMs, safe);
    return out;
}

}  // namespace watchglass::ui
