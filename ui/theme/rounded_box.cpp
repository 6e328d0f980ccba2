#include "ui/theme/rounded_box.h"

#include <cmath>
#include <map>
#include <tuple>

#include <QColor>
#include <QPainter>
#include <QPixmap>
#include <QRect>

#include "ui/theme/picture_mode.h"

namespace watchglass::ui {

namespace {

void paintCurves(QPainter& painter, const QRectF& box, double radius, const QColor& ground, const QColor& border)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(box, radius, radius);
    painter.setPen(QPen(border, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter.restore();
}

/// A box of twice `corner` on each side.
const QPixmap& corners(int corner, double radius, const QColor& ground, const QColor& border, int ratio)
{
    using Key = std::tuple<int, double, QRgb, QRgb, int>;
    static auto& known = *new std::map<Key, QPixmap>;  // not destroyed after the application
    QPixmap& picture = known[Key(corner, radius, ground.rgba(), border.rgba(), ratio)];
    if (picture.isNull()) {
        picture = QPixmap(2 * corner * ratio, 2 * corner * ratio);
        picture.setDevicePixelRatio(ratio);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        paintCurves(painter, QRectF(0, 0, 2 * corner, 2 * corner), radius, ground, border);
    }
    return picture;
}

}  // namespace

void paintRoundedBox(QPainter& painter, const QRect& box, double radius, const QColor& ground, const QColor& border)
{
    const int corner = static_cast<int>(std::ceil(radius)) + 1;
    const double ratio = pictureRatio(painter);
    if (!paintsPixels(painter) || ratio != std::floor(ratio) || box.width() < 2 * corner || box.height() < 2 * corner ||
        painter.transform().isRotating()) {
        paintCurves(painter, box, radius, ground, border);
        return;
    }
    const int left = box.left();
    const int top = box.top();
    const int right = left + box.width();
    const int bottom = top + box.height();
    const int across = box.width() - 2 * corner;
    const int down = box.height() - 2 * corner;
    painter.fillRect(left + corner, top, across, box.height(), ground);
    painter.fillRect(left, top + corner, corner, down, ground);
    painter.fillRect(right - corner, top + corner, corner, down, ground);
    painter.fillRect(left + corner, top, across, 1, border);
    painter.fillRect(left + corner, bottom - 1, across, 1, border);
    painter.fillRect(left, top + corner, 1, down, border);
    painter.fillRect(right - 1, top + corner, 1, down, border);
    const QPixmap& picture = corners(corner, radius, ground, border, static_cast<int>(ratio));
    const double side = corner * ratio;
    for (const bool atRight : {false, true}) {
        for (const bool atBottom : {false, true}) {
            const QRectF to(atRight ? right - corner : left, atBottom ? bottom - corner : top, corner, corner);
            painter.drawPixmap(to, picture, QRectF(atRight ? side : 0, atBottom ? side : 0, side, side));
        }
    }
}

}  // namespace watchglass::ui
