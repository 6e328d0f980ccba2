#include <algorithm>
#include <cmath>

#include "ui/frame/number_text.h"
#include "ui/graph/round_numbers.h"
#include "ui/graph/ticks.h"

namespace watchglass::ui {

namespace {

constexpr std::size_t kMaxTicks = 2000;
constexpr double kLowAxis = 150;
constexpr double kSpacing = 30;
constexpr double kLowSpacing = 15;

std::vector<double> linearSplits(const Range& range, double step)
{
    std::vector<double> out;
    const int decimals = decimalsOfStep(step).value_or(0);
    for (double value = roundToDecimals(roundUpTo(range.min, step), decimals);
         value <= range.max && out.size() < kMaxTicks; value = roundToDecimals(value + step, decimals)) {
        out.push_back(value == 0 ? 0 : value);
    }
    return out;
}

/// A power of ten as decimal text would spell it.
double cleanPower(double value)
{
    const auto all = decimalSteps();
    return all[nearestIn(all, value)];
}

/// All digits of all decades from `min` on.
std::vector<double> powerSplits(double min, double max, double base)
{
    std::vector<double> out;
    if (!(min > 0)) return out;
    const bool ten = base == 10;
    double step = std::pow(base, std::floor(ten ? std::log10(min) : std::log2(min)));
    if (ten) step = cleanPower(step);
    double next = ten ? cleanPower(step * base) : step * base;
    double value = min;
    do {
        out.push_back(value);
        value += step;
        if (ten && !decimalsOfStep(value)) value = roundToDecimals(value, decimalsOfStep(step).value_or(0));
        if (value >= next) {
            step = value;
            next = ten ? cleanPower(step * base) : step * base;
        }
    } while (value <= max && out.size() < kMaxTicks);
    return out;
}

std::vector<double> symmetricSplits(const Range& range, const Scale& scale)
{
    const double threshold = scale.linearThreshold;
    std::vector<double> below{threshold};
    std::vector<double> above{threshold};
    if (range.min < -threshold) below = powerSplits(std::max(threshold, -range.max), -range.min, scale.logBase);
    if (range.max > threshold) above = powerSplits(std::max(threshold, range.min), range.max, scale.logBase);
    std::vector<double> out;
    for (auto it = below.rbegin(); it != below.rend(); ++it) out.push_back(-*it);
    if (range.max >= 0 && range.min <= 0) out.push_back(0);
    out.insert(out.end(), above.begin(), above.end());
    return out;
}

/// The first digit of a number, 0 for zero.
int firstDigit(double value) { return value == 0 ? 0 : detail::shortestDigits(std::abs(value)).digits.front() - '0'; }

constexpr unsigned kAllDigits = 0x3ff;
constexpr unsigned kDigits12357 = 0xae;
constexpr unsigned kDigits125 = 0x26;
constexpr unsigned kDigit1 = 0x2;

/// Takes the labels off ticks that stand too close: only some digits of a decade stay, then only some decades.
void thinOut(std::vector<Tick>& ticks, const Range& range, const Scale& scale, const TickRules& rules)
{
    const bool symmetric = scale.kind == ScaleKind::Symlog;
    const double span = scale.forward(range.max) - scale.forward(range.min);
    const auto pixels = [&](double low, double high) {
        return (scale.forward(high) - scale.forward(low)) / span * rules.lengthPx;
    };
    unsigned digits = kAllDigits;
    double decade = 0;
    if (scale.logBase == 10) {
        // Measured upwards from the last digits to ten. Along x uPlot's log10AxisValsFilt gets negative distances.
        const double least = rules.minSpacingPx;
        digits = rules.alongX             ? kDigit1
                 : pixels(9, 10) >= least ? kAllDigits
                 : pixels(7, 10) >= least ? kDigits12357
                 : pixels(5, 10) >= least ? kDigits125
                                          : kDigit1;
        if (digits == kDigit1) decade = pixels(1, 10);
    } else if (!symmetric) {
        decade = pixels(1, 2);
    } else {
        return;
    }
    std::size_t every = 1;
    if (decade > 0 && decade < rules.minSpacingPx)
        every = static_cast<std::size_t>(std::ceil(rules.minSpacingPx / decade));
    // Every third of the nine ticks of a decade would be one of each decade: uPlot writes these over each other.
    if (scale.logBase == 10 && every % 3 == 0) ++every;
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        const std::size_t place = every > 1 ? ticks.size() - 1 - i : i;
        const bool kept = place % every == 0 && (digits >> firstDigit(ticks[i].value) & 1U) != 0;
        ticks[i].labelled = kept || (symmetric && ticks[i].value == 0);
    }
}

}  // namespace

double valueTickSpacing(double lengthPx) { return lengthPx <= kLowAxis ? kLowSpacing : kSpacing; }

ValueTicks valueTicks(const Range& range, const Scale& scale, const TickRules& rules)
{
    ValueTicks out;
    if (!(rules.lengthPx > 0) || !(range.max > range.min)) return out;
    out.step = findStep(range.min, range.max, rules.binary ? binarySteps() : decimalSteps(), rules.lengthPx,
                        rules.minSpacingPx)
                   .step;
    if (out.step == 0) return out;
    const bool linear = scale.kind == ScaleKind::Linear;
    std::vector<double> values;
    if (rules.truth) {
        values = {0, 1};
    } else if (linear) {
        values = linearSplits(range, out.step);
    } else if (scale.kind == ScaleKind::Log) {
        values = powerSplits(range.min, range.max, scale.logBase);
    } else {
        values = symmetricSplits(range, scale);
    }
    for (const double value : values) {
        out.ticks.push_back({value, {}, !linear || !rules.wholeNumbers || value == std::trunc(value)});
    }
    if (!linear) thinOut(out.ticks, range, scale, rules);
    constexpr int kLabelDecimals = 6;
    const double shown = roundToDecimals(out.step, kLabelDecimals);
    const int decimals = decimalsOfStep(shown).value_or(0);
    out.decimals = decimals > 0 ? decimals : -1;
    return out;
}

}  // namespace watchglass::ui
