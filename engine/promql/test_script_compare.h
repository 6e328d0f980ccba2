#pragma once

#include <string>

#include "engine/promql/query_engine.h"
#include "engine/promql/test_script_parse.h"

namespace watchglass::promql::script {

/// The reference runner's equality of floats: relative 1e-6; staleness markers equal each other only.
[[nodiscard]] bool almostEqual(double expected, double got);

/// "" when the result has just the series that are expected, else what is wrong. `startMs` and `stepMs` place the
/// expected values in time.
[[nodiscard]] std::string compareAll(const EvalCommand& eval, const QueryResult& result, std::int64_t startMs,
                                     std::int64_t stepMs, bool ordered);

/// "m{a=\"b\"} at 60000 ms: expected 1, got 2".
[[nodiscard]] std::string describePoint(const Labels& labels, double expected, double got, std::int64_t tMs);

}  // namespace watchglass::promql::script
