#pragma once

#include "ui/panels/timeseries_model.h"

namespace watchglass::ui {

/// The field that is the x axis of a trend: the one of that name, else the first with numbers; -1 for none.
[[nodiscard]] int trendXField(const Frame& frame, const std::string& wanted);

/// As timeSeriesModel(), over a field of numbers. Rows are put in the order of that field.
/// Source: Grafana's public/app/plugins/panel/trend/TrendPanel.tsx.
[[nodiscard]] TimeSeriesModel trendModel(const PanelData& data);

}  // namespace watchglass::ui
