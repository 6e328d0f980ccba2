#include "ui/panels/bar_painter.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "ui/panels/panel_support.h"
#include "ui/panels/threshold_stops.h"
#include "ui/theme/theme.h"
#include "ui/values/bar_fill.h"

namespace watchglass::ui {

namespace {

constexpr double kRadius = 4;
constexpr double kSlide = 3;  ///< of the unfilled part, under the end of the filled one and beyond its own
constexpr double kCellGap = 2;
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

void paintCells(QPainter& painter, const QRectF& box, const Field& field, double value, bool vertical,
                bool showUnfilled)
{
    const double length = vertical ? box.height() : box.width();
    const int count = lcdCellCount(length);
    const DisplayProcessor display(field, currentVisualTheme());
    const double low = rangeLow(field);
    for (int i = 0; i < count; ++i) {
        const CellColors colors = cellColors(display, low + (rangeHigh(field) - low) / count * i, value);
        if (!colors.lit && !showUnfilled) break;
        const double start = i * kLcdPitch;
        const double size = std::floor((length - kCellGap * count) / count);
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

}  // namespace

int lcdCellCount(double length) { return std::max(1, static_cast<int>(length / kLcdPitch)); }

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

void paintBar(QPainter& painter, const QRectF& box, const Field& field, const DisplayValue& display, BarMode mode,
              bool vertical, bool showUnfilled)
{
    if (box.width() < 1 || box.height() < 1) return;
    const double value = display.numeric;
    const double share = shareOf(field, value);
    const QColor color = toQColor(display.color);
    painter.setPen(Qt::NoPen);
    if (mode == BarMode::Lcd) {
        paintCells(painter, box, field, value, vertical, showUnfilled);
        return;
    }
    const QRectF bar = onPixels(
        filledPart(box, std::max(share, 1 / std::max(1.0, vertical ? box.height() : box.width())), vertical));
    if (showUnfilled) {
        QRectF rest = box;
        if (vertical)
            rest.setTop(box.top() + kSlide), rest.setBottom(bar.top() + kSlide);
        else
            rest.setLeft(bar.right() - kSlide), rest.setRight(box.right() - kSlide);
        painter.setBrush(currentTheme().gaugeTrack);
        if (rest.width() > 0 && rest.height() > 0) painter.drawRoundedRect(onPixels(rest), kRadius, kRadius);
    }
    const double radius = std::min({kRadius, bar.width() / 2, bar.height() / 2});
    if (mode == BarMode::Gradient) {
        const double length = vertical ? box.height() : box.width();
        const auto fill = barFill(field, display, length, currentVisualTheme());
        if (fill.size() < 2) {
            painter.setBrush(color);
        } else {
            QLinearGradient gradient(vertical ? box.bottomLeft() : box.topLeft(),
                                     vertical ? box.topLeft() : box.topRight());
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
    const double edge = std::min(kEdge, vertical ? bar.height() : bar.width());
    painter.fillRect(vertical ? QRectF(bar.left(), bar.top(), bar.width(), edge)
                              : QRectF(bar.right() - edge, bar.top(), edge, bar.height()),
                     color);
}

}  // namespace watchglass::ui
