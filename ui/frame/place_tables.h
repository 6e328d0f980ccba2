#pragma once

#include <string_view>
#include <vector>

#include "ui/frame/geo_point.h"

namespace watchglass::ui {

/// A place that data can name.
struct Place {
    std::string_view id;      ///< ISO 3166 alpha-2, or a state's two letters
    std::string_view alpha3;  ///< "" for states
    std::string_view name;
    GeoPoint centre;
};

[[nodiscard]] const std::vector<Place>& countryPlaces();
[[nodiscard]] const std::vector<Place>& usaStatePlaces();

}  // namespace watchglass::ui
