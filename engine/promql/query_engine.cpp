#include "engine/promql/query_engine.h"

#include <algorithm>
#include <new>
#include <optional>

#include "engine/base/clock.h"
#include "engine/promql/eval_annotations.h"
#include "engine/promql/eval_facts.h"
#include "engine/promql/evaluator.h"
#include "engine/promql/expr_cache.h"
#include "engine/promql/grouping_cache.h"
#include "engine/promql/parser.h"
#include "engine/promql/range_cache.h"

namespace watchglass::promql {

/// What an engine keeps between queries. Each part takes care of its threads.
struct QueryCaches {
    explicit QueryCaches(const ParserOptions& parser) : exprs(parser) {}
    mutable ExprCache exprs;
    mutable GroupingCache groupings;
    mutable RangeCache results;
    mutable ReadPool readers;
};

namespace {

/// More steps than any caller can want; keeps row sizes in 32 bits.
constexpr std::int64_t kMostSteps = 10'000'000;

void takeRow(Row& row, std::uint32_t steps, QueryResult& result)
{
    ResultSeries series;
    series.labels = std::move(row.labels);
    series.values = std::move(row.values);
    series.present = std::move(row.present);
    series.histograms = std::move(row.histograms);
    if (!row.dense) {
        for (std::uint32_t i = 0; i < steps; ++i) {
            if (!series.has(i)) series.values[i] = 0;
        }
    }
    result.series.push_back(std::move(series));
}

void sortSeries(std::vector<ResultSeries>& series)
{
    std::stable_sort(series.begin(), series.end(),
                     [](const ResultSeries& a, const ResultSeries& b) { return a.labels < b.labels; });
}

/// Evaluates the tree into `result`; throws EvalError.
void evaluate(const Expr& expr, bool isRange, Evaluator& evaluator, QueryResult& result)
{
    const Grid& grid = result.grid;
    result.type = typeOf(expr);
    switch (result.type) {
    case ValueType::Vector: {
        Rows rows = evaluator.evalVector(expr, grid);
        evaluator.finishNames(rows, grid);
        for (Row& row : rows) takeRow(row, grid.steps, result);
        if (isRange) {
            result.type = ValueType::Matrix;
            sortSeries(result.series);
        }
        return;
    }
    case ValueType::Scalar: {
        const ScalarRow scalar = evaluator.evalScalar(expr, grid);
        if (!isRange) {
            result.scalar = scalar.at(0);
            return;
        }
        result.type = ValueType::Matrix;
        ResultSeries& series = result.series.emplace_back();
        series.present = fullBitmap(grid.steps);
        series.values.resize(grid.steps);
        for (std::uint32_t i = 0; i < grid.steps; ++i) series.values[i] = scalar.at(i);
        return;
    }
    case ValueType::String: result.text = static_cast<const StringLiteral&>(unwrapParens(expr)).value; return;
    case ValueType::Matrix:
        result.series = evaluator.evalRangeVector(expr, grid);
        sortSeries(result.series);
        return;
    case ValueType::None: break;
    }
    throwEval("unsupported: this type of expression");
}

/// `standsAlone`, if not null, becomes whether the steps of the result may be kept.
Result<QueryResultPtr> run(const storage::Queryable& store, const QueryCaches& caches, std::string_view query,
                           const QueryWindow& window, bool isRange, const QueryOptions& options,
                           bool* standsAlone = nullptr)
{
    const std::int64_t startedNs = SystemClock::instance().steadyNs();
    const Result<SharedExpr> parsed = caches.exprs.parse(query);
    if (!parsed) return fail(ErrorCode::InvalidInput, describeParseError(parsed.error()), parsed.error().where);
    const Expr& expr = **parsed;
    const ValueType type = typeOf(expr);
    if (isRange && type != ValueType::Vector && type != ValueType::Scalar) {
        return fail(ErrorCode::InvalidInput, "invalid expression type \"" + std::string(documentedType(type)) +
                                                 "\" for range query, must be Scalar or instant Vector");
    }
    if (standsAlone != nullptr) *standsAlone = stepsStandAlone(expr, options);
    auto result = std::make_shared<QueryResult>();
    result->grid = {window.startMs, window.stepMs, 1};
    if (isRange) result->grid.steps = static_cast<std::uint32_t>((window.endMs - window.startMs) / window.stepMs + 1);
    Annotations annotations(query);
    try {
        const ExprFacts facts(expr, window);
        const std::shared_ptr<const storage::Querier> querier = store.querier();
        caches.groupings.noteForgotten(store.seriesForgotten());
        std::optional<Profiler> profiler;
        if (options.profile) profiler.emplace(expr);
        Evaluator evaluator(*querier, options, facts, annotations, caches.groupings, &caches.readers,
                            profiler ? &*profiler : nullptr);
        evaluate(expr, isRange, evaluator, *result);
        result->stats = evaluator.stats();
        if (profiler) result->profile = std::make_shared<const ProfileNode>(profiler->tree());
    } catch (const EvalError& e) {
        return tl::make_unexpected(e.error);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::Limit, "query needs more memory than there is");
    }
    result->warnings = annotations.warnings();
    result->infos = annotations.infos();
    result->stats.seconds = static_cast<double>(SystemClock::instance().steadyNs() - startedNs) / 1e9;
    return QueryResultPtr(std::move(result));
}

}  // namespace

