#pragma once

#include <functional>

#include "engine/api/router.h"
#include "engine/storage/storage.h"

namespace watchglass::api {

/// Adds /api/v1/status/tsdb and status/walreplay (done before anything is served).
/// `store` outlives the router; `stats` is called from server threads.
void addTsdbRoutes(Router& router, const storage::Queryable& store, std::function<storage::StorageStats()> stats);

/// Adds /api/v1/admin/tsdb/delete_series, clean_tombstones and snapshot. Null: they are refused, as by Prometheus
/// without --web.enable-admin-api. The store outlives the router; `addToSnapshot` is called from server threads.
void addTsdbAdminRoutes(Router& router, storage::Storage* store, const storage::SnapshotPart& addToSnapshot = {});

}  // namespace watchglass::api
