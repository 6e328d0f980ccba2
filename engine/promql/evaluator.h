#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/promql/ast.h"
#include "engine/promql/eval_annotations.h"
#include "engine/promql/eval_facts.h"
#include "engine/promql/eval_types.h"
#include "engine/promql/profiler.h"
#include "engine/promql/query_engine.h"
#include "engine/promql/read_ahead.h"

namespace watchglass::promql {

class GroupingCache;
struct WindowPlan;
class WindowSource;

/// Evaluates one parsed query on one view of the store.
///
/// Every node is evaluated over a whole grid at once; nodes that need one row at a time hand rows from sink to
/// sink (stream()), others collect a Rows. Its parts: evaluator.cpp (dispatch), eval_selector.cpp,
/// eval_range_functions.cpp, eval_functions.cpp, eval_labels.cpp, eval_histogram.cpp, eval_aggregate.cpp,
/// eval_topk.cpp, eval_binary.cpp, eval_matching.cpp.
/// With a profiler, each node is a ProfileScope: in stream(), evalScalar() and forEachRange(), and where a node's
/// selector is read past these.
/// Throws EvalError. Threads: one query, one thread; others read ahead for it (read_ahead.h), but not under a profiler.
class Evaluator {
public:
    Evaluator(const storage::Querier& querier, const QueryOptions& options, const ExprFacts& facts,
              Annotations& annotations, GroupingCache& groupings, ReadPool* readers, Profiler* profiler = nullptr);

    /// An instant vector. Rows have at least one value each.
    [[nodiscard]] Rows evalVector(const Expr& expr, const Grid& grid);
    /// The same, row by row in the same order.
    void stream(const Expr& expr, const Grid& grid, RowSink& sink);
    [[nodiscard]] ScalarRow evalScalar(const Expr& expr, const Grid& grid);
    /// A range vector at the grid's first step: raw samples with their own times.
    [[nodiscard]] std::vector<ResultSeries> evalRangeVector(const Expr& expr, const Grid& grid);

    /// Drops the names that delayed removal left and merges what becomes equal. For the final result.
    void finishNames(Rows& rows, const Grid& grid) const;

    [[nodiscard]] const QueryStats& stats() const { return m_stats; }

    /// Throws when the query was cancelled or its time is up. Cheap enough for each row.
    void checkInterrupt();

private:
    friend class WindowSource;

    // evaluator.cpp
    void streamNode(const Expr& expr, const Grid& grid, RowSink& sink);
    void streamHoisted(const Expr& expr, const Grid& grid, RowSink& sink);
    [[nodiscard]] ScalarRow evalScalarNode(const Expr& expr, const Grid& grid);
    void dropNames(Row& row) const;
    /// Rows whose labels became equal: an error where two have a value at the same step (or at all, with
    /// `anyOverlap` false), else merged into the first.
    void mergeEqual(Rows& rows, const Grid& grid, bool evenIfDisjoint) const;
    void countSamples(std::uint64_t samples);
    void emitRows(Rows&& rows, RowSink& sink);

    // eval_selector.cpp
    /// What a selector's rows hold: the samples' values, or times in seconds.
    enum class Reading : std::uint8_t { Value, SampleTime, StartTime };
    void streamSelector(const VectorSelector& node, const Grid& grid, Reading reading, RowSink& sink);
    void streamSmoothed(const VectorSelector& node, const Grid& grid, RowSink& sink);
    [[nodiscard]] std::vector<storage::SelectedSeries> select(const std::vector<Matcher>& matchers, std::int64_t minMs,
                                                              std::int64_t maxMs);
    [[nodiscard]] ReadAhead reader(const std::vector<Matcher>& matchers, std::int64_t minMs, std::int64_t maxMs);
    /// Reads the next series of `reader`, and counts.
    void nextSeries(ReadAhead& reader);
    [[nodiscard]] Grid subqueryGrid(const SubqueryExpr& node, const Grid& outer) const;
    /// Calls `take` for each series of a matrix selector or subquery with its samples (no staleness markers).
    struct RangeSeries {
        const Labels& labels;
        bool dropName = false;
        storage::SeriesRef ref = 0;  ///< 0 for a row of a subquery
    };
    using TakeColumns = std::function<void(const RangeSeries&, storage::Columns&)>;
    /// Is asked first, of selectors: false when it takes the samples instead.
    struct TakeRollups {
        storage::RollupKind kind;
        std::int64_t lengthMs;
        std::function<bool(const RangeSeries&, const storage::RollupColumns&)> take;
    };
    void forEachRange(const Expr& range, const Grid& grid, const TakeColumns& take,
                      const TakeRollups* rollups = nullptr);
    void readRange(const Expr& range, const Grid& grid, const TakeColumns& take, const TakeRollups* rollups);
    /// False when the store has nothing but samples to offer.
    [[nodiscard]] bool readRollups(storage::SeriesRef ref, storage::RollupKind kind, std::int64_t lengthMs,
                                   std::int64_t minMs, std::int64_t maxMs, storage::RollupColumns& out);

