#pragma once

#include <vector>

#include <QPointF>

#include "ui/plot/plot_layout.h"

namespace watchglass::ui {

/// A sample under the crosshair.
struct HoverPoint {
    std::size_t series = 0;
    double timeMs = 0;
    double value = 0;  ///< as the source has it, not stacked
    QPointF position;  ///< as drawn
};

/// For every visible series the sample nearest to `timeMs`, if it has one within one step or 15 pixels.
[[nodiscard]] std::vector<HoverPoint> pointsNear(const PlotModel& model, const PlotData& data, const PlotLayout& layout,
                                                 double timeMs);

/// The index into `points` of the one nearest to `position`, at most 30 pixels away; -1 if there is none.
[[nodiscard]] int nearestPoint(const std::vector<HoverPoint>& points, const QPointF& position);

}  // namespace watchglass::ui
