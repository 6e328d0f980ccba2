#include "ui/panels/map_painter.h"

#include <algorithm>
#include <cmath>

#include <QPainter>
#include <QPainterPath>

#include "ui/panels/world_outline.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr int kMostCopies = 3;  ///< to each side
constexpr double kDegreeDistance = 70;
constexpr double kSmall = 10;

QPainterPath pathOf(const std::vector<std::vector<GeoPoint>>& rings)
{
    QPainterPath path;
    for (const auto& ring : rings) {
        QPolygonF polygon;
        for (const GeoPoint& point : ring) polygon << toWorld(point);
        path.addPolygon(polygon);
        path.closeSubpath();
    }
    path.setFillRule(Qt::WindingFill);
    return path;
}

struct MapColors {
    QColor water;
    QColor land;
    QColor coast;
    QColor grid;
    QColor text;
};

MapColors mapColors()
{
    const Theme& theme = currentTheme();
    if (theme.isDark())
        return {QColor(0x11, 0x15, 0x1c), QColor(0x2b, 0x30, 0x38), QColor(0x4a, 0x52, 0x5e), QColor(255, 255, 255, 14),
                theme.textDisabled};
    return {QColor(0xd9, 0xe3, 0xea), QColor(0xf6, 0xf5, 0xf1), QColor(0xa9, 0xb6, 0xbf), QColor(0, 0, 0, 16),
            theme.textSecondary};
}

/// Steps between lines of the grid: degrees.
double gridStep(double pixelsPerDegree)
{
    static constexpr double kSteps[] = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 45};
    for (const double step : kSteps) {
        if (step * pixelsPerDegree >= kDegreeDistance) return step;
    }
    return 90;
}

QString degrees(double value, double step, QChar positive, QChar negative)
{
    const int decimals = step >= 1 ? 0 : static_cast<int>(std::ceil(-std::log10(step)));
    const QString number = QString::number(std::abs(value), 'f', decimals) + QChar(0xb0);
    if (std::abs(value) < step / 2) return number;
    return number + (value > 0 ? positive : negative);
}

void paintGrid(QPainter& painter, const MapScene& scene, const MapColors& colors)
{
    const double step = gridStep(scene.camera.worldPixels() / 360);
    const GeoPoint low = fromWorld(scene.camera.toWorld({0, scene.size.height()}, scene.size));
    const GeoPoint high = fromWorld(scene.camera.toWorld({scene.size.width(), 0}, scene.size));
    painter.setFont(plainFont(kSmall));
    const bool texts = scene.size.width() > 260 && scene.size.height() > 120;
    for (double lon = std::ceil(low.lon / step) * step; lon <= high.lon; lon += step) {
        const double x = std::round(scene.at(toWorld({0, lon})).x()) + 0.5;
        painter.setPen(QPen(colors.grid, 1));
        painter.drawLine(QPointF(x, 0), QPointF(x, scene.size.height()));
        const double turned = lon - 360 * std::floor((lon + 180) / 360);
        painter.setPen(colors.text);
        if (texts && x > 30 && x < scene.size.width() - 30)
            painter.drawText(QPointF(x + 3, scene.size.height() - 4), degrees(turned, step, 'E', 'W'));
    }
    for (double lat = std::ceil(low.lat / step) * step; lat <= high.lat; lat += step) {
        if (std::abs(lat) > 85) continue;
        const double y = std::round(scene.at(toWorld({lat, 0})).y()) + 0.5;
        painter.setPen(QPen(colors.grid, 1));
        painter.drawLine(QPointF(0, y), QPointF(scene.size.width(), y));
        painter.setPen(colors.text);
        if (texts && y > 20 && y < scene.size.height() - 20) {
            const QString text = degrees(lat, step, 'N', 'S');
            painter.drawText(QPointF(scene.size.width() - plainTextWidth(text, kSmall) - 4, y - 3), text);
        }
    }
}

QPainterPath shapePath(MarkerShape shape, double radius)
{
    QPainterPath path;
    const auto corners = [&](int count, double inner, double turn) {
        QPolygonF polygon;
        const int points = inner > 0 ? count * 2 : count;
        for (int i = 0; i < points; ++i) {
            const double angle = turn + 2 * M_PI * i / points;
            const double reach = inner > 0 && i % 2 == 1 ? radius * inner : radius;
            polygon << QPointF(std::sin(angle) * reach, -std::cos(angle) * reach);
        }
        path.addPolygon(polygon);
        path.closeSubpath();
    };
    switch (shape) {
    case MarkerShape::Circle: path.addEllipse(QPointF(), radius, radius); break;
    case MarkerShape::Square: corners(4, 0, M_PI / 4); break;
    case MarkerShape::Triangle: corners(3, 0, 0); break;
    case MarkerShape::Star: corners(5, 0.4, 0); break;
    case MarkerShape::Cross:
        path.moveTo(-radius, 0), path.lineTo(radius, 0), path.moveTo(0, -radius), path.lineTo(0, radius);
        break;
    case MarkerShape::X: {
        const double reach = radius * M_SQRT1_2;
        path.moveTo(-reach, -reach), path.lineTo(reach, reach), path.moveTo(-reach, reach), path.lineTo(reach, -reach);
        break;
    }
    case MarkerShape::Plane: {
        // A nose, two wings, a tail; it flies up.
        QPolygonF polygon;
        for (const auto& [x, y] : {std::pair{0.0, -1.0},
                                   {0.18, -0.35},
                                   {1.0, 0.25},
                                   {1.0, 0.45},
                                   {0.18, 0.2},
                                   {0.12, 0.65},
                                   {0.42, 0.9},
                                   {0.42, 1.0},
                                   {0.0, 0.88}}) {
            polygon << QPointF(x * radius, y * radius);
        }
        for (int i = static_cast<int>(polygon.size()) - 2; i > 0; --i)
            polygon << QPointF(-polygon[i].x(), polygon[i].y());
        path.addPolygon(polygon);
        path.closeSubpath();
        break;
    }
    }
    return path;
}

