#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/promql/query_engine.h"
#include "ui/frame/frame.h"

namespace watchglass::ui {

enum class ResultFormat : std::uint8_t { TimeSeries, Table, Heatmap };

/// "time_series" (also "timeseries" and ""), "table", "heatmap".
[[nodiscard]] ResultFormat resultFormatFromName(std::string_view name);

/// One query's answer and how its target wants it.
struct QueryFrameInput {
    promql::QueryResultPtr result;
    std::string refId;
    std::string expr;          ///< interpolated: names series that have no label
    std::string legendFormat;  ///< "", "__auto" or a text with {{label}}
    ResultFormat format = ResultFormat::TimeSeries;
};

/// Frames of all queries of a panel, as Grafana's Prometheus source makes them. Values of time series stay in the
/// result. All queries at once, because automatic legends and "Value #A" depend on the others.
[[nodiscard]] std::vector<Frame> framesFromResults(const std::vector<QueryFrameInput>& inputs);

/// What an absent label becomes: nothing in legends, as Grafana's server does it, its name in texts of annotations.
enum class MissingLabel : std::uint8_t { Empty, Name };
/// Replaces {{ label }} by the label's value.
[[nodiscard]] std::string renderLegend(std::string_view legendFormat, const Labels& labels,
                                       MissingLabel missing = MissingLabel::Empty);

/// `metric{a="b", c="d"}`: how Grafana names a series without legend. `expr` when there are no labels at all.
[[nodiscard]] std::string defaultSeriesName(const Labels& labels, std::string_view expr);

}  // namespace watchglass::ui
