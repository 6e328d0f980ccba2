#pragma once

#include <functional>

#include "engine/api/router.h"
#include "engine/storage/storage.h"

namespace watchglass::api {

/// Adds /api/v1/status/tsdb and status/walreplay (done before anything is served), and refuses the endpoints of
/// /api/v1/admin/tsdb/ as Prometheus does without --web.enable-admin-api.
/// `store` outlives the router; `stats` is called from server threads.
void addTsdbRoutes(Router& router, const storage::Queryable& store, std::function<storage::StorageStats()> stats);

}  // namespace watchglass::api
