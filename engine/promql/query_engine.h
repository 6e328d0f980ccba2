#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "engine/promql/ast.h"
#include "engine/promql/parser.h"
#include "engine/promql/profile.h"
#include "engine/storage/storage.h"

namespace watchglass::promql {

struct QueryCaches;

/// The steps of a query: start, start + step, ... (`steps` of them). An instant query has one step.
struct Grid {
    std::int64_t startMs = 0;
    std::int64_t stepMs = 0;
    std::uint32_t steps = 1;
    [[nodiscard]] std::int64_t at(std::uint32_t i) const { return startMs + stepMs * i; }
    bool operator==(const Grid&) const = default;
};

/// One series of a result over all steps of the grid. Presence, never NaN, says "absent".
struct ResultSeries {
    Labels labels;
    std::vector<double> values;            ///< one per step; 0 where absent
    std::vector<std::uint64_t> present;    ///< bit i % 64 of word i / 64: step i has a value
    std::vector<std::int64_t> times;       ///< only for a raw range vector (`up[5m]`): one per value, all present
    std::vector<HistogramPtr> histograms;  ///< empty, or one per value: null where it is a float

    [[nodiscard]] bool has(std::uint32_t step) const { return (present[step >> 6] >> (step & 63) & 1) != 0; }
    [[nodiscard]] const FloatHistogram* histogramAt(std::uint32_t i) const
    {
        return histograms.empty() ? nullptr : histograms[i].get();
    }
};

struct QueryStats {
    double seconds = 0;
    std::uint64_t seriesSelected = 0;
    std::uint64_t samplesRead = 0;   ///< samples themselves; the two below stand for many more
    std::uint64_t hoursRead = 0;     ///< buckets of an hour (engine/storage/rollup.h)
    std::uint64_t minutes5Read = 0;  ///< buckets of 5 minutes
    std::uint32_t stepsReused = 0;   ///< of a range query: taken from an earlier answer
    std::uint64_t peakSamples = 0;   ///< the most that were held at a time, as QueryOptions::maxSamples counts
};

/// An immutable answer, shared between the engine, the API and the panels.
struct QueryResult {
    ValueType type = ValueType::None;
    Grid grid;
    std::vector<ResultSeries> series;   ///< vector or matrix; a range query over a scalar has one series without labels
    double scalar = 0;                  ///< instant query of type Scalar
    std::string text;                   ///< instant query of type String
    std::vector<std::string> warnings;  ///< "PromQL warning: ... (1:5)"
    std::vector<std::string> infos;
    QueryStats stats;
    std::shared_ptr<const ProfileNode> profile;  ///< with QueryOptions::profile, else null
};
using QueryResultPtr = std::shared_ptr<const QueryResult>;

struct QueryOptions {
    std::int64_t lookbackMs = 300'000;
    std::int64_t defaultSubqueryStepMs = 60'000;  ///< the global evaluation interval
    std::uint64_t maxSamples = 50'000'000;
    std::int64_t timeoutMs = 120'000;
    /// Keep metric names until the query is done (Prometheus's promql-delayed-name-removal).
    bool delayedNameRemoval = false;
    /// Rates and resets look at the times at which counting began (Prometheus's use-start-timestamps).
    bool useStartTimes = false;
    bool profile = false;  ///< keep account of each node; range queries are evaluated in full
    /// Range queries keep the steps of an earlier answer that cannot have changed. The result is the same.
    bool incremental = true;
    /// Buckets of old blocks answer where the result is the same to the bit.
    bool rollups = true;
    std::stop_token stop{};
};

/// Evaluates PromQL on a store.
///
/// Threads: all functions may be called from any thread, several at once; a query runs on the caller.
/// Errors: InvalidInput for what does not parse (worded by describeParseError) or cannot be evaluated
/// ("found duplicate series ..."); Timeout, Cancelled, Limit. A part of the language that is not there yet
/// fails with "unsupported: <name>".
class QueryEngine {
public:
    /// `parser`: what queries may contain.
    explicit QueryEngine(const storage::Queryable& store, const ParserOptions& parser = {});
    ~QueryEngine();

    /// What the other functions make of `query`; kept for the next time. Errors: InvalidInput.
    [[nodiscard]] Result<std::shared_ptr<const Expr>> parse(std::string_view query) const;

    [[nodiscard]] Result<QueryResultPtr> instant(std::string_view query, std::int64_t tMs,
                                                 const QueryOptions& options = {}) const;
    /// Steps start, start + step, ... <= end.
    [[nodiscard]] Result<QueryResultPtr> range(std::string_view query, std::int64_t startMs, std::int64_t endMs,
                                               std::int64_t stepMs, const QueryOptions& options = {}) const;

private:
    const storage::Queryable& m_store;
    std::unique_ptr<QueryCaches> m_caches;
};

}  // namespace watchglass::promql
