#include "ui/panels/bar_painter.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "ui/panels/threshold_stops.h"
#include "ui/theme/theme.h"

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

/// Stops in the coordinates of the whole bar. A threshold that was passed begins to show half way from the one before.
QGradientStops gradientStops(const Field& field, double share)
{
    QGradientStops stops;
    if (hasContinuousColor(field)) {
        constexpr int kSteps = 16;
        for (int i = 0; i <= kSteps; ++i)
            stops.append({static_cast<double>(i) / kSteps, colorAt(field, static_cast<double>(i) / kSteps)});
        return stops;
    }
    const auto thresholds = thresholdStops(field);
    if (thresholds.empty()) return stops;
    stops.append({0, thresholds.front().color});
    double last = 0;
    QColor color = thresholds.front().color;
    for (std::size_t i = 1; i < thresholds.size() && share >= thresholds[i].position; ++i) {
        stops.append({(last + thresholds[i].position) / 2, color});
        last = thresholds[i].position;
        color = thresholds[i].color;
    }
    stops.append({std::max(share, stops.last().first), color});
    return stops;
}

void paintCells(QPainter& painter, const QRectF& box, const Field& field, double share, bool vertical,
                bool showUnfilled, const QColor& color)
{
    const double length = vertical ? box.height() : box.width();
    const int count = std::max(1, static_cast<int>(length / kCellPitch));
    const double pitch = (length + kCellGap) / count;
    const bool byValue = hasContinuousColor(field) || !field.config.color || field.config.color->mode == "thresholds";
    for (int i = 0; i < count; ++i) {
        const double place = static_cast<double>(i) / count;
        const bool lit = place < share;
        if (!lit && !showUnfilled) break;
        const double start = i * pitch;
        const QRectF cell = vertical ? QRectF(box.left(), box.bottom() - start - (pitch - kCellGap), box.width(),
                                              pitch - kCellGap)
                                     : QRectF(box.left() + start, box.top(), pitch - kCellGap, box.height());
        QColor shade = byValue ? colorAt(field, place) : color;
        if (!lit) {
            shade.setAlphaF(0.18F);
            painter.setBrush(shade);
        } else {
            QRadialGradient glow(cell.center(), std::max(cell.width(), cell.height()) / 2);
            shade.setAlphaF(0.95F);
            glow.setColorAt(0.1, shade);
            shade.setAlphaF(0.55F);
            glow.setColorAt(1, shade);
            painter.setBrush(glow);
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

void paintBar(QPainter& painter, const QRectF& box, const Field& field, double value, const QColor& color, BarMode mode,
              bool vertical, bool showUnfilled)
{
    if (box.width() < 1 || box.height() < 1) return;
    const double share = shareOf(field, value);
    painter.setPen(Qt::NoPen);
    if (mode == BarMode::Lcd) {
        paintCells(painter, box, field, share, vertical, showUnfilled, color);
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
        const bool single = field.config.color && field.config.color->mode != "thresholds" &&
                            !hasContinuousColor(field);
        if (single) {
            painter.setBrush(color);
        } else {
            QLinearGradient gradient(vertical ? box.bottomLeft() : box.topLeft(),
                                     vertical ? box.topLeft() : box.topRight());
            gradient.setStops(gradientStops(field, share));
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