QueryEngine::QueryEngine(const storage::Queryable& store, const ParserOptions& parser)
    : m_store(store), m_caches(std::make_unique<QueryCaches>(parser))
{
}

QueryEngine::~QueryEngine() = default;

Result<std::shared_ptr<const Expr>> QueryEngine::parse(std::string_view query) const
{
    return m_caches->exprs.parse(query);
}

Result<QueryResultPtr> QueryEngine::instant(std::string_view query, std::int64_t tMs, const QueryOptions& options) const
{
    return run(m_store, *m_caches, query, {tMs, tMs, 0}, false, options);
}

Result<QueryResultPtr> QueryEngine::range(std::string_view query, std::int64_t startMs, std::int64_t endMs,
                                          std::int64_t stepMs, const QueryOptions& options) const
{
    if (stepMs <= 0) {
        return fail(ErrorCode::InvalidInput,
                    "zero or negative query resolution step widths are not accepted. Try a positive integer");
    }
    if (endMs < startMs) return fail(ErrorCode::InvalidInput, "end timestamp must not be before start time");
    if ((endMs - startMs) / stepMs >= kMostSteps) return fail(ErrorCode::Limit, "the range holds too many steps");
    const storage::AppendHistory* history = m_store.history();
    if (history == nullptr || !options.incremental || options.profile) {
        return run(m_store, *m_caches, query, {startMs, endMs, stepMs}, true, options);
    }

    const Grid grid{startMs, stepMs, static_cast<std::uint32_t>((endMs - startMs) / stepMs + 1)};
    const std::string key = RangeCache::key(query, startMs, stepMs, options);
    const std::uint64_t sequence = history->sequence();
    if (const auto earlier = m_caches->results.find(key)) {
        const KeptSteps kept = keptSteps(*earlier->result, grid, history->earliestSince(earlier->sequence));
        Result<QueryResultPtr> rest = QueryResultPtr();
        // Below half the work saved is not worth the copies.
        bool join = kept.count >= grid.steps - kept.count;
        if (join && kept.count < grid.steps) {
            rest = run(m_store, *m_caches, query, {grid.at(kept.count), endMs, stepMs}, true, options);
            if (!rest) return rest;
            join = annotationsAllowReuse(**rest);
        }
        if (join) {
            QueryResultPtr joined = kept.count == grid.steps && earlier->result->grid == grid
                                        ? earlier->result
                                        : joinSteps(*earlier->result, kept, rest->get(), grid);
            m_caches->results.put(key, {joined, sequence});
            return joined;
        }
    }
    bool standsAlone = false;
    Result<QueryResultPtr> full = run(m_store, *m_caches, query, {startMs, endMs, stepMs}, true, options, &standsAlone);
    if (full && standsAlone && annotationsAllowReuse(**full)) {
        m_caches->results.put(key, {*full, sequence});
    } else {
        m_caches->results.forget(key);
    }
    return full;
}

}  // namespace watchglass::promql
