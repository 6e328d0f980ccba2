#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <QColor>
#include <QPointF>
#include <QRectF>
#include <QString>

#include "ui/frame/geo_point.h"
#include "ui/panels/panel_data.h"

namespace watchglass::ui {

enum class MarkerShape : std::uint8_t { Circle, Square, Triangle, Star, Cross, X, Plane };

struct MapMarker {
    QPointF at;  ///< world, see map_projection.h
    double radius = 5;
    double rotation = 0;  ///< degrees
    QColor color;
    QString text;
    std::size_t frame = 0;
    std::size_t row = 0;
};

/// A line through places: a route, or a field of lines.
struct MapLine {
    std::vector<QPointF> points;  ///< world
    std::vector<QColor> colors;   ///< of each point
    double width = 1;
    int arrow = 0;  ///< 1: forward, -1: backward
};

struct MapLegendEntry {
    QColor color;
    QString name;
};

enum class MapLayerKind : std::uint8_t { Markers, Heat, Route };

/// How markers are drawn beside what their rows say.
struct MapMarkerStyle {
    MarkerShape shape = MarkerShape::Circle;
    double opacity = 0.4;
    double lineWidth = 1;
    double fontSize = 12;
    QPointF textOffset;
    int textAcross = 0;  ///< -1: the text starts there, 0: its middle, 1: it ends there
    int textDown = 0;    ///< likewise: -1 top, 1 bottom
    QPointF align;       ///< where the place is in the symbol: -1 to 1
};

struct MapLayer {
    QString name;
    MapLayerKind kind = MapLayerKind::Markers;
    MapMarkerStyle style;
    double opacity = 1;
    std::vector<MapMarker> markers;  ///< of heat layers: radius is the weight, 0 to 1
    std::vector<MapLine> lines;
    double heatRadius = 5;
    double heatBlur = 15;
    bool legend = true;
    bool tooltip = true;
    QString legendTitle;                        ///< the field that gives the colour
    std::vector<MapLegendEntry> legendEntries;  ///< colours and what they stand for
    std::vector<QColor> legendRange;            ///< a gradient, from legendLow to legendHigh
    QString legendLow;
    QString legendHigh;
};

/// Where the view begins.
struct MapView {
    bool fit = false;
    GeoPoint centre;
    double zoom = 1;
    double padding = 5;  ///< per cent at each side, for fit
    bool noRepeat = false;
    std::optional<QRectF> box;  ///< world: what fit shows; none when nothing is there
};

struct MapModel {
    std::vector<MapLayer> layers;
    MapView view;
    std::vector<QString> notes;  ///< why something is not there
    std::size_t leftOut = 0;     ///< markers beyond the limit
};

/// More markers than this are not drawn: a note says so.
inline constexpr std::size_t kMostMarkers = 20000;

[[nodiscard]] MapModel geomapModel(const PanelData& data);

}  // namespace watchglass::ui
