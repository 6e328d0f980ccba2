#pragma once

#include <QPolygonF>
#include <QRectF>
#include <vector>

namespace watchglass::ui {

/// The parts of a polyline that lie in `box`.
[[nodiscard]] std::vector<QPolygonF> clippedLine(const QPolygonF& line, const QRectF& box);

/// The part of a shape that lies in `box` (Sutherland and Hodgman 1974).
[[nodiscard]] QPolygonF clippedArea(const QPolygonF& shape, const QRectF& box);

/// The points of lines, which run from left to right, between two places; their ends are put onto the lines.
[[nodiscard]] QPolygonF partBetween(const std::vector<QPolygonF>& lines, double from, double to);

}  // namespace watchglass::ui
