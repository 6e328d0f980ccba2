#pragma once

#include "ui/plot/plot_layout.h"

class QPainter;

namespace watchglass::ui {

/// Whether the series of a graph are better written as shapes than as a picture: a file with hundreds of thousands of
/// points is larger than the picture and slower to show.
[[nodiscard]] bool suitsShapes(const PlotData& data);

/// Paints the series as lines, areas, bars and points: for SVG and PDF, which stay sharp at any size then. What is
/// outside of the plot is cut off here, because not all of these painters clip. SeriesLayer has the same rules for
/// pixels.
void paintSeriesShapes(QPainter& painter, const PlotModel& model, const PlotData& data, const PlotLayout& layout);

}  // namespace watchglass::ui
