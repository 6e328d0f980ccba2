#pragma once

#include <QRectF>

#include "ui/frame/display.h"

class QPainter;

namespace watchglass::ui {

enum class BarMode { Basic, Gradient, Lcd };
[[nodiscard]] BarMode barMode(const std::string& text);

/// Draws a value as a bar that fills `box` as far as the value reaches in the field's range: of bar gauges and of table
/// cells. A vertical bar grows upwards.
void paintBar(QPainter& painter, const QRectF& box, const Field& field, const DisplayValue& display, BarMode mode,
              bool vertical, bool showUnfilled);

}  // namespace watchglass::ui
