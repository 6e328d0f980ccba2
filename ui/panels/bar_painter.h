#pragma once

#include <QRectF>

#include "ui/frame/display.h"

class QPainter;

namespace watchglass::ui {

enum class BarMode { Basic, Gradient, Lcd };
[[nodiscard]] BarMode barMode(const std::string& text);

constexpr double kLcdPitch = 12;  ///< of cells, with a gap of 2
[[nodiscard]] int lcdCellCount(double length);

/// A rectangle on whole pixels, as browsers draw boxes.
[[nodiscard]] QRectF onPixels(const QRectF& rect);

/// Draws a value as a bar that fills `box` as far as the value reaches in the field's range: of bar gauges and of table
/// cells. A vertical bar grows upwards.
void paintBar(QPainter& painter, const QRectF& box, const Field& field, const DisplayValue& display, BarMode mode,
              bool vertical, bool showUnfilled);

}  // namespace watchglass::ui
