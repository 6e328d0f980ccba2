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
constexpr double kCellPitch = 12;
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

void paintCells(QPainter& painter, const QRectF& box, const Field& field, double value, bool vertical,
                bool showUnfilled)
{
    const double length = vertical ? box.height() : box.width();
    const int count = std::max(1, static_cast<int>(length / kCellPitch));
    const double pitch = (length + kCellGap) / count;
    const DisplayProcessor display(field, currentVisualTheme());
    const double low = rangeLow(field);
    for (int i = 0; i < count; ++i) {
        const CellColors colors = cellColors(display, low + (rangeHigh(field) - low) / count * i, value);
        if (!colors.lit && !showUnfilled) break;
        const double start = i * pitch;
        const QRectF cell = vertical ? QRectF(box.left(), box.bottom() - start - (pitch - kCellGap), box.width(),
                                              pitch - kCellGap)
                                     : QRectF(box.left() + start, box.top(), pitch - kCellGap, box.height());
        if (colors.shade) {
            QRadialGradient glow(cell.center(), std::max(cell.width(), cell.height()) / 2);
            glow.setColorAt(0.1, toQColor(colors.background));
            glow.setColorAt(1, toQColor(*colors.shade));
            painter.setBrush(glow);
        } else {
            painter.setBrush(toQColor(colors.background));
        }
        painter.drawRoundedRect(cell, 2, 2);
    }
}

}  // namespace

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
    if (showUnfilled) {
        painter.setBrush(currentTheme().gaugeTrack);
        painter.drawRoundedRect(box, kRadius, kRadius);
    }
    const QRectF bar = filledPart(box, share, vertical);
    if ((vertical ? bar.height() : bar.width()) < 0.5) return;
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