    // eval_range_functions.cpp
    void streamRangeFunction(const CallExpr& call, std::size_t rangeArg, const Grid& grid, RowSink& sink);
    void streamAbsentOverTime(const CallExpr& call, const Grid& grid, RowSink& sink);
    [[nodiscard]] Labels absentLabels(const Expr& arg) const;

    // eval_functions.cpp
    void streamCall(const CallExpr& call, const Grid& grid, RowSink& sink);
    [[nodiscard]] ScalarRow scalarCall(const CallExpr& call, const Grid& grid);
    void streamDate(const CallExpr& call, const Grid& grid, RowSink& sink);
    void streamAbsent(const CallExpr& call, const Grid& grid, RowSink& sink);

    // eval_labels.cpp
    void streamLabelReplace(const CallExpr& call, const Grid& grid, RowSink& sink);
    void streamLabelJoin(const CallExpr& call, const Grid& grid, RowSink& sink);
    void streamSort(const CallExpr& call, const Grid& grid, RowSink& sink);

    // eval_histogram.cpp, eval_histogram_number.cpp
    void streamHistogramFunction(const CallExpr& call, const Grid& grid, RowSink& sink);
    void streamHistogramNumber(const CallExpr& call, const Grid& grid, RowSink& sink);

    // eval_info.cpp
    void streamInfo(const CallExpr& call, const Grid& grid, RowSink& sink);

    // eval_aggregate.cpp, eval_topk.cpp
    void streamAggregate(const AggregateExpr& node, const Grid& grid, RowSink& sink);
    void streamTopk(const AggregateExpr& node, const Grid& grid, RowSink& sink);
    void streamCountValues(const AggregateExpr& node, const Grid& grid, RowSink& sink);
    void streamQuantile(const AggregateExpr& node, const Grid& grid, RowSink& sink);

    // eval_binary.cpp, eval_matching.cpp
    [[nodiscard]] ScalarRow scalarBinary(const BinaryExpr& node, const Grid& grid);
    void streamVectorScalar(const BinaryExpr& node, const Grid& grid, RowSink& sink);
    void streamVectorVector(const BinaryExpr& node, const Grid& grid, RowSink& sink);
    void streamSetOperator(const BinaryExpr& node, const Grid& grid, RowSink& sink);
    void streamUnary(const UnaryExpr& node, const Grid& grid, RowSink& sink);

    const storage::Querier& m_querier;
    const QueryOptions& m_options;
    const ExprFacts& m_facts;
    Annotations& m_annotations;
    GroupingCache& m_groupings;
    ReadPool* m_readers;
    Profiler* m_profiler;  ///< null when nobody asked
    std::int64_t m_deadlineNs = 0;
    std::uint32_t m_interruptChecks = 0;
    std::uint64_t m_liveSamples = 0;  ///< points held at the moment, as the reference counts them
    QueryStats m_stats;
};

/// Of a range: whether it is a selector with the modifier.
[[nodiscard]] bool isAnchored(const Expr& range);
[[nodiscard]] bool isSmoothed(const Expr& range);

/// Whether dropping the name could make rows of `expr` equal: false only where one metric name is certain.
[[nodiscard]] bool namesMayDiffer(const Expr& expr);

/// The labels without `__name__`, `__type__` and `__unit__`.
[[nodiscard]] Labels withoutMetadata(const Labels& labels);

/// The number in `text` of a StringLiteral argument.
[[nodiscard]] const std::string& stringArg(const CallExpr& call, std::size_t index);

}  // namespace watchglass::promql
