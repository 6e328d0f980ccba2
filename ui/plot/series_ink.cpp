#include "ui/plot/series_ink.h"

#include <QLinearGradient>
#include <algorithm>
#include <cmath>

#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

QColor faded(QColor color, double opacity)
{
    color.setAlphaF(static_cast<float>(color.alphaF() * opacity));
    return color;
}

QBrush hueBrush(const PlotSeries& series, const PlotLayout& layout, double opacity)
{
    const HueGradient hues = hueGradient(series.color);
    QLinearGradient gradient(layout.plot.topLeft(), layout.plot.bottomLeft());
    gradient.setColorAt(0, faded(hues.top, opacity));
    gradient.setColorAt(1, faded(hues.bottom, opacity));
    return gradient;
}

/// The colours of values, from the top of the plot to its bottom, in steps that no eye sees.
QBrush schemeBrush(const PlotSeries& series, const PlotLayout& layout, double opacity)
{
    constexpr int kStops = 64;
    QLinearGradient gradient(layout.plot.topLeft(), layout.plot.bottomLeft());
    for (int i = 0; i <= kStops; ++i) {
        const double share = static_cast<double>(i) / kStops;
        const double value = layout.valueAt(series.axis, layout.plot.top() + share * layout.plot.height());
        gradient.setColorAt(share, faded(series.colorAt(value), opacity));
    }
    return gradient;
}

}  // namespace

/// As measured on Grafana 13's pictures: its upper end is lighter and clearer, its lower end darker.
HueGradient hueGradient(const QColor& color)
{
    const QColor hsl = color.toHsl();
    const auto turned = [&](float degrees, float clearer, float lighter) {
        const float hue = std::max(hsl.hslHueF(), 0.0F) + degrees / 360 + 1;
        const float saturation = hsl.hslSaturationF() + (1 - hsl.hslSaturationF()) * clearer;
        return QColor::fromHslF(hue - std::floor(hue), hsl.hslSaturationF() > 0 ? saturation : 0,
                                std::clamp(hsl.lightnessF() + lighter, 0.0F, 1.0F), hsl.alphaF())
            .toRgb();
    };
    return {turned(18, 0.3F, 0.18F), turned(-25, 0, currentTheme().isDark() ? -0.15F : -0.05F)};
}

QColor HueGradient::at(double share) const
{
    const auto part = static_cast<float>(std::clamp(share, 0.0, 1.0));
    const auto mixed = [part](float above, float below) { return above + (below - above) * part; };
    return QColor::fromRgbF(mixed(top.redF(), bottom.redF()), mixed(top.greenF(), bottom.greenF()),
                            mixed(top.blueF(), bottom.blueF()), mixed(top.alphaF(), bottom.alphaF()));
}

QBrush seriesFill(const PlotSeries& series, const PlotLayout& layout)
{
    QLinearGradient gradient(layout.plot.topLeft(), layout.plot.bottomLeft());
    switch (series.gradient) {
    case FillGradient::None: break;
    case FillGradient::Opacity:
        gradient.setColorAt(0, faded(series.color, series.fillOpacity));
        gradient.setColorAt(1, faded(series.color, 0));
        return gradient;
    case FillGradient::Hue: return hueBrush(series, layout, series.fillOpacity);
    case FillGradient::Scheme:
        if (series.colorAt) return schemeBrush(series, layout, series.fillOpacity);
        break;
    }
    return faded(series.color, series.fillOpacity);
}

QBrush seriesStroke(const PlotSeries& series, const PlotLayout& layout)
{
    if (series.gradient == FillGradient::Scheme && series.colorAt) return schemeBrush(series, layout, 1);
    if (series.gradient == FillGradient::Hue) return hueBrush(series, layout, 1);
    return series.color;
}

void setDashes(QPen& pen, const PlotSeries& series)
{
    if (series.dashes.empty()) return;
    constexpr double kLeast = 0.01;  // Qt draws no dash without a length, not even its round ends
    QList<qreal> pattern;
    for (const double length : series.dashes)
        pattern.append(std::max(length, kLeast) / std::max(series.lineWidth, kLeast));
    if (pattern.size() % 2 != 0) pattern += pattern;
    pen.setDashPattern(pattern);
    pen.setCapStyle(series.pattern == LinePattern::Dots ? Qt::RoundCap : Qt::FlatCap);
}

}  // namespace watchglass::ui
