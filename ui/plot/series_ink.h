#pragma once

#include <QBrush>
#include <QPen>

#include "ui/plot/plot_layout.h"

namespace watchglass::ui {

/// What the area of a series is filled with, over the whole height of the plot: its colour, or a gradient.
[[nodiscard]] QBrush seriesFill(const PlotSeries& series, const PlotLayout& layout);
/// What its line is drawn with.
[[nodiscard]] QBrush seriesStroke(const PlotSeries& series, const PlotLayout& layout);
/// Makes a pen, which has the width of the series' line, draw its dashes or dots.
void setDashes(QPen& pen, const PlotSeries& series);
/// The colours at the top and at the bottom of a hue gradient, of areas as of lines (Grafana's gradientFills.ts).
struct HueGradient {
    QColor top;
    QColor bottom;

    /// `share` of the way down.
    [[nodiscard]] QColor at(double share) const;
};
[[nodiscard]] HueGradient hueGradient(const QColor& color);

}  // namespace watchglass::ui
