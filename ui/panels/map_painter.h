#pragma once

#include <QImage>
#include <QSizeF>

#include "ui/panels/geomap_model.h"
#include "ui/panels/map_projection.h"

class QPainter;

namespace watchglass::ui {

/// A camera and the room that it looks into; shifts name the copies of the world beside the first.
struct MapScene {
    MapCamera camera;
    QSizeF size;
    bool noRepeat = false;

    /// First and last copy of the world that is in sight: 0 is the one from -180 to 180 degrees.
    [[nodiscard]] std::pair<int, int> copies() const;
    [[nodiscard]] QPointF at(const QPointF& world, int copy = 0) const;
    /// The copy of a place that is nearest to the middle of the view.
    [[nodiscard]] QPointF nearest(const QPointF& world) const;
};

/// Water, the grid of degrees, land and lakes.
void paintWorld(QPainter& painter, const MapScene& scene);
void paintMarkers(QPainter& painter, const MapScene& scene, const MapLayer& layer);
void paintLines(QPainter& painter, const MapScene& scene, const MapLayer& layer);
/// The heat of a layer as a picture of the view's size.
[[nodiscard]] QImage heatPicture(const MapScene& scene, const MapLayer& layer, double devicePixelRatio);

/// Where a marker's symbol is.
[[nodiscard]] QRectF markerBox(const MapScene& scene, const MapLayer& layer, const MapMarker& marker);

}  // namespace watchglass::ui
