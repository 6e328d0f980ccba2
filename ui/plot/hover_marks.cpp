#include "ui/plot/hover_marks.h"

#include <QHash>
#include <QPainter>
#include <QPainterPath>
#include <QPixmap>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/theme/picture_mode.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kHaloRadius = 5;
constexpr double kDotRadius = 3;
constexpr qsizetype kMostPictures = 512;

struct PictureKey {
    QRgb color;
    int ratioPercent;

    friend bool operator==(const PictureKey& a, const PictureKey& b)
    {
        return a.color == b.color && a.ratioPercent == b.ratioPercent;
    }
    friend std::size_t qHash(const PictureKey& key, std::size_t seed = 0)
    {
        return qHashMulti(seed, key.color, key.ratioPercent);
    }
};

/// Small things that are drawn by the hundred while the pointer moves: a curved path each time would be most of the
/// work. One picture per colour, made by `paint` in a square of `side` pixels.
template <typename Paint>
const QPixmap& picture(QHash<PictureKey, QPixmap>& known, const QColor& color, double ratio, QSizeF size, Paint paint)
{
    const PictureKey key{color.rgba(), static_cast<int>(std::lround(ratio * 100))};
    if (const auto found = known.constFind(key); found != known.cend()) return *found;
    if (known.size() >= kMostPictures) known.clear();
    QPixmap pixmap((size * ratio).toSize());
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    paint(painter);
    painter.end();
    return *known.insert(key, pixmap);
}

const QPixmap& dotPicture(const QColor& color, double ratio)
{
    static QHash<PictureKey, QPixmap> known;
    constexpr double kSide = 2 * kHaloRadius;
    return picture(known, color, ratio, {kSide, kSide}, [&color](QPainter& painter) {
        const QPointF centre(kSide / 2, kSide / 2);
        QColor halo = color;
        halo.setAlphaF(0.5F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(halo);
        painter.drawEllipse(centre, kHaloRadius, kHaloRadius);
        painter.setBrush(color);
        painter.drawEllipse(centre, kDotRadius, kDotRadius);
    });
}

/// From one dash to the next where a line of them, with gaps of some two pixels, begins and ends with a dash, as in
/// browsers.
double dashPeriod(double length, double dash)
{
    const double gaps = std::max(1.0, std::round((length - dash) / (dash + 2)));
    return std::max((length - dash) / gaps, dash + 1);
}

}  // namespace

void paintCross(QPainter& painter, const QRectF& plot, double x, double y)
{
    constexpr double kDash = 3;
    constexpr QColor kInk(120, 120, 130, 128);  // of uPlot, in both themes
    const double down = dashPeriod(plot.height(), kDash);
    const double across = dashPeriod(plot.width(), kDash);
    if (x >= plot.left() && x <= plot.right() + 1) {
        for (double top = plot.top(); top < plot.bottom(); top += down)
            painter.fillRect(QRectF(std::floor(x), std::round(top), 1, kDash), kInk);
    }
    if (std::isnan(y)) return;
    for (double left = plot.left(); left < plot.right(); left += across)
        painter.fillRect(QRectF(std::round(left), std::floor(y), kDash, 1), kInk);
}

void paintHoverPoints(QPainter& painter, const PlotModel& model, const QRectF& plot,
                      const std::vector<HoverPoint>& points)
{
    const double ratio = painter.device()->devicePixelRatioF();
    const QRectF around = plot.adjusted(-1, -1, 1, 1);
    for (const HoverPoint& point : points) {
        if (!around.contains(point.position)) continue;
        const QPixmap& dot = dotPicture(model.series[point.series].color, ratio);
        const QPointF corner = point.position - QPointF(kHaloRadius, kHaloRadius);
        painter.drawPixmap(QPointF(std::round(corner.x() * ratio), std::round(corner.y() * ratio)) / ratio, dot);
    }
}

void paintSeriesMarker(QPainter& painter, const QPointF& topLeft, const QColor& color, LinePattern pattern)
{
    static std::array<QHash<PictureKey, QPixmap>, 3> known;
    const QSizeF size(kSeriesMarkerWidth, kSeriesMarkerHeight);
    const auto paint = [&](QPainter& onto, const QPointF& corner) {
        onto.setPen(Qt::NoPen);
        onto.setBrush(color);
        const QSizeF part = pattern == LinePattern::Dashes ? QSizeF(6, kSeriesMarkerHeight)
                            : pattern == LinePattern::Dots ? QSizeF(kSeriesMarkerHeight, kSeriesMarkerHeight)
                                                           : size;
        const double gap = pattern == LinePattern::Dashes ? 2 : 1;
        const double radius = pattern == LinePattern::Dashes ? 0 : kSeriesMarkerHeight / 2;
        QPainterPath parts;
        for (double x = 0; x + part.width() <= size.width(); x += part.width() + gap)
            parts.addRoundedRect(QRectF(corner + QPointF(x, 0), part), radius, radius);
        onto.drawPath(parts);
    };
    if (!paintsPixels(painter)) {
        paint(painter, topLeft);
        return;
    }
    painter.drawPixmap(topLeft, picture(known[static_cast<std::size_t>(pattern)], color, pictureRatio(painter), size,
                                        [&](QPainter& onPicture) { paint(onPicture, {}); }));
}

}  // namespace watchglass::ui
