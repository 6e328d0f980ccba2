#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/json.h"
#include "ui/frame/frame.h"

namespace watchglass::ui {

/// Counts of values in buckets over time: column by column, in each from the lowest row up.
struct HeatGrid {
    double firstX = 0;  ///< where the first column begins, in milliseconds
    double stepX = 0;
    std::size_t columns = 0;
    double firstY = 0;  ///< where the lowest row begins; an exponent of `logBase` when that is set
    double stepY = 0;
    std::size_t rows = 0;
    int logBase = 0;  ///< 2 or 10; 0: linear
    std::vector<double> counts;

    [[nodiscard]] double edgeX(std::size_t column) const { return firstX + static_cast<double>(column) * stepX; }
    [[nodiscard]] double edgeY(std::size_t row) const;
};

/// A column of times and one of numbers.
struct HeatSource {
    const Field* time = nullptr;
    const Field* value = nullptr;
};

/// Counts values as `calculation` of a heatmap says (`{xBuckets, yBuckets}`): buckets of a size or a number of round
/// ones. Values that are no numbers, and on a logarithmic scale what is not above zero, are left out; more columns and
/// rows than anybody sees become fewer, larger ones. None without any value.
/// Source: Grafana's public/app/features/transformers/calculateHeatmap/heatmap.ts.
[[nodiscard]] std::optional<HeatGrid> countHeat(const std::vector<HeatSource>& sources, const json::Value& calculation);

}  // namespace watchglass::ui
