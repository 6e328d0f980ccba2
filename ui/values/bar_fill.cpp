#include "ui/values/bar_fill.h"

#include <algorithm>
#include <cmath>

namespace watchglass::ui {

namespace {

std::vector<FillStop> thresholdFill(const Field& field, const Thresholds& thresholds, double value, double length,
                                    const VisualTheme& theme)
{
    const double min = field.config.min.value_or(field.rangeMin.value_or(0));
    const double max = field.config.max.value_or(field.rangeMax.value_or(100));
    std::vector<FillStop> out;
    double last = 0;
    for (const ThresholdStep& step : thresholds.steps) {
        const Color color = theme.color(step.color);
        if (out.empty()) {
            out = {{color, {}}, {color, {}}};
            continue;
        }
        const double share = thresholds.percentage ? step.value / 100 : valueShare(step.value, min, max);
        const double limit = thresholds.percentage ? min + (max - min) * share : step.value;
        if (value < limit) break;
        const double place = share * length;
        out.back().at = std::floor(place - (place - last) / 2 + 0.5);
        out.push_back({color, {}});
        last = place;
    }
    return out;
}

}  // namespace

double valueShare(double value, double min, double max)
{
    const double share = (value - min) / (max - min);
    return std::isnan(share) ? 0 : std::min(share, 1.0);
}

std::vector<FillStop> barFill(const Field& field, const DisplayValue& value, double length, const VisualTheme& theme)
{
    const std::string mode = field.config.color ? field.config.color->mode : std::string("thresholds");
    if (mode == "thresholds") {
        return thresholdFill(field, field.config.thresholds ? *field.config.thresholds : defaultThresholds(),
                             value.numeric, length, theme);
    }
    const auto colors = theme.schemeColors(mode);
    if (colors.size() < 2) return {{value.color, {}}};
    std::vector<FillStop> out;
    for (std::size_t i = 0; i < colors.size(); ++i) {
        out.push_back({colors[i], static_cast<double>(i) / static_cast<double>(colors.size() - 1) * length});
    }
    return out;
}

CellColors cellColors(const DisplayProcessor& display, double place, double value)
{
    constexpr double kUnlit = 0.18;
    constexpr double kCentre = 0.95;
    constexpr double kRim = 0.55;
    constexpr double kBorder = 0.9;
    const Color color = display(place).color;
    CellColors out;
    out.lit = !std::isnan(value) && place <= value;
    if (!out.lit) {
        out.background = withAlpha(color, kUnlit);
        out.border = {0, 0, 0, 0};
        return out;
    }
    out.background = withAlpha(color, kCentre);
    out.shade = withAlpha(color, kRim);
    out.border = withAlpha(color, kBorder);
    return out;
}

}  // namespace watchglass::ui
