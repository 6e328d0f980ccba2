#pragma once

class QColor;
class QPainter;
class QRect;

namespace watchglass::ui {

/// Fills a box with rounded corners and draws a border of one pixel inside its edge. Of large boxes only the corners
/// are drawn as curves, from a picture that is kept: Qt's rasteriser hands long outlines to other threads and waits for
/// them. GUI thread only.
void paintRoundedBox(QPainter& painter, const QRect& box, double radius, const QColor& ground, const QColor& border);

}  // namespace watchglass::ui
