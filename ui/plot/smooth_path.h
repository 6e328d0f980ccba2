#pragma once

#include <vector>

namespace watchglass::ui {

/// Adds points to a polyline in pixels so that it runs smoothly through the given ones and rises or falls only where
/// they do: a monotone cubic (Fritsch and Carlson 1980), as uPlot draws it. Runs end at NaN, unless `bridgeNan`, and
/// where neighbours are further apart than `maxGap`. Points that are less than some pixels apart are left as they are.
void smoothPath(std::vector<float>& x, std::vector<float>& y, float maxGap, bool bridgeNan);

}  // namespace watchglass::ui
