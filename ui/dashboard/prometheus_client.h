#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ui/dashboard/time_range.h"

/// What Grafana's Prometheus source does in the client with texts, beside queries (@grafana/prometheus).
namespace watchglass::ui {

/// A sample's value as the HTTP interface writes it; NaN for what is none.
[[nodiscard]] double parseSampleValue(std::string_view text);

/// Seconds since 1970; a part of a second goes up or down.
[[nodiscard]] std::int64_t prometheusSeconds(std::int64_t timeMs, bool roundUp);

/// `name{a="b",c="d"}` with the labels in their order, `{}` without any.
[[nodiscard]] std::string originalMetricName(const std::vector<std::pair<std::string, std::string>>& labels);

/// What the editor's hints do to a query: ADD_RATE, ADD_SUM, ADD_FILTER, ADD_HISTOGRAM_QUANTILE and their kin. Unknown
/// actions leave it alone.
[[nodiscard]] std::string modifiedQuery(std::string_view query, std::string_view action, std::string_view key = {},
                                        std::string_view value = {});

/// The range that `from` and `to` of an address stand for; what says no time stays as `usual` has it.
[[nodiscard]] TimeRangeText timeRangeFromUrl(std::string_view from, std::string_view to, const TimeRangeText& usual,
                                             const TimeContext& context);

}  // namespace watchglass::ui
