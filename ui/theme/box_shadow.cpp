#include "ui/theme/box_shadow.h"

#include <cmath>
#include <vector>

#include <QImage>
#include <QPainter>

namespace watchglass::ui {

namespace {

/// How much of a blurred line from 0 to `length` is at the pixels from -`reach` on.
std::vector<double> blurred(int length, int reach, double sigma)
{
    std::vector<double> out;
    for (int i = -reach; i < length + reach; ++i) {
        const double middle = i + 0.5;
        const double scale = sigma * std::sqrt(2.0);
        out.push_back((std::erf(middle / scale) - std::erf((middle - length) / scale)) / 2);
    }
    return out;
}

}  // namespace

void paintBoxShadow(QPainter& painter, const QRect& box, const QPoint& offset, double blur, const QColor& color)
{
    if (box.isEmpty() || blur <= 0) return;
    const int reach = static_cast<int>(std::ceil(blur * 1.5));
    const std::vector<double> across = blurred(box.width(), reach, blur / 2);
    const std::vector<double> down = blurred(box.height(), reach, blur / 2);
    QImage shade(box.width() + 2 * reach, box.height() + 2 * reach, QImage::Format_ARGB32_Premultiplied);
    for (int y = 0; y < shade.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(shade.scanLine(y));
        for (int x = 0; x < shade.width(); ++x) {
            const double part = across[static_cast<std::size_t>(x)] * down[static_cast<std::size_t>(y)];
            const int alpha = static_cast<int>(std::lround(color.alphaF() * part * 255));
            line[x] = qPremultiply(qRgba(color.red(), color.green(), color.blue(), alpha));
        }
    }
    const QPoint corner = box.topLeft() + offset - QPoint(reach, reach);
    painter.save();
    painter.setClipRegion(QRegion(QRect(corner, shade.size())).subtracted(box), Qt::IntersectClip);
    painter.drawImage(corner, shade);
    painter.restore();
}

}  // namespace watchglass::ui
