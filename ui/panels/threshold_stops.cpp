#include "ui/panels/threshold_stops.h"

#include <algorithm>
#include <cmath>

#include "ui/frame/display.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

double rangeLow(const Field& field) { return field.config.min.value_or(field.rangeMin.value_or(0)); }

double rangeHigh(const Field& field)
{
    const double high = field.config.max.value_or(field.rangeMax.value_or(100));
    return high > rangeLow(field) ? high : rangeLow(field) + 1;
}

double shareOf(const Field& field, double value)
{
    const double low = rangeLow(field);
    const double share = (value - low) / (rangeHigh(field) - low);
    return std::isnan(share) ? 0 : std::clamp(share, 0.0, 1.0);
}

std::vector<ColorStop> thresholdStops(const Field& field)
{
    const Thresholds& thresholds = field.config.thresholds ? *field.config.thresholds : defaultThresholds();
    const double low = rangeLow(field);
    const double high = rangeHigh(field);
    std::vector<ColorStop> stops;
    for (const ThresholdStep& step : thresholds.steps) {
        const double position = thresholds.percentage ? step.value / 100 : (step.value - low) / (high - low);
        const QColor color = toQColor(currentVisualTheme().color(step.color));
        if (stops.empty() || position <= 0) {
            stops.assign(1, {0, color});
        } else if (position < 1) {
            stops.push_back({position, color});
        }
    }
    return stops;
}

bool hasContinuousColor(const Field& field)
{
    return field.config.color && VisualTheme::isScheme(field.config.color->mode);
}

QColor colorAt(const Field& field, double position)
{
    const double low = rangeLow(field);
    return toQColor(valueColor(field, low + position * (rangeHigh(field) - low), position, currentVisualTheme()));
}

QColor blended(const QColor& a, const QColor& b, double t)
{
    const auto f = static_cast<float>(std::clamp(t, 0.0, 1.0));
    return QColor::fromRgbF(a.redF() + (b.redF() - a.redF()) * f, a.greenF() + (b.greenF() - a.greenF()) * f,
                            a.blueF() + (b.blueF() - a.blueF()) * f, a.alphaF() + (b.alphaF() - a.alphaF()) * f);
}

}  // namespace watchglass::ui
