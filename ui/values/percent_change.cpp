#include "ui/values/percent_change.h"

#include <cmath>

#include "ui/frame/number_text.h"

namespace watchglass::ui {

std::string percentChangeText(double percent)
{
    constexpr int kDigits = 3;
    if (std::isnan(percent)) return "NaN%";
    if (std::isinf(percent)) return percent < 0 ? "-\u221e%" : "\u221e%";
    if (percent == 0) return "0%";
    const int exponent = static_cast<int>(std::floor(std::log10(std::abs(percent))));
    const int decimals = kDigits - 1 - exponent;
    if (decimals >= 0) return detail::localeNumber(percent, 0, decimals) + '%';
    const double unit = std::pow(10, -decimals);
    return detail::localeNumber(std::round(percent / unit) * unit, 0, 0) + '%';
}

Color percentChangeColor(double percent, std::string_view mode, Color valueColor, const VisualTheme& theme)
{
    if (mode == "same_as_value") return valueColor;
    return theme.color(percent * (mode == "inverted" ? -1 : 1) > 0 ? "green" : "red");
}

}  // namespace watchglass::ui
