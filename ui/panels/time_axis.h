#pragma once

#include <cstdint>
#include <vector>

#include <QPainter>
#include <QRectF>

#include "ui/graph/ticks.h"

namespace watchglass::ui {

/// Lines from `linesFrom` down to the ticks below `plot`, which shows `shown`, and their labels. A label that
/// would be cut at the side of a drawing of `width` pixels moves inwards.
void paintTimeAxis(QPainter& painter, const std::vector<Tick>& ticks, const QRectF& plot, const Range& shown,
                   double linesFrom, double width);

}  // namespace watchglass::ui
