#include "ui/panels/map_projection.h"

#include <algorithm>
#include <cmath>

namespace watchglass::ui {

namespace {

constexpr double kWorldPixels = 256;
constexpr double kMostLatitude = 85.0511287798;  ///< where the square ends
constexpr double kEquator = 40075016.686;        ///< metres

}  // namespace

QPointF toWorld(const GeoPoint& point)
{
    const double latitude = std::clamp(point.lat, -kMostLatitude, kMostLatitude) * M_PI / 180;
    return {(point.lon + 180) / 360, 0.5 - std::asinh(std::tan(latitude)) / (2 * M_PI)};
}

GeoPoint fromWorld(const QPointF& world)
{
    return {std::atan(std::sinh((0.5 - world.y()) * 2 * M_PI)) * 180 / M_PI, world.x() * 360 - 180};
}

double MapCamera::worldPixels() const { return kWorldPixels * std::exp2(zoom); }

QPointF MapCamera::toView(const QPointF& world, const QSizeF& view) const
{
    return (world - centre) * worldPixels() + QPointF(view.width() / 2, view.height() / 2);
}

QPointF MapCamera::toWorld(const QPointF& at, const QSizeF& view) const
{
    return centre + (at - QPointF(view.width() / 2, view.height() / 2)) / worldPixels();
}

void MapCamera::keepInWorld()
{
    centre.setX(centre.x() - std::floor(centre.x()));
    centre.setY(std::clamp(centre.y(), 0.0, 1.0));
}

void MapCamera::moveBy(const QPointF& pixels)
{
    centre -= pixels / worldPixels();
    keepInWorld();
}

void MapCamera::zoomTo(double newZoom, const QPointF& about, const QSizeF& view)
{
    const QPointF kept = toWorld(about, view);
    zoom = std::clamp(newZoom, kLeastZoom, kMostZoom);
    centre += kept - toWorld(about, view);
    keepInWorld();
}

MapCamera cameraFor(const QRectF& box, const QSizeF& view, double padding, double mostZoom)
{
    MapCamera camera;
    camera.centre = box.center();
    const double share = std::clamp(1 - 2 * padding / 100, 0.1, 1.0);
    const double across = box.width() > 0 ? view.width() * share / box.width() : INFINITY;
    const double down = box.height() > 0 ? view.height() * share / box.height() : INFINITY;
    const double pixels = std::min(across, down);
    const double fitting = std::isfinite(pixels) && pixels > 0 ? std::log2(pixels / kWorldPixels) : mostZoom;
    camera.zoom = std::clamp(std::min(fitting, mostZoom), MapCamera::kLeastZoom, MapCamera::kMostZoom);
    return camera;
}

MapScale mapScale(const MapCamera& camera, double mostPixels)
{
    const double latitude = fromWorld(camera.centre).lat * M_PI / 180;
    const double perPixel = kEquator * std::max(std::cos(latitude), 0.01) / camera.worldPixels();
    const double most = perPixel * mostPixels;
    double metres = std::pow(10, std::floor(std::log10(most)));
    if (metres * 5 <= most)
        metres *= 5;
    else if (metres * 2 <= most)
        metres *= 2;
    return {metres, metres / perPixel};
}

}  // namespace watchglass::ui
