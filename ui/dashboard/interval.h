#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ui/dashboard/time_range.h"

namespace watchglass::ui {

/// The nearest interval that people count in: 1 ms, 10 ms ... 30 s, 1 m ... 1 y
/// (@grafana/data datetime/rangeutil roundInterval).
[[nodiscard]] std::int64_t roundIntervalMs(double ms);

/// "15s", "1h": the largest whole unit of y, d, h, m, s, ms (secondsToHms of Grafana; rounds down).
[[nodiscard]] std::string intervalText(std::int64_t ms);
/// As Go prints durations, which is how `$__rate_interval` looks: "1m0s", "15s".
[[nodiscard]] std::string goDurationText(std::int64_t ms);
/// Reads "15s", "1m30s", ">10s", "10" (seconds). No value for anything else.
[[nodiscard]] std::optional<std::int64_t> parseIntervalMs(std::string_view text);

struct Interval {
    std::int64_t ms = 0;
    std::string text;
};
/// max(round(range / maxDataPoints), minimum).
[[nodiscard]] Interval calculateInterval(std::int64_t rangeMs, double maxDataPoints, std::int64_t minimumMs = 0);

/// What one Prometheus target runs with.
struct PrometheusStep {
    std::int64_t stepMs = 0;
    std::int64_t rateIntervalMs = 0;
};

struct StepRequest {
    TimeRange range;
    std::int64_t maxDataPoints = 0;
    std::int64_t intervalMs = 0;  ///< of the request: calculateInterval() over the panel
    std::string targetInterval;   ///< the target's "Min step", interpolated; may be empty
    std::int64_t intervalFactor = 1;
    std::int64_t scrapeIntervalMs = 15'000;  ///< of the data source
};
/// Grafana's arithmetic for steps (pkg/promlib/models/query.go): never more than 11,000 points.
[[nodiscard]] PrometheusStep prometheusStep(const StepRequest& request);

}  // namespace watchglass::ui
