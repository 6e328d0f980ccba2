#pragma once

#include "engine/api/router.h"
#include "engine/base/clock.h"
#include "engine/promql/query_engine.h"
#include "engine/storage/storage.h"

namespace watchglass::api {

/// What the query endpoints need. All references outlive the router.
struct QuerySources {
    const storage::Queryable& store;
    const promql::QueryEngine& queries;
    const Clock& clock;
    promql::QueryOptions defaults{};
};

/// Adds /api/v1/query and query_range: parameters, errors and JSON as Prometheus 3.x.
void addQueryRoutes(Router& router, const QuerySources& sources);

/// Adds what needs no evaluation: /api/v1/format_query, parse_query and query_exemplars. `store` outlives the router.
void addParseRoutes(Router& router, const promql::QueryEngine& queries, const storage::Queryable& store);

/// Adds /api/v1/series, labels and label/<name>/values.
void addSeriesRoutes(Router& router, const QuerySources& sources);

}  // namespace watchglass::api
