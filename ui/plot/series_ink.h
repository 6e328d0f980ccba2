#pragma once

#include <QBrush>

#include "ui/plot/plot_layout.h"

namespace watchglass::ui {

/// What the area of a series is filled with, over the whole height of the plot: its colour, or a gradient.
[[nodiscard]] QBrush seriesFill(const PlotSeries& series, const PlotLayout& layout);
/// What its line is drawn with.
[[nodiscard]] QBrush seriesStroke(const PlotSeries& series, const PlotLayout& layout);
/// The colour at the top of a hue gradient.
[[nodiscard]] QColor hueGradientTop(const QColor& color);

}  // namespace watchglass::ui
