#pragma once

#include "ui/panels/panel_data.h"
#include "ui/plot/plot_model.h"

namespace watchglass::ui {

/// Where a series of the plot model comes from.
struct SeriesSource {
    std::size_t frame = 0;
    std::size_t field = 0;
};

struct TimeSeriesModel {
    PlotModel plot;
    std::vector<SeriesSource> sources;  ///< as plot.series
};

class DisplayProcessor;

/// The scale that a field's `custom` options ask for.
[[nodiscard]] Scale fieldScale(const Field& field);
/// The value axis of a field. `first`: of the graph; others stand at the right and have no grid of their own.
[[nodiscard]] PlotAxis plotAxis(const Field& field, const std::shared_ptr<const DisplayProcessor>& display, bool first);

/// The lines and areas that a field's thresholds are shown by, for an axis that has none yet.
void addThresholds(const Field& field, int axis, PlotModel& plot);

/// Turns the frames of a time series panel into what the graph draws: one series for every number field of every
/// frame with a time field, one axis per unit and scale settings. Reads the `custom` options of each field.
/// Colours are those of the current theme. GUI thread only.
[[nodiscard]] TimeSeriesModel timeSeriesModel(const PanelData& data);

}  // namespace watchglass::ui
