#pragma once

#include <string>
#include <vector>

#include "engine/base/json.h"
#include "ui/frame/frame.h"
#include "ui/frame/geo_point.h"

namespace watchglass::ui {

/// Where the rows of a frame are: nothing, a point, or a line.
struct Locations {
    std::vector<std::vector<GeoPoint>> rows;  ///< one for each row of the frame; empty: nowhere
    std::string problem;                      ///< why there are none: which fields are missing
    const Field* field = nullptr;             ///< the frame's own field of places, if it has one
    bool derived = false;                     ///< made of other fields
};

/// Reads a frame's places as `source` says: `{mode: auto|coords|geohash|lookup, latitude, longitude, geohash, lookup,
/// gazetteer}`. Rows whose values are no place on the globe are nowhere. Fields must have their display names.
[[nodiscard]] Locations locationsOf(const Frame& frame, const json::Value& source);

/// A cell of a field of places, as GeoJSON writes it.
[[nodiscard]] Cell placeCell(const std::vector<GeoPoint>& points);
/// The points of such a cell; empty for any other.
[[nodiscard]] std::vector<GeoPoint> pointsOfCell(const Cell& cell);

}  // namespace watchglass::ui
