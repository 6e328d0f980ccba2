#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace watchglass::exposition {

enum class MetricType : std::uint8_t {
    Unknown,  ///< also "untyped" of the text format
    Counter,
    Gauge,
    Histogram,
    GaugeHistogram,
    Summary,
    Info,
    StateSet,
};

/// The lower-case name of the API and of OpenMetrics: "counter", "stateset", "unknown".
[[nodiscard]] std::string_view metricTypeName(MetricType type);

/// The type with that name; none for a name that metricTypeName() never gives.
[[nodiscard]] std::optional<MetricType> metricTypeFromName(std::string_view name);

}  // namespace watchglass::exposition
