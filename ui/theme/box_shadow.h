#pragma once

#include <QRectF>

class QColor;
class QPainter;

namespace watchglass::ui {

/// Paints the shadow that CSS's box-shadow throws: `box` moved by `offset`, blurred over `blur` pixels, outside of
/// `box` only.
void paintBoxShadow(QPainter& painter, const QRect& box, const QPoint& offset, double blur, const QColor& color);

}  // namespace watchglass::ui
