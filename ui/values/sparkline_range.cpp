#include "ui/values/sparkline_range.h"

#include <algorithm>
#include <cstdlib>

#include "ui/frame/number_text.h"

namespace watchglass::ui {

using detail::roundDecimals;
using detail::writtenDecimals;

std::pair<double, double> sparklineRange(const Field& field)
{
    const FieldConfig& config = field.config;
    double min = field.rangeMin.value_or(0);
    double max = field.rangeMax.value_or(0);
    if (config.min) min = std::min(min, *config.min);
    if (config.max) max = std::max(max, *config.max);
    if (config.noValue) {
        char* end = nullptr;
        const double nothing = std::strtod(config.noValue->c_str(), &end);
        if (end != config.noValue->c_str() && *end == 0) {
            min = std::min(min, nothing);
            max = std::max(max, nothing);
        }
    }
    const int decimals = config.decimals.value_or(std::max(writtenDecimals(min), writtenDecimals(max)));
    double low = roundDecimals(min, decimals);
    double high = roundDecimals(max, decimals);
    if (low != high) return {min, max};
    if (low == 0) {
        high = 1;
    } else if (low < 0) {
        low *= 2;
    } else {
        high *= 2;
    }
    return {low, high};
}

}  // namespace watchglass::ui
