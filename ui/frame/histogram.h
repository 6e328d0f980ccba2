#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ui/frame/frame.h"

namespace watchglass::ui {

struct HistogramRules {
    std::optional<double> bucketSize;  ///< none: a round one for some `bucketCount` buckets
    double bucketCount = 30;
    double bucketOffset = 0;
    bool combine = false;  ///< all fields in one
};

/// Buckets from `min` up to `max` and, for each field, how many values lie in each.
struct Histogram {
    Field min;
    Field max;
    std::vector<Field> counts;
};
/// The histogram of all number fields; none without any.
[[nodiscard]] std::optional<Histogram> buildHistogram(const std::vector<Frame>& frames, const HistogramRules& rules);

/// Sizes of buckets to choose from, ascending.
[[nodiscard]] std::span<const double> bucketSizes();

/// The multiple of `step` nearest to, above or below the value, with the noise of binary fractions.
[[nodiscard]] double nearestMultiple(double value, double step);
[[nodiscard]] double multipleAbove(double value, double step);
[[nodiscard]] double multipleBelow(double value, double step);

}  // namespace watchglass::ui
