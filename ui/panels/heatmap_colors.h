#pragma once

#include <vector>

#include <QColor>
#include <QLinearGradient>
#include <QRectF>

#include "engine/base/json.h"

namespace watchglass::ui {

/// The colours of a heatmap from the fewest to the most, as many as its steps: `options.color` with mode "scheme" (a
/// scheme of ColorBrewer or one of the usual maps) or "opacity" (shades of `fill`).
[[nodiscard]] std::vector<QColor> heatmapColors(const json::Value& color);

/// The entry of `count` colours that stands for `value` between `low` and `high`.
[[nodiscard]] std::size_t heatmapStep(double value, double low, double high, std::size_t count);

/// The colours over a bar from left to right: few stand beside each other, more run into each other (Grafana's
/// getGradientStops). A gradient in one piece: parts would show seams where their edges are within pixels.
[[nodiscard]] QLinearGradient heatmapScale(const std::vector<QColor>& colors, const QRectF& bar);

}  // namespace watchglass::ui
