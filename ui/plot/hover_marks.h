#pragma once

#include <QColor>
#include <QPointF>
#include <QRectF>
#include <vector>

#include "ui/plot/line_pattern.h"
#include "ui/plot/plot_hover.h"

class QPainter;

namespace watchglass::ui {

/// Dashed lines through the plot: at `x`, and at `y` unless that is NaN.
void paintCross(QPainter& painter, const QRectF& plot, double x, double y);

/// A dot with a halo at each point inside of the plot, on the pixel nearest to it.
void paintHoverPoints(QPainter& painter, const PlotModel& model, const QRectF& plot,
                      const std::vector<HoverPoint>& points);

constexpr double kSeriesMarkerWidth = 14;
constexpr double kSeriesMarkerHeight = 4;

/// The short bar in the colour of a series that stands beside its name; two dashes or three dots where its line is
/// made of such (Grafana's SeriesIcon).
void paintSeriesMarker(QPainter& painter, const QPointF& topLeft, const QColor& color,
                       LinePattern pattern = LinePattern::Solid);

}  // namespace watchglass::ui
