#pragma once

#include <QPointF>

#include "ui/plot/plot_layout.h"

class QPainter;

namespace watchglass::ui {

/// Draws exemplars as diamonds; those beyond the values that are shown stand at the plot's edge.
/// Source: Grafana's public/app/plugins/panel/timeseries/plugins/ExemplarsPlugin.tsx, ExemplarMarker.tsx.
void paintExemplars(QPainter& painter, const std::vector<PlotExemplar>& exemplars, const PlotLayout& layout);

/// The exemplar under `position`, the last that was drawn; -1 for none.
[[nodiscard]] int exemplarAt(const std::vector<PlotExemplar>& exemplars, const PlotLayout& layout,
                             const QPointF& position);

}  // namespace watchglass::ui
