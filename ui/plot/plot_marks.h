#pragma once

#include <QPointF>

#include "ui/plot/plot_layout.h"

class QPainter;

namespace watchglass::ui {

/// Draws annotations over the plot: dashed lines, shades of spans.
/// Source: Grafana's public/app/plugins/panel/timeseries/plugins/AnnotationsPlugin2.tsx.
void paintMarkLines(QPainter& painter, const std::vector<PlotMark>& marks, const PlotLayout& layout);
/// Their handles at the time axis: triangles of moments, bars of spans.
void paintMarkHandles(QPainter& painter, const std::vector<PlotMark>& marks, const PlotLayout& layout);

/// The mark whose handle is under `position`, the last that was drawn; -1 for none.
[[nodiscard]] int markAt(const std::vector<PlotMark>& marks, const PlotLayout& layout, const QPointF& position);

}  // namespace watchglass::ui
