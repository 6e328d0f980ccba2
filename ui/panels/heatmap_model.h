#pragma once

#include <vector>

#include <QString>

#include "ui/graph/scale.h"
#include "ui/panels/panel_data.h"

namespace watchglass::ui {

/// A grid of counts over time. Rows go upwards.
struct HeatmapModel {
    std::vector<double> columns;    ///< where each begins, in ms; ascending
    double columnMs = 0;            ///< how long each is
    std::vector<double> edges;      ///< of the rows, one more than there are; 0, 1, 2 .. when the rows are named
    std::vector<QString> rowNames;  ///< empty: edges are numbers of an axis
    bool namesAtEdges = false;      ///< names are bounds: upper ones, or lower ones with `lowerBounds`
    bool lowerBounds = false;
    Scale scale;                 ///< of the edges
    std::vector<double> counts;  ///< column by column from the lowest row up; NaN: nothing there
    double low = 0;              ///< what the colours span
    double high = 1;
    const Field* value = nullptr;  ///< whose unit the counts have; points into PanelData::frames

    [[nodiscard]] std::size_t rows() const { return edges.empty() ? 0 : edges.size() - 1; }
    [[nodiscard]] double count(std::size_t column, std::size_t row) const { return counts[column * rows() + row]; }
};

/// Reads the frames as buckets (a row per number field, joined over time), or counts values in buckets when
/// `options.calculate` says so. Counts up to `options.filterValues.le` are left out. Empty when there is nothing.
[[nodiscard]] HeatmapModel heatmapModel(const PanelData& data);

}  // namespace watchglass::ui
