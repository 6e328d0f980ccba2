#include "ui/plot/series_ink.h"

#include <QLinearGradient>
#include <algorithm>

namespace watchglass::ui {

namespace {

QColor faded(QColor color, double opacity)
{
    color.setAlphaF(static_cast<float>(color.alphaF() * opacity));
    return color;
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

QColor hueGradientTop(const QColor& color)
{
    const QColor hsl = color.toHsl();
    const QColor turned = QColor::fromHsl((std::max(hsl.hslHue(), 0) - 25 + 360) % 360, hsl.hslSaturation(),
                                          hsl.lightness(), color.alpha());
    return turned.darker(115);
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
    case FillGradient::Hue:
        gradient.setColorAt(0, faded(hueGradientTop(series.color), series.fillOpacity));
        gradient.setColorAt(1, faded(series.color, series.fillOpacity));
        return gradient;
    case FillGradient::Scheme:
        if (series.colorAt) return schemeBrush(series, layout, series.fillOpacity);
        break;
    }
    return faded(series.color, series.fillOpacity);
}

QBrush seriesStroke(const PlotSeries& series, const PlotLayout& layout)
{
    if (series.gradient == FillGradient::Scheme && series.colorAt) return schemeBrush(series, layout, 1);
    return series.color;
}

}  // namespace watchglass::ui
