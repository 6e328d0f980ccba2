#include "engine/exposition/metric_type.h"

#include <array>

namespace watchglass::exposition {

namespace {

constexpr std::array<std::string_view, 8> kNames = {"unknown",        "counter", "gauge", "histogram",
                                                    "gaugehistogram", "summary", "info",  "stateset"};

}  // namespace

std::string_view metricTypeName(MetricType type) { return kNames[static_cast<std::size_t>(type)]; }

std::optional<MetricType> metricTypeFromName(std::string_view name)
{
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (kNames[i] == name) return static_cast<MetricType>(i);
    }
    return std::nullopt;
}

}  // namespace watchglass::exposition
