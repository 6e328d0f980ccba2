#pragma once

#include <vector>

#include "ui/frame/geo_point.h"

namespace watchglass::ui {

/// The outline of the world, a ring for each land mass: some thousand points, good at the scale of the world.
/// Longitudes run on beyond 180 where a land does.
[[nodiscard]] const std::vector<std::vector<GeoPoint>>& worldLand();
/// Lakes and inner seas that are large enough to see.
[[nodiscard]] const std::vector<std::vector<GeoPoint>>& worldLakes();

}  // namespace watchglass::ui