void paintMarkerText(QPainter& painter, const MapLayer& layer, const MapMarker& marker, const QPointF& at)
{
    const MapMarkerStyle& style = layer.style;
    const QString text = marker.text.left(80).simplified();
    const double width = plainTextWidth(text, style.fontSize);
    const double x = at.x() + style.textOffset.x() - width * (style.textAcross + 1) / 2;
    const double height = style.fontSize * 1.2;
    const double top = at.y() + style.textOffset.y() - height * (style.textDown + 1) / 2;
    const QFont font = plainFont(style.fontSize);
    const QPointF base(x, textBaseline(font, top, height));
    painter.setFont(font);
    QColor halo = currentTheme().panel;
    halo.setAlpha(170);
    painter.setPen(halo);
    for (const QPointF& shift : {QPointF(-1, 0), QPointF(1, 0), QPointF(0, -1), QPointF(0, 1)})
        painter.drawText(base + shift, text);
    painter.setPen(currentTheme().text);
    painter.drawText(base, text);
}

void paintArrow(QPainter& painter, const QPointF& from, const QPointF& to, double width)
{
    const QPointF way = to - from;
    const double length = std::hypot(way.x(), way.y());
    const double side = 4 + width * 1.5;
    if (length < 3 * side) return;
    const QPointF along = way / length * side;
    const QPointF across(-along.y() * 0.6, along.x() * 0.6);
    const QPointF tip = (from + to) / 2 + along / 2;
    painter.drawPolygon(QPolygonF({tip, tip - along + across, tip - along - across}));
}

}  // namespace

std::pair<int, int> MapScene::copies() const
{
    if (noRepeat) return {0, 0};
    const double left = camera.toWorld({0, 0}, size).x();
    const double right = camera.toWorld({size.width(), 0}, size).x();
    return {std::max(-kMostCopies, static_cast<int>(std::floor(left))),
            std::min(kMostCopies, static_cast<int>(std::floor(right)))};
}

QPointF MapScene::at(const QPointF& world, int copy) const { return camera.toView(world + QPointF(copy, 0), size); }

QPointF MapScene::nearest(const QPointF& world) const
{
    return at(world, noRepeat ? 0 : static_cast<int>(std::round(camera.centre.x() - world.x())));
}

void paintWorld(QPainter& painter, const MapScene& scene)
{
    static const QPainterPath land = pathOf(worldLand());
    static const QPainterPath lakes = pathOf(worldLakes());
    const MapColors colors = mapColors();
    painter.fillRect(QRectF(QPointF(), scene.size), colors.water);
    const auto [first, last] = scene.copies();
    const auto toView = [&](int copy) {
        const QPointF origin = scene.at({0, 0}, copy);
        const double pixels = scene.camera.worldPixels();
        return QTransform(pixels, 0, 0, pixels, origin.x(), origin.y());
    };
    // Strokes first: fills then hide them where two lands meet. A land that runs past 180 degrees belongs to its own
    // copy.
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colors.coast, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    std::vector<QPainterPath> lands;
    for (int copy = first - 1; copy <= last; ++copy) lands.push_back(toView(copy).map(land));
    for (const QPainterPath& path : lands) painter.drawPath(path);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.land);
    for (const QPainterPath& path : lands) painter.drawPath(path);
    painter.setPen(QPen(colors.coast, 1));
    painter.setBrush(colors.water);
    for (int copy = first - 1; copy <= last; ++copy) painter.drawPath(toView(copy).map(lakes));
    paintGrid(painter, scene, colors);
}

QRectF markerBox(const MapScene& scene, const MapLayer& layer, const MapMarker& marker)
{
    const double reach = std::max(marker.radius, 3.0);
    const QPointF middle = scene.nearest(marker.at) - layer.style.align * marker.radius;
    return {middle.x() - reach, middle.y() - reach, 2 * reach, 2 * reach};
}

