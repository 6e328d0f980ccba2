#pragma once

#include <QPointF>

#include "ui/plot/plot_layout.h"
#include "ui/plot/plot_tooltip.h"

class QPainter;

namespace watchglass::ui {

enum class MarkedSpans { Shaded, Bounded };

/// Draws annotations over the plot: dashed lines, shades of spans where nothing else has colours.
/// Source: Grafana's public/app/plugins/panel/timeseries/plugins/AnnotationsPlugin2.tsx.
void paintMarkLines(QPainter& painter, const std::vector<PlotMark>& marks, const PlotLayout& layout,
                    MarkedSpans spans = MarkedSpans::Shaded);
/// Their handles at the time axis: triangles of moments, bars of spans.
void paintMarkHandles(QPainter& painter, const std::vector<PlotMark>& marks, const PlotLayout& layout);

/// The mark whose handle is under `position`, the last that was drawn; -1 for none.
[[nodiscard]] int markAt(const std::vector<PlotMark>& marks, const PlotLayout& layout, const QPointF& position);

/// What the tooltip of a mark says: when it is, and its text line by line.
[[nodiscard]] QString markTime(const PlotMark& mark, const QTimeZone& zone);
[[nodiscard]] std::vector<TooltipRow> markRows(const PlotMark& mark);

}  // namespace watchglass::ui
