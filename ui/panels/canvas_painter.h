#pragma once

#include <QRectF>

#include "ui/panels/canvas_model.h"

class QPainter;

namespace watchglass::ui {

/// Draws an element with its background, border, text or sign into its box.
void paintCanvasElement(QPainter& painter, const CanvasElement& element, const QRectF& box);

}  // namespace watchglass::ui
