#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace watchglass::ui {

/// A place on the globe, in degrees.
struct GeoPoint {
    double lat = 0;
    double lon = 0;

    bool operator==(const GeoPoint&) const = default;
};

/// Whether both are finite and within what a globe has: 90 degrees of latitude, 360 of longitude.
[[nodiscard]] bool isOnGlobe(const GeoPoint& point);

/// The middle of a geohash's cell; none for texts that are no geohash.
[[nodiscard]] std::optional<GeoPoint> pointOfGeohash(std::string_view text);

/// Metres along the line, on a sphere of 6371008.8 m radius.
[[nodiscard]] double lengthOf(const std::vector<GeoPoint>& line);

/// The direction from one to the other as drawn on a map of plain degrees, 0 to 360, as Grafana calculates it.
[[nodiscard]] double headingBetween(const GeoPoint& from, const GeoPoint& to);

}  // namespace watchglass::ui
