#include "ui/graph/extremes.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace watchglass::ui {

Range extremesOf(std::span<const double> values, bool positiveOnly)
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const double value : values) {
        if (!std::isfinite(value) || (positiveOnly && value <= 0)) continue;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    if (low > high) return {std::nan(""), std::nan("")};
    return {low, high};
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
