#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/api/router.h"
#include "engine/scrape/target_status.h"

namespace watchglass::api {

/// Snapshots of the scrape manager; called from server threads.
struct TargetSources {
    std::function<std::vector<scrape::TargetStatus>()> active;
    std::function<std::vector<scrape::DroppedTarget>()> dropped;
    std::function<std::vector<scrape::MetricMetadata>()> metadata;
};

/// Adds /api/v1/targets, /api/v1/scrape_pools and /api/v1/metadata.
void addTargetRoutes(Router& router, TargetSources sources);

}  // namespace watchglass::api
