#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/exposition/metric_type.h"
#include "engine/model/labels.h"

namespace watchglass::scrape {

enum class Health : std::uint8_t { Unknown, Up, Down };

/// "unknown", "up" or "down", as the API says it.
[[nodiscard]] inline std::string_view healthName(Health health)
{
    return health == Health::Up ? "up" : health == Health::Down ? "down" : "unknown";
}

/// A target as /api/v1/targets shows it.
struct TargetStatus {
    std::string scrapePool;  ///< the job's name in the configuration
    std::string scrapeUrl;
    std::string globalUrl;  ///< scrapeUrl with a loopback host replaced by the machine's name
    Labels discoveredLabels;
    Labels labels;
    Health health = Health::Unknown;
    std::string lastError;          ///< "" when the last scrape was good
    std::int64_t lastScrapeMs = 0;  ///< Unix time; 0: never
    double lastDurationSeconds = 0;
    std::chrono::milliseconds interval{0};
    std::chrono::milliseconds timeout{0};
    std::uint64_t samplesScraped = 0;  ///< of the last scrape
    bool internal = false;             ///< inside this process, no socket
    bool insecureSkipVerify = false;   ///< TLS is not verified: to be shown as a warning
};

/// A target that relabelling dropped.
struct DroppedTarget {
    std::string scrapePool;
    Labels discoveredLabels;
};

/// What a target says about one of its metrics.
struct MetricMetadata {
    std::string metric;
    exposition::MetricType type = exposition::MetricType::Unknown;
    std::string help;
    std::string unit;
    Labels target;
};

/// Counters for /metrics; since the start.
struct ScrapeStats {
    std::uint64_t scrapes = 0;
    std::uint64_t failures = 0;
    std::uint64_t samples = 0;
    std::uint64_t bytes = 0;
    std::uint64_t outOfOrder = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t outOfBounds = 0;
};

}  // namespace watchglass::scrape