void paintMarkers(QPainter& painter, const MapScene& scene, const MapLayer& layer)
{
    const auto [first, last] = scene.copies();
    const QRectF sight(QPointF(), scene.size);
    painter.save();
    painter.setOpacity(layer.opacity);
    for (int copy = first; copy <= last; ++copy) {
        for (const MapMarker& marker : layer.markers) {
            const QPointF place = scene.at(marker.at, copy);
            if (!sight.adjusted(-600, -600, 600, 600).contains(place)) continue;
            const QPointF at = place - layer.style.align * marker.radius;
            if (marker.radius > 0) {
                QColor fill = marker.color;
                fill.setAlphaF(static_cast<float>(fill.alphaF() * layer.style.opacity));
                painter.setPen(QPen(marker.color, std::max(layer.style.lineWidth, 1.0)));
                painter.setBrush(fill);
                QTransform turn;
                turn.translate(at.x(), at.y());
                turn.rotate(marker.rotation);
                painter.drawPath(turn.map(shapePath(layer.style.shape, marker.radius)));
            }
            if (!marker.text.isEmpty()) paintMarkerText(painter, layer, marker, at);
        }
    }
    painter.restore();
}

void paintLines(QPainter& painter, const MapScene& scene, const MapLayer& layer)
{
    const auto [first, last] = scene.copies();
    painter.save();
    painter.setOpacity(layer.opacity * (layer.kind == MapLayerKind::Route ? layer.style.opacity : 1));
    for (int copy = first; copy <= last; ++copy) {
        for (const MapLine& line : layer.lines) {
            for (std::size_t i = 1; i < line.points.size(); ++i) {
                const QPointF from = scene.at(line.points[i - 1], copy);
                const QPointF to = scene.at(line.points[i], copy);
                QLinearGradient colors(from, to);
                colors.setColorAt(0, line.colors[i - 1]);
                colors.setColorAt(1, line.colors[i]);
                const QBrush ink = line.colors[i - 1] == line.colors[i] ? QBrush(line.colors[i]) : QBrush(colors);
                painter.setPen(QPen(ink, line.width, Qt::SolidLine, Qt::RoundCap));
                painter.drawLine(from, to);
                if (line.arrow == 0) continue;
                painter.setPen(Qt::NoPen);
                painter.setBrush(ink);
                paintArrow(painter, line.arrow > 0 ? from : to, line.arrow > 0 ? to : from, line.width);
            }
        }
    }
    painter.restore();
}

QImage heatPicture(const MapScene& scene, const MapLayer& layer, double devicePixelRatio)
{
    const QSize pixels = (scene.size * devicePixelRatio).toSize().expandedTo({1, 1});
    QImage density(pixels, QImage::Format_ARGB32_Premultiplied);
    density.setDevicePixelRatio(devicePixelRatio);
    density.fill(Qt::transparent);
    // One stamp, laid down at every place with the opacity of its weight.
    const double reach = layer.heatRadius + layer.heatBlur;
    QImage stamp((QSizeF(2 * reach, 2 * reach) * devicePixelRatio).toSize(), QImage::Format_ARGB32_Premultiplied);
    stamp.setDevicePixelRatio(devicePixelRatio);
    stamp.fill(Qt::transparent);
    {
        QRadialGradient fade(QPointF(reach, reach), reach);
        fade.setColorAt(0, QColor(0, 0, 0, 255));
        fade.setColorAt(layer.heatRadius / reach * 0.5, QColor(0, 0, 0, 200));
        fade.setColorAt(1, QColor(0, 0, 0, 0));
        QPainter painter(&stamp);
        painter.fillRect(QRectF(0, 0, 2 * reach, 2 * reach), fade);
    }
    QPainter painter(&density);
    const auto [first, last] = scene.copies();
    for (int copy = first; copy <= last; ++copy) {
        for (const MapMarker& marker : layer.markers) {
            const QPointF at = scene.at(marker.at, copy);
            if (at.x() < -reach || at.y() < -reach || at.x() > scene.size.width() + reach ||
                at.y() > scene.size.height() + reach)
                continue;
            painter.setOpacity(marker.radius);
            painter.drawImage(at - QPointF(reach, reach), stamp);
        }
    }
    painter.end();
    // OpenLayers' colours of a heat map, from little to much.
    static const QColor kStops[] = {QColor(0, 0, 255), QColor(0, 255, 255), QColor(0, 255, 0), QColor(255, 255, 0),
                                    QColor(255, 0, 0)};
    QRgb table[256];
    for (int i = 0; i < 256; ++i) {
        const double place = i / 255.0 * 4;
        const int from = std::min(static_cast<int>(place), 3);
        const double share = place - from;
        const auto mixed = [&](int a, int b) { return static_cast<int>(a + (b - a) * share); };
        const QColor& a = kStops[from];
        const QColor& b = kStops[from + 1];
        table[i] = qPremultiply(
            qRgba(mixed(a.red(), b.red()), mixed(a.green(), b.green()), mixed(a.blue(), b.blue()), i));
    }
    for (int y = 0; y < density.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(density.scanLine(y));
        for (int x = 0; x < density.width(); ++x) line[x] = table[qAlpha(line[x])];
    }
    return density;
}

}  // namespace watchglass::ui
