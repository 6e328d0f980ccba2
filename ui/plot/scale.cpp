#include "ui/plot/scale.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace watchglass::ui {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kPadding = 0.1;

double roundDownTo(double value, double step)
{
    const double quotient = value / step;
    const double nearest = std::round(quotient);
    return (std::abs(quotient - nearest) < 1e-9 ? nearest : std::floor(quotient)) * step;
}

/// One end of a linear range, seen so that "outwards" is towards smaller values. `soft` is used always when it was
/// asked for, and when it is the implied zero only if the padding would reach it anyway.
double lowerEnd(double value, double delta, double span, double step, double hard, std::optional<double> soft)
{
    const double padding = span * (delta == 0 ? (value == 0 ? kPadding : 1) : kPadding);
    const double padded = roundDownTo(value - padding, step);
    const double wanted = soft.value_or(0);
    const bool reached = value >= wanted && (soft || padded <= wanted);
    return std::max(hard, reached ? wanted : padded);
}

Range linearRange(double low, double high, const RangeRules& rules)
{
    double delta = high - low;
    const double largest = std::max(std::abs(low), std::abs(high));
    // Differences this small beside the values are rounding errors, not data.
    if (delta < 1e-24 || std::abs(std::log10(largest) - std::log10(delta)) > 10) {
        delta = low == 0 || high == 0 ? 1e-24 : 0;
    }
    const bool flatAtZero = delta == 1e-24;
    double span = delta;
    if (span == 0) span = largest;
    if (span == 0) span = 1e3;
    const double step = std::pow(10, std::floor(std::log10(span))) / 10;
    Range range;
    if (flatAtZero) {
        range = {std::max(rules.hardMin.value_or(-kInfinity), rules.softMin ? std::min(*rules.softMin, low) : low),
                 std::min(rules.hardMax.value_or(kInfinity), rules.softMax ? std::max(*rules.softMax, high) : high)};
    } else {
        std::optional<double> mirroredSoft;
        if (rules.softMax) mirroredSoft = -*rules.softMax;
        range.min = lowerEnd(low, delta, span, step, rules.hardMin.value_or(-kInfinity), rules.softMin);
        range.max = -lowerEnd(-high, delta, span, step, -rules.hardMax.value_or(kInfinity), mirroredSoft);
    }
    if (range.min == range.max && range.min == 0) range.max = 100;
    return range;
}

Range logRange(double low, double high, const RangeRules& rules)
{
    const double base = rules.scale.logBase;
    double min = rules.hardMin.value_or(low);
    double max = rules.hardMax.value_or(high);
    if (!(min > 0)) min = max > 0 ? std::min(max, 1.0) / base : 1;
    if (!(max > 0)) max = 100;
    if (min == max) {
        min /= base;
        max *= base;
    }
    const double logOfBase = std::log(base);
    const auto exponent = [&](double value) { return std::log(value) / logOfBase; };
    return {std::pow(base, std::floor(exponent(min) + 1e-9)), std::pow(base, std::ceil(exponent(max) - 1e-9))};
}

}  // namespace

double Scale::forward(double value) const
{
    switch (kind) {
    case ScaleKind::Linear: return value;
    case ScaleKind::Log: return value > 0 ? std::log(value) / std::log(logBase) : std::nan("");
    case ScaleKind::Symlog: return std::asinh(value / linearThreshold);
    }
    return value;
}

double Scale::inverse(double position) const
{
    switch (kind) {
    case ScaleKind::Linear: return position;
    case ScaleKind::Log: return std::pow(logBase, position);
    case ScaleKind::Symlog: return std::sinh(position) * linearThreshold;
    }
    return position;
}

Range axisRange(double dataMin, double dataMax, const RangeRules& rules)
{
    const bool fixedMin = rules.hardMin && !rules.softMin;
    const bool fixedMax = rules.hardMax && !rules.softMax;
    const bool logarithmic = rules.scale.kind == ScaleKind::Log;
    if (std::isnan(dataMin) || std::isnan(dataMax)) {
        dataMin = rules.hardMin.value_or(rules.softMin.value_or(logarithmic ? 1 : 0));
        dataMax = rules.hardMax.value_or(rules.softMax.value_or(std::max(dataMin, 100.0)));
        return dataMin < dataMax ? Range{dataMin, dataMax} : Range{logarithmic ? 1.0 : 0.0, 100};
    }
    Range range;
    if (logarithmic) {
        range = logRange(dataMin, dataMax, rules);
    } else {
        if (rules.centeredZero) {
            const double most = std::max(std::abs(dataMin), std::abs(dataMax));
            dataMin = -most;
            dataMax = most;
        }
        range = linearRange(fixedMin ? *rules.hardMin : dataMin, fixedMax ? *rules.hardMax : dataMax, rules);
    }
    if (rules.wholeNumbers && !logarithmic) {
        range.min = std::floor(range.min);
        range.max = std::ceil(range.max);
    }
    if (fixedMin) range.min = *rules.hardMin;
    if (fixedMax) range.max = *rules.hardMax;
    if (!(range.min < range.max)) range = {logarithmic ? 1.0 : 0.0, 100};
    return range;
}

}  // namespace watchglass::ui
