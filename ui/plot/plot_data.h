#pragma once

#include <vector>

#include "ui/plot/plot_model.h"

namespace watchglass::ui {

/// The numbers of one series as they are drawn: stacked where the model says so.
struct PlotSamples {
    const double* times = nullptr;
    const double* values = nullptr;
    const double* base = nullptr;  ///< where bars start; null: at zero
    std::size_t count = 0;
    bool negative = false;  ///< stacks below zero
    bool aligned = false;   ///< times are the union of the stack's: NaN does not mean a gap of the source

    std::vector<double> ownValues;
    std::vector<double> ownBase;
    std::shared_ptr<const std::vector<double>> ownTimes;
};

/// The model's samples, stacked, and the extremes of what each axis has to show.
struct PlotData {
    std::vector<PlotSamples> series;
    std::vector<Range> extremes;  ///< per axis; NaN when nothing is visible on it

    /// Per axis the range that axisRange() gives for its extremes.
    std::vector<Range> ranges;
};

/// Stacks the visible series and measures what lies between fromMs and toMs.
[[nodiscard]] PlotData preparePlotData(const PlotModel& model);

}  // namespace watchglass::ui
