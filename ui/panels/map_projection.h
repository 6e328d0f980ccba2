#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include "ui/frame/geo_point.h"

namespace watchglass::ui {

/// Web Mercator, as maps on the web have it: the world is a square from 0 to 1, north at the top; a zoom step doubles
/// it.
[[nodiscard]] QPointF toWorld(const GeoPoint& point);
[[nodiscard]] GeoPoint fromWorld(const QPointF& world);

/// What part of the world a view shows. At zoom 0 the world is 256 pixels wide.
struct MapCamera {
    QPointF centre{0.5, 0.5};  ///< world
    double zoom = 1;

    static constexpr double kLeastZoom = 0;
    static constexpr double kMostZoom = 22;

    [[nodiscard]] double worldPixels() const;
    [[nodiscard]] QPointF toView(const QPointF& world, const QSizeF& view) const;
    [[nodiscard]] QPointF toWorld(const QPointF& at, const QSizeF& view) const;
    void moveBy(const QPointF& pixels);
    /// What is at `about` stays there.
    void zoomTo(double newZoom, const QPointF& about, const QSizeF& view);

private:
    void keepInWorld();
};

/// The camera that shows all of `box` (world) with `padding` per cent of the view free at each side.
[[nodiscard]] MapCamera cameraFor(const QRectF& box, const QSizeF& view, double padding, double mostZoom);

/// A round length in metres for a scale line of at most `pixels` at the camera's centre, and its own pixels.
struct MapScale {
    double metres = 0;
    double pixels = 0;
};
[[nodiscard]] MapScale mapScale(const MapCamera& camera, double mostPixels);

}  // namespace watchglass::ui
