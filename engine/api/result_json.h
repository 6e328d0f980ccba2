#pragma once

#include <string>

#include "engine/promql/query_engine.h"

namespace watchglass::api {

/// Appends `{"resultType":...,"result":...}` as Prometheus's /api/v1/query and query_range give it.
/// `limit` > 0 cuts the series; returns whether some were cut.
bool appendResult(std::string& out, const promql::QueryResult& result, bool range, std::size_t limit);

/// Appends `,"stats":{...}`, what `stats` asks for; with a profile, a member of that name.
void appendStats(std::string& out, const promql::QueryStats& stats, const promql::ProfileNode* profile,
                 double queuedSeconds);

}  // namespace watchglass::api
