#pragma once

#include <vector>

#include <QColor>

#include "engine/base/json.h"

namespace watchglass::ui {

/// The colours of a heatmap from the fewest to the most, as many as its steps: `options.color` with mode "scheme" (a
/// scheme of ColorBrewer or one of the usual maps) or "opacity" (shades of `fill`).
[[nodiscard]] std::vector<QColor> heatmapColors(const json::Value& color);

/// The entry of `count` colours that stands for `value` between `low` and `high`.
[[nodiscard]] std::size_t heatmapStep(double value, double low, double high, std::size_t count);

}  // namespace watchglass::ui
