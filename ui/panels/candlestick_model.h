#pragma once

#include <optional>

#include "ui/panels/timeseries_model.h"

namespace watchglass::ui {

/// The frame that candles are drawn from, and its fields by role; -1 for those that are not there.
struct CandlestickFields {
    Frame frame;  ///< all frames joined by time; may hold an open or close made from the other
    int open = -1;
    int high = -1;
    int low = -1;
    int close = -1;
    int volume = -1;
    std::vector<int> used;  ///< fields with a role, whatever the mode draws
};

/// Finds the fields that `options` name, else those with usual names ("open", "o"); the first number is the open
/// value where there is neither an open nor a close one. None without a time and a number.
/// Source: Grafana's public/app/plugins/panel/candlestick/fields.ts.
[[nodiscard]] std::optional<CandlestickFields> candlestickFields(const std::vector<Frame>& frames,
                                                                 const json::Value& options);

/// What a graph draws of them. `sources` name fields of `frame` only, in `frames`.
struct CandlestickModel {
    TimeSeriesModel model;
    std::shared_ptr<const std::vector<Frame>> frames;  ///< what model's sources speak of; shared with its series
};
[[nodiscard]] CandlestickModel candlestickModel(const PanelData& data);

}  // namespace watchglass::ui
