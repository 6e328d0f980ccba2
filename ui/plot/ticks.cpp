#include "ui/plot/ticks.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QDateTime>

#include "ui/frame/utc_time.h"

namespace watchglass::ui {

namespace {

constexpr int kMaxTicks = 1000;

/// Decimals of a step of the form m x 10^n with m one of 1, 2, 2.5, 5.
int decimalsOf(double step)
{
    for (int decimals = 0; decimals < 16; ++decimals) {
        const double scaled = step * std::pow(10, decimals);
        if (std::abs(scaled - std::round(scaled)) < 1e-6 * std::max(1.0, scaled)) return decimals;
    }
    return 16;
}

double decimalStep(double least, int maxDecimals)
{
    int exponent = static_cast<int>(std::floor(std::log10(least))) - 1;
    for (;; ++exponent) {
        for (const double mantissa : {1.0, 2.0, 2.5, 5.0}) {
            const double step = exponent < 0 ? mantissa / std::pow(10, -exponent) : mantissa * std::pow(10, exponent);
            if (step < least * (1 - 1e-9)) continue;
            if (maxDecimals >= 0 && decimalsOf(step) > maxDecimals) continue;
            return step;
        }
    }
}

ValueTicks linearTicks(const Range& range, const TickRules& rules)
{
    ValueTicks result;
    const double least = rules.minSpacingPx / rules.lengthPx * (range.max - range.min);
    if (!(least > 0) || !std::isfinite(least)) return result;
    result.step = rules.binary ? std::exp2(std::ceil(std::log2(least) - 1e-9)) : decimalStep(least, rules.maxDecimals);
    result.decimals = decimalsOf(result.step);
    const double first = std::ceil(range.min / result.step - 1e-9);
    for (int i = 0; i < kMaxTicks; ++i) {
        double value = (first + i) * result.step;
        if (value > range.max + result.step * 1e-9) break;
        // 3 * 0.1 is not 0.3; the product of two whole numbers is exact.
        if (result.step < 1 && !rules.binary) value = (first + i) / std::round(1 / result.step * 1e6) * 1e6;
        if (value == 0) value = 0;  // no "-0"
        result.ticks.push_back({value, {}, true});
    }
    return result;
}

/// One decade of ticks up from base^exponent, in the order of their values.
void addDecade(std::vector<Tick>& ticks, double base, int exponent, double sign, const Range& range, int labelDigits,
               bool labelDecade)
{
    const double unit = std::pow(base, exponent);
    const int digits = base >= 3 ? static_cast<int>(base) : 2;
    for (int i = 1; i < digits; ++i) {
        const int digit = sign > 0 ? i : digits - i;
        const double value = sign * unit * digit;
        if (value < range.min * (range.min > 0 ? 1 - 1e-9 : 1 + 1e-9) ||
            value > range.max * (range.max > 0 ? 1 + 1e-9 : 1 - 1e-9)) {
            continue;
        }
        const bool labelled = labelDecade && (digit == 1 || (labelDigits >> digit & 1) != 0);
        ticks.push_back({value, {}, labelled});
    }
}

ValueTicks logarithmicTicks(const Range& range, const Scale& scale, const TickRules& rules)
{
    ValueTicks result;
    result.decimals = -1;
    const double span = scale.forward(range.max) - scale.forward(range.min);
    if (!(span > 0)) return result;
    const double base = scale.logBase > 1 ? scale.logBase : 10;
    const bool symmetric = scale.kind == ScaleKind::Symlog;
    const auto pixels = [&](double low, double high) {
        return (scale.forward(high) - scale.forward(low)) / span * rules.lengthPx;
    };
    const double top = std::max(std::abs(range.min), std::abs(range.max));
    const double decade = pixels(top / base, top);
    // Which digits of a decade get a label: bit d for digit d.
    int digits = 0;
    if (pixels(top * 0.9, top) >= rules.minSpacingPx)
        digits = 0x3fe;
    else if (pixels(top * 0.5, top * 0.7) >= rules.minSpacingPx)
        digits = 0xae;
    else if (pixels(top * 0.5, top) >= rules.minSpacingPx)
        digits = 0x26;
    const int every = std::max(1, static_cast<int>(std::ceil(rules.minSpacingPx / std::max(decade, 1e-3) - 1e-9)));
    const auto exponentOf = [base](double value) {
        return static_cast<int>(std::floor(std::log(value) / std::log(base) + 1e-9));
    };
    const double floorValue = symmetric ? std::max(scale.linearThreshold, top * 1e-9) : range.min;
    const int lowest = exponentOf(floorValue);
    const int highest = exponentOf(top);
    if (highest - lowest > 700) return result;
    if (symmetric) {
        for (int e = highest; e >= lowest; --e)
            addDecade(result.ticks, base, e, -1, range, digits, (e - lowest) % every == 0);
        if (range.min <= 0 && range.max >= 0) result.ticks.push_back({0, {}, true});
    }
    for (int e = lowest; e <= highest; ++e)
        addDecade(result.ticks, base, e, 1, range, digits, (e - lowest) % every == 0);
    return result;
}

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kMonth = 30 * kDay;
constexpr std::int64_t kYear = 365 * kDay;

constexpr std::array kTimeSteps = {std::int64_t{1},
                                   std::int64_t{2},
                                   std::int64_t{5},
                                   std::int64_t{10},
                                   std::int64_t{20},
                                   std::int64_t{50},
                                   std::int64_t{100},
                                   std::int64_t{200},
                                   std::int64_t{500},
                                   kSecond,
                                   5 * kSecond,
                                   10 * kSecond,
                                   15 * kSecond,
                                   30 * kSecond,
                                   kMinute,
                                   5 * kMinute,
                                   10 * kMinute,
                                   15 * kMinute,
                                   30 * kMinute,
                                   kHour,
                                   2 * kHour,
                                   3 * kHour,
                                   4 * kHour,
                                   6 * kHour,
                                   8 * kHour,
                                   12 * kHour,
                                   kDay,
                                   2 * kDay,
                                   3 * kDay,
                                   4 * kDay,
                                   5 * kDay,
                                   6 * kDay,
                                   7 * kDay,
                                   8 * kDay,
                                   9 * kDay,
                                   10 * kDay,
                                   15 * kDay,
                                   kMonth,
                                   2 * kMonth,
                                   3 * kMonth,
                                   4 * kMonth,
                                   6 * kMonth,
                                   kYear,
                                   2 * kYear,
                                   5 * kYear,
                                   10 * kYear,
                                   25 * kYear,
                                   50 * kYear,
                                   100 * kYear};

std::int64_t startOfDay(const QDate& date, const QTimeZone& zone) { return date.startOfDay(zone).toMSecsSinceEpoch(); }

/// Local times that are multiples of a step below a day.
void addClockTicks(std::vector<std::int64_t>& times, std::int64_t fromMs, std::int64_t toMs, std::int64_t stepMs,
                   const QTimeZone& zone)
{
    const std::int64_t offset = std::int64_t{zone.offsetFromUtc(utcTime(fromMs))} * kSecond;
    const std::int64_t local = fromMs + offset;
    std::int64_t first = local / stepMs * stepMs;
    if (first < local) first += stepMs;
    for (std::int64_t t = first - offset; t <= toMs && times.size() < kMaxTicks; t += stepMs) times.push_back(t);
}

/// Midnights (of every n-th day, month or year) from the first in the range on.
void addCalendarTicks(std::vector<std::int64_t>& times, std::int64_t fromMs, std::int64_t toMs, std::int64_t stepMs,
                      const QTimeZone& zone)
{
    QDate date = QDateTime::fromMSecsSinceEpoch(fromMs, zone).date();
    const int months = stepMs >= kYear ? static_cast<int>(stepMs / kYear) * 12 : static_cast<int>(stepMs / kMonth);
    if (months > 0) {
        const int index = (date.year() * 12 + date.month() - 1) / months * months;
        date = QDate(index / 12, index % 12 + 1, 1);
    }
    const auto advance = [&](const QDate& day) {
        return months > 0 ? day.addMonths(months) : day.addDays(stepMs / kDay);
    };
    if (startOfDay(date, zone) < fromMs) date = months > 0 ? advance(date) : date.addDays(1);
    for (; date.isValid() && times.size() < kMaxTicks; date = advance(date)) {
        const std::int64_t t = startOfDay(date, zone);
        if (t > toMs) break;
        times.push_back(t);
    }
}

}  // namespace

ValueTicks valueTicks(const Range& range, const Scale& scale, const TickRules& rules)
{
    if (!(rules.lengthPx > 0) || !(range.max > range.min)) return {};
    return scale.kind == ScaleKind::Linear ? linearTicks(range, rules) : logarithmicTicks(range, scale, rules);
}

std::vector<Tick> timeTicks(std::int64_t fromMs, std::int64_t toMs, double lengthPx, double minSpacingPx,
                            const QTimeZone& zone)
{
    std::vector<Tick> ticks;
    if (toMs <= fromMs || !(lengthPx > 0)) return ticks;
    const std::int64_t range = toMs - fromMs;
    const double least = minSpacingPx / lengthPx * static_cast<double>(range);
    const auto found = std::find_if(kTimeSteps.begin(), kTimeSteps.end(),
                                    [least](std::int64_t step) { return static_cast<double>(step) >= least; });
    const std::int64_t step = found == kTimeSteps.end() ? kTimeSteps.back() : *found;
    std::vector<std::int64_t> times;
    if (step < kDay)
        addClockTicks(times, fromMs, toMs, step, zone);
    else
        addCalendarTicks(times, fromMs, toMs, step, zone);
    for (const std::int64_t t : times) ticks.push_back({static_cast<double>(t), timeLabel(t, step, range, zone), true});
    return ticks;
}

QString timeLabel(std::int64_t timeMs, std::int64_t stepMs, std::int64_t rangeMs, const QTimeZone& zone)
{
    const char* format = "yyyy";
    if (stepMs < kSecond)
        format = "HH:mm:ss.zzz";
    else if (stepMs <= kMinute)
        format = "HH:mm:ss";
    else if (rangeMs <= kDay)
        format = "HH:mm";
    else if (stepMs < kDay)
        format = "MM/dd HH:mm";
    else if (rangeMs < kYear)
        format = "MM/dd";
    else if (stepMs < kYear)
        format = "yyyy-MM";
    return QDateTime::fromMSecsSinceEpoch(timeMs, zone).toString(QLatin1String(format));
}

QString fullTimeLabel(std::int64_t timeMs, const QTimeZone& zone)
{
    const char* format = timeMs % kSecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.zzz";
    return QDateTime::fromMSecsSinceEpoch(timeMs, zone).toString(QLatin1String(format));
}

}  // namespace watchglass::ui
