#pragma once

#include "ui/plot/plot_layout.h"

class QPainter;

namespace watchglass::ui {

/// Draws candles (or bars with ticks) and the volume below them; `ground` is what shows through hollow ones.
/// Source: Grafana's public/app/plugins/panel/candlestick/utils.ts.
void paintCandles(QPainter& painter, const PlotCandles& candles, const PlotLayout& layout, const QColor& ground);

}  // namespace watchglass::ui
