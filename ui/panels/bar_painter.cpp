#include "ui/panels/bar_painter.h"

#include <algorithm>
#include <cmath>

#include <QPainter>
#include <QPainterPath>

#include "ui/panels/panel_support.h"
#include "ui/panels/threshold_stops.h"
#include "ui/theme/theme.h"
#include "ui/values/bar_fill.h"

namespace watchglass::ui {

namespace {

constexpr double kRadius = 4;
constexpr double kSlide = 3;  ///< of the unfilled part, under the end of the filled one and beyond its own
constexpr double kEdge = 2;

/// The part of `box` from its start to `share`.
QRectF filledPart(const QRectF& box, double share, bool vertical)
{
    if (!vertical) return {box.left(), box.top(), box.width() * share, box.height()};
    return {box.left(), box.bottom() - box.height() * share, box.width(), box.height() * share};
}

/// Stops in the coordinates of the whole bar, of which `share` is filled.
QGradientStops gradientStops(const std::vector<FillStop>& fill, double share, double length)
{
    QGradientStops stops;
    for (std::size_t i = 0; i < fill.size(); ++i) {
        double place = fill[i].at ? *fill[i].at / length : i == 0 ? 0 : share;
        if (!stops.isEmpty()) place = std::max(place, stops.last().first);
        stops.append({std::clamp(place, 0.0, 1.0), toQColor(fill[i].color)});
    }
    return stops;
}

/// CSS's radial gradient: an ellipse through the corners, in the proportions of the box.
QBrush glow(const QRectF& box, const QColor& inner, const QColor& outer)
{
    QRadialGradient gradient(QPointF(), 1);
    gradient.setColorAt(0, inner);
    gradient.setColorAt(0.1, inner);
    gradient.setColorAt(1, outer);
    QBrush brush(gradient);
    const double reach = std::sqrt(2.0) / 2;
    QTransform place = QTransform::fromTranslate(box.center().x(), box.center().y());
    place.scale(std::max(1.0, box.width() * reach), std::max(1.0, box.height() * reach));
    brush.setTransform(place);
    return brush;
}

void paintCells(QPainter& painter, const QRectF& box, const Field& field, double value, const BarPaint& paint)
{
    const bool vertical = paint.vertical;
    const double length = paint.fullLength > 0 ? paint.fullLength : vertical ? box.height() : box.width();
    const int count = paint.cells.count(length);
    const DisplayProcessor display(field, currentVisualTheme());
    const double low = rangeLow(field);
    for (int i = 0; i < count; ++i) {
        const CellColors colors = cellColors(display, low + (rangeHigh(field) - low) / count * i, value);
        if (!colors.lit && !paint.showUnfilled) break;
        const double start = i * paint.cells.pitch;
        const double size = std::floor((length - paint.cells.gap * count) / count);
        const QRectF cell = onPixels(vertical ? QRectF(box.left(), box.bottom() - start - size, box.width(), size)
                                              : QRectF(box.left() + start, box.top(), size, box.height()));
        if (colors.shade) {
            painter.setBrush(glow(cell, toQColor(colors.background), toQColor(*colors.shade)));
        } else {
            painter.setBrush(toQColor(colors.background));
        }
        painter.drawRoundedRect(cell, 2, 2);
    }
}

/// The line at the end of a bar with round corners, as CSS draws a border at one side of a box: it tapers off in them.
QPainterPath endOf(const QRectF& bar, double radius, bool vertical)
{
    // Along the bar from left to right; turned below.
    const double length = vertical ? bar.height() : bar.width();
    const double thick = vertical ? bar.width() : bar.height();
    const double edge = std::min(kEdge, length);
    const double inner = std::max(0.0, radius - edge);
    const QSizeF outside(2 * radius, 2 * radius);
    const QSizeF inside(2 * inner, 2 * radius);
    QPainterPath path(QPointF(length - radius, 0));
    path.arcTo(QRectF(QPointF(length - 2 * radius, 0), outside), 90, -90);
    path.lineTo(length, thick - radius);
    path.arcTo(QRectF(QPointF(length - 2 * radius, thick - 2 * radius), outside), 0, -90);
    path.lineTo(length - edge - inner, thick);
    path.arcTo(QRectF(QPointF(length - edge - 2 * inner, thick - 2 * radius), inside), 270, 90);
    path.lineTo(length - edge, radius);
    path.arcTo(QRectF(QPointF(length - edge - 2 * inner, 0), inside), 0, 90);
    path.closeSubpath();
    return vertical ? QTransform(0, -1, 1, 0, bar.left(), bar.bottom()).map(path)
                    : QTransform::fromTranslate(bar.left(), bar.top()).map(path);
}

}  // namespace

QRectF onPixels(const QRectF& rect)
{
    const double left = std::round(rect.left());
    const double top = std::round(rect.top());
    return {left, top, std::round(rect.right()) - left, std::round(rect.bottom()) - top};
}

BarMode barMode(const std::string& text)
{
    if (text == "lcd") return BarMode::Lcd;
    return text == "basic" ? BarMode::Basic : BarMode::Gradient;
}

void paintBar(QPainter& painter, const QRectF& box, const Field& field, const DisplayValue& display,
              const BarPaint& paint)
{
    if (box.width() <= 0 || box.height() <= 0) return;
    const bool vertical = paint.vertical;
    const double value = display.numeric;
    const double room = vertical ? box.height() : box.width();
    const double length = paint.fullLength > 0 ? paint.fullLength : room;
    const double share = shareOf(field, value);
    const QColor color = toQColor(display.color);
    painter.setPen(Qt::NoPen);
    if (paint.mode == BarMode::Lcd) {
        paintCells(painter, box, field, value, paint);
        return;
    }
    const double filled = std::min(std::max(share * length, 1.0), room);
    const QRectF bar = onPixels(filledPart(box, filled / room, vertical));
    if (paint.showUnfilled) {
        QRectF rest = box;
        if (vertical)
            rest.setTop(box.top() + kSlide), rest.setBottom(bar.top() + kSlide);
        else
            rest.setLeft(bar.right() - kSlide), rest.setRight(box.right() - kSlide);
        painter.setBrush(currentTheme().gaugeTrack);
        if (!onPixels(rest).isEmpty()) painter.drawRoundedRect(onPixels(rest), kRadius, kRadius);
    }
    if (bar.isEmpty()) return;
    const double radius = std::min({kRadius, bar.width() / 2, bar.height() / 2});
    if (paint.mode == BarMode::Gradient) {
        const auto fill = barFill(field, display, length, currentVisualTheme());
        if (fill.size() < 2) {
            painter.setBrush(color);
        } else {
            const QPointF start = vertical ? box.bottomLeft() : box.topLeft();
            QLinearGradient gradient(start, start + (vertical ? QPointF(0, -length) : QPointF(length, 0)));
            gradient.setStops(gradientStops(fill, share, length));
            painter.setBrush(gradient);
        }
        painter.drawRoundedRect(bar, radius, radius);
        return;
    }
    QColor fill = color;
    fill.setAlphaF(0.35F);
    painter.setBrush(fill);
    painter.drawRoundedRect(bar, radius, radius);
    painter.setBrush(color);
    painter.drawPath(endOf(bar, radius, vertical));
}

}  // namespace watchglass::ui
