#pragma once

#include <vector>

namespace watchglass::ui {

struct CurvePoint {
    double x = 0;
    double y = 0;
};

/// A curve as smooth as it gets without losing its large deviations, of some `resolution` points at most twice: moving
/// averages over the window that leaves the least roughness while the kurtosis stays.
/// Source: K. Rong, P. Bailis, "ASAP: Prioritizing Attention via Time Series Smoothing", 2017, algorithms 1 and 2.
[[nodiscard]] std::vector<CurvePoint> asapSmooth(std::vector<CurvePoint> points, std::size_t resolution);

}  // namespace watchglass::ui
