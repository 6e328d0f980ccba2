#pragma once

#include "ui/panels/heatmap_model.h"

namespace watchglass::ui {

/// An exemplar over the cells of a heatmap.
struct HeatmapExemplar {
    std::size_t index = 0;  ///< in PanelData::exemplars
    double timeMs = 0;
    double edge = 0;  ///< its height, as HeatmapModel::edges count
};

/// Where the exemplars of `data` stand: at their value on an axis of numbers, in the middle of their bucket where rows
/// are named by bounds. None over counts that were calculated, nor over rows whose names are no numbers.
/// Source: Grafana's public/app/plugins/panel/heatmap/utils.ts, heatmapPathsPoints.
[[nodiscard]] std::vector<HeatmapExemplar> heatmapExemplars(const PanelData& data, const HeatmapModel& model);

}  // namespace watchglass::ui
