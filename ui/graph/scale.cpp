#include "ui/graph/scale.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/graph/round_numbers.h"

namespace watchglass::ui {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kPadding = 0.1;
constexpr double kEmptyEnd = 100;
constexpr double kCentredEmpty = 80;  ///< of an axis around zero whose values are all zero

/// One end of a linear range.
struct EndRule {
    double hard = 0;
    double soft = 0;
    bool always = false;  ///< the soft end was asked for; else it is the zero that the padding must reach by itself
};

double lowerEnd(double value, double padding, double step, const EndRule& rule)
{
    const double padded = roundToDecimals(roundDownTo(value - padding, step), 24);
    const bool reached = value >= rule.soft && (rule.always || padded <= rule.soft);
    const double soft = reached ? rule.soft : kInfinity;
    return std::max(rule.hard, padded < soft && value >= soft ? soft : std::min(soft, padded));
}

double upperEnd(double value, double padding, double step, const EndRule& rule)
{
    const double padded = roundToDecimals(roundUpTo(value + padding, step), 24);
    const bool reached = value <= rule.soft && (rule.always || padded >= rule.soft);
    const double soft = reached ? rule.soft : -kInfinity;
    return std::min(rule.hard, padded > soft && value <= soft ? soft : std::max(soft, padded));
}

Range linearRange(double low, double high, const EndRule& lower, const EndRule& upper)
{
    double delta = high - low;
    const double largest = std::max(std::abs(low), std::abs(high));
    // Differences this small beside the values are rounding errors, not data.
    if (delta < 1e-24 || std::abs(std::log10(largest) - std::log10(delta)) > 10) {
        delta = low == 0 || high == 0 ? 1e-24 : 0;
    }
    double span = delta;
    if (span == 0) span = largest;
    if (span == 0) span = 1e3;
    const double step = std::pow(10, std::floor(std::log10(span))) / 10;
    const auto padding = [&](double value) { return span * (delta == 0 ? (value == 0 ? kPadding : 1) : kPadding); };
    Range range{lowerEnd(low, padding(low), step, lower), upperEnd(high, padding(high), step, upper)};
    if (range.min == range.max && range.min == 0) range.max = kEmptyEnd;
    return range;
}

double logOf(double value, double base) { return base == 2 ? std::log2(value) : std::log10(value); }

/// Whole powers of the base around the values, below zero as well.
Range powerRange(double low, double high, double base)
{
    const auto sign = [](double value) { return value > 0 ? 1.0 : value < 0 ? -1.0 : 0.0; };
    const double lowSign = sign(low);
    const double highSign = sign(high);
    if (low == high) {
        low = lowSign < 0 ? low * base : low / base;
        high = lowSign < 0 ? high / base : high * base;
    }
    const auto power = [&](double exponent) {
        const double out = std::pow(base, exponent);
        return base == 10 && exponent < 0 ? roundToDecimals(out, static_cast<int>(-exponent)) : out;
    };
    const double lowExponent = logOf(std::abs(low), base);
    const double highExponent = logOf(std::abs(high), base);
    return {power(lowSign > 0 ? std::floor(lowExponent) : std::ceil(lowExponent)) * lowSign,
            power(highSign > 0 ? std::ceil(highExponent) : std::floor(highExponent)) * highSign};
}

/// A bound of a logarithmic axis lies on a power of the base, and above zero.
std::optional<double> powerBound(std::optional<double> bound, double base, bool up)
{
    if (!bound || *bound <= 0) return std::nullopt;
    const double exponent = logOf(*bound, base);
    return std::pow(base, up ? std::ceil(exponent) : std::floor(exponent));
}

Range wholeLogRange(Range range, double base)
{
    range.min = range.min <= 1 ? 1 : std::pow(base, std::floor(logOf(range.min, base)));
    range.max = std::pow(base, std::ceil(logOf(range.max, base)));
    if (range.min == range.max) range.max *= base;
    return range;
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

std::optional<Range> axisRange(double dataMin, double dataMax, const RangeRules& given)
{
    if (given.truth) return Range{0, 1};
    RangeRules rules = given;
    if (rules.percent) {
        if (!rules.hardMin && !rules.softMin) rules.softMin = 0;
        if (!rules.hardMax && !rules.softMax) rules.softMax = 1;
    }
    const bool linear = rules.scale.kind == ScaleKind::Linear;
    const bool logarithmic = rules.scale.kind == ScaleKind::Log;
    const double base = rules.scale.logBase == 2 ? 2 : 10;
    if (logarithmic) {
        rules.hardMin = powerBound(rules.hardMin, base, false);
        rules.hardMax = powerBound(rules.hardMax, base, true);
        rules.softMin = powerBound(rules.softMin, base, false);
        rules.softMax = powerBound(rules.softMax, base, true);
    }
    const bool fixedMin = rules.hardMin && !rules.softMin;
    const bool fixedMax = rules.hardMax && !rules.softMax;
    const bool empty = std::isnan(dataMin) || std::isnan(dataMax);
    if (empty && !(fixedMin && fixedMax)) return std::nullopt;
    if (empty) dataMin = dataMax = 0;
    if (rules.centeredZero && !logarithmic) {
        double most = std::max(std::abs(dataMin), std::abs(dataMax));
        if (most == 0) most = kCentredEmpty;
        dataMin = -most;
        dataMax = most;
    }
    Range range;
    if (linear) {
        range = linearRange(fixedMin ? *rules.hardMin : dataMin, fixedMax ? *rules.hardMax : dataMax,
                            {rules.hardMin.value_or(-kInfinity), rules.softMin.value_or(0), rules.softMin.has_value()},
                            {rules.hardMax.value_or(kInfinity), rules.softMax.value_or(0), rules.softMax.has_value()});
    } else if (logarithmic) {
        range = powerRange(rules.hardMin.value_or(dataMin), rules.hardMax.value_or(dataMax), base);
    } else {
        range = powerRange(dataMin, dataMax, base);
        if (dataMin == 0) range.min = 0;
        if (dataMax == 0) range.max = 0;
    }
    if (rules.wholeNumbers) {
        range = logarithmic ? wholeLogRange(range, base) : Range{roundDownTo(range.min, 1), roundUpTo(range.max, 1)};
    }
    if (!logarithmic) {
        if (fixedMin) range.min = *rules.hardMin;
        if (fixedMax) range.max = *rules.hardMax;
    }
    if (linear && range.min == range.max && range.min != 0) {
        range = range.min < 0 ? Range{range.min * 2, 0} : Range{0, range.max * 2};
    }
    if (range.min >= range.max) range = {logarithmic ? 1.0 : 0.0, kEmptyEnd};
    return range;
}

}  // namespace watchglass::ui
