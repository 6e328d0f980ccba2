#pragma once

#include <vector>

#include "engine/base/json.h"
#include "ui/frame/frame.h"

namespace watchglass::ui {

/// Frames that stand in a dashboard, as snapshots do: `{schema, data}` (DataFrameJSON), `{fields: [{values}]}`
/// (DataFrameDTO), and what came before both, `{target, datapoints}` and `{columns, rows}`. Columns without a type get
/// one by their values. What is none of these is left out.
/// Source: @grafana/data dataframe/DataFrameJSON.ts, processDataFrame.ts.
[[nodiscard]] std::vector<Frame> framesFromJson(const json::Value& list);

}  // namespace watchglass::ui
