#include "ui/graph/extremes.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace watchglass::ui {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Of all that are no NaN, in four chains so that one comparison does not wait for the other.
Range bounds(std::span<const double> values)
{
    double low[4] = {kInfinity, kInfinity, kInfinity, kInfinity};
    double high[4] = {-kInfinity, -kInfinity, -kInfinity, -kInfinity};
    std::size_t i = 0;
    for (; i + 4 <= values.size(); i += 4) {
        for (std::size_t lane = 0; lane < 4; ++lane) {
            const double value = values[i + lane];
            low[lane] = value < low[lane] ? value : low[lane];
            high[lane] = value > high[lane] ? value : high[lane];
        }
    }
    for (; i < values.size(); ++i) {
        low[0] = values[i] < low[0] ? values[i] : low[0];
        high[0] = values[i] > high[0] ? values[i] : high[0];
    }
    return {*std::min_element(low, low + 4), *std::max_element(high, high + 4)};
}

}  // namespace

Range extremesOf(std::span<const double> values, bool positiveOnly)
{
    Range range = bounds(values);
    if (!std::isfinite(range.min) || !std::isfinite(range.max) || (positiveOnly && range.min <= 0)) {
        range = {kInfinity, -kInfinity};
        for (const double value : values) {
            if (!std::isfinite(value) || (positiveOnly && value <= 0)) continue;
            range.min = std::min(range.min, value);
            range.max = std::max(range.max, value);
        }
    }
    if (range.min > range.max) return {std::nan(""), std::nan("")};
    return range;
}

bool isBinaryUnit(std::string_view unit)
{
    static constexpr std::string_view kBinary[] = {"bytes",  "kbytes", "mbytes", "gbytes", "tbytes", "pbytes", "bits",
                                                   "binBps", "binbps", "KiBs",   "Kibits", "MiBs",   "Mibits", "GiBs",
                                                   "Gibits", "TiBs",   "Tibits", "PiBs",   "Pibits"};
    return std::find(std::begin(kBinary), std::end(kBinary), unit) != std::end(kBinary);
}

bool isTruthUnit(std::string_view unit) { return unit.starts_with("bool"); }

}  // namespace watchglass::ui
