#pragma once

#include <algorithm>

#include <QRectF>

#include "ui/frame/display.h"

class QPainter;

namespace watchglass::ui {

enum class BarMode { Basic, Gradient, Lcd };
[[nodiscard]] BarMode barMode(const std::string& text);

/// The cells of an LCD bar stand `pitch` apart with a gap of `gap` between two.
struct LcdCells {
    double pitch = 12;
    double gap = 2;

    [[nodiscard]] int count(double length) const { return std::max(1, static_cast<int>(length / pitch)); }
};

/// How a bar is drawn.
struct BarPaint {
    BarMode mode = BarMode::Gradient;
    bool vertical = false;  ///< it grows upwards
    bool showUnfilled = true;
    double fullLength = 0;  ///< that of a full bar where it is not the box's; 0: the box's
    LcdCells cells;
};

/// A rectangle on whole pixels, as browsers draw boxes.
[[nodiscard]] QRectF onPixels(const QRectF& rect);

/// Draws a value as a bar that fills `box` as far as the value reaches in the field's range: of bar gauges and of table
/// cells.
void paintBar(QPainter& painter, const QRectF& box, const Field& field, const DisplayValue& display,
              const BarPaint& paint);

}  // namespace watchglass::ui
