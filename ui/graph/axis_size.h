#pragma once

#include <vector>

#include "ui/graph/ticks.h"

namespace watchglass::ui {

/// How much room the ticks and labels of an axis at the side of a graph need, without its name.
[[nodiscard]] double valueAxisWidth(const std::vector<Tick>& ticks, double graphWidthPx, const TextRuler& ruler);

/// The same for the time axis below a graph.
[[nodiscard]] double timeAxisHeight();

}  // namespace watchglass::ui
