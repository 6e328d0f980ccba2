#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "engine/api/router.h"

namespace watchglass::api {

/// What the status endpoints tell. Callbacks are called from server threads.
struct StatusSources {
    std::int64_t startMs = 0;
    std::map<std::string, std::string> flags;
    std::function<std::string()> storageRetention;
    std::function<bool()> ready;
    std::function<std::string()> configText;
    std::function<std::string()> metricsText;  ///< Prometheus text format
    std::function<std::int64_t()> nowMs;
    std::function<std::int64_t()> lastReloadMs;
    std::function<bool()> lastReloadOk;
    std::function<Result<void>()> reload;
};

/// Adds /metrics, /-/healthy, /-/ready, /-/reload and /api/v1/status/{buildinfo,runtimeinfo,flags,config}.
void addStatusRoutes(Router& router, StatusSources sources);

}  // namespace watchglass::api
