#pragma once

#include <QColor>
#include <QFont>
#include <QRectF>

#include "ui/frame/display.h"

class QPainter;

namespace watchglass::ui {

/// The pixel size at which `text` fits into width x height: line height 1.2, as Grafana measures it.
[[nodiscard]] double fittingSize(const QString& text, double width, double height, QFont::Weight weight,
                                 double most = 1e9);

/// The size of a prefix or suffix beside a value of `valueSize`.
[[nodiscard]] double unitSize(double valueSize);

/// Cuts the text of a value that is wider than `width`: sizes have a lower end, and neighbours would be painted over.
void shortenValue(DisplayValue& value, double width, double size, QFont::Weight weight);
/// The width that paintValue() needs.
[[nodiscard]] double valueWidth(const DisplayValue& value, double size, QFont::Weight weight);

/// Draws prefix, text and suffix on one baseline, in the middle of the height of `box` and aligned in its width; units
/// are smaller than the number. The line is `lineHeight` times the size high.
void paintValue(QPainter& painter, const QRectF& box, Qt::Alignment alignment, const DisplayValue& value, double size,
                QFont::Weight weight, const QColor& color, double lineHeight = 1.2);

/// How equal tiles share a rectangle.
enum class TileOrientation { Auto, Rows, Columns };
[[nodiscard]] std::vector<QRectF> tileRects(const QRectF& area, std::size_t count, TileOrientation orientation,
                                            double spacing);
/// "horizontal" (one row per value), "vertical" (one column per value), anything else: automatic.
[[nodiscard]] TileOrientation tileOrientation(const std::string& text);

}  // namespace watchglass::ui
