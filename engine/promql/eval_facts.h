#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "engine/promql/ast.h"
#include "engine/promql/query_engine.h"

namespace watchglass::promql {

/// Start, end and step of the query, as `@ start()`, `range()` and `step()` see them at any depth. The end
/// need not lie on the grid.
struct QueryWindow {
    std::int64_t startMs = 0;
    std::int64_t endMs = 0;
    std::int64_t stepMs = 0;  ///< 0 for an instant query
};

/// Times of a selector or subquery with duration expressions and `@ start()` worked out.
struct ResolvedTime {
    std::int64_t offsetMs = 0;
    std::optional<std::int64_t> atMs;
    std::int64_t rangeMs = 0;         ///< of matrix selectors and subqueries
    std::int64_t subqueryStepMs = 0;  ///< 0: the default
    bool moves = false;               ///< `atMs` is of the grid's first step and goes on with the steps

    /// The time that step `i` of the grid looks at.
    [[nodiscard]] std::int64_t lookupAt(const Grid& grid, std::uint32_t i) const
    {
        if (!atMs) return grid.at(i) - offsetMs;
        return *atMs - offsetMs + (moves ? grid.at(i) - grid.at(0) : 0);
    }
    /// The newest sample that any step may see.
    [[nodiscard]] std::int64_t lastSeenMs(const Grid& grid) const { return lookupAt(grid, moves ? 0 : grid.steps - 1); }
};

/// What is known of each node before any value is read. Holds pointers into the tree, which must outlive it.
///
/// A node is step invariant when its value cannot depend on the step; the topmost such nodes are `hoisted`:
/// evaluated at the first step and repeated (prometheus promql/engine.go, PreprocessExpr). That work leaves out
/// parameters of aggregations: in them `@ start()` and `@ end()` are as if they were not there, and an instant
/// selector's `@ T` is T at the first step only and moves on with the steps, over the samples read for T.
/// Throws EvalError for durations that are not positive, not finite or divide by zero.
class ExprFacts {
public:
    ExprFacts(const Expr& root, const QueryWindow& window);

    /// `expr` without parentheses around it.
    [[nodiscard]] bool isHoisted(const Expr& expr) const;
    /// Whether only count and sum of the selector's histograms matter: buckets stay where they are (prometheus
    /// promql/engine.go, detectHistogramStatsDecoding).
    [[nodiscard]] bool needsNoBuckets(const VectorSelector& selector) const { return m_bucketless.contains(&selector); }
    [[nodiscard]] const QueryWindow& window() const { return m_window; }
    /// Of a VectorSelector, MatrixSelector or Subquery.
    [[nodiscard]] const ResolvedTime& timeOf(const Expr& expr) const { return m_times.at(&expr); }

private:
    struct Invariance {
        bool invariant = false;
        bool mayHoist = false;  ///< false for range selectors and strings, which are never repeated
    };

    Invariance visit(const Expr& expr);
    void findBucketless(const Expr& expr, bool statsAbove, bool bucketsAbove);
    Invariance visitCall(const CallExpr& call);
    void resolve(const Expr& expr, const TimeModifiers& time, const Expr* range, std::int64_t rangeMs, const Expr* step,
                 std::int64_t stepMs);
    void hoistIf(const Expr& expr, Invariance found);

    [[nodiscard]] double seconds(const Expr& duration) const;
    [[nodiscard]] std::int64_t millis(const Expr& duration, bool allowNegative) const;

    QueryWindow m_window;
    bool m_inParameter = false;  ///< of an aggregation, at any depth
    std::unordered_map<const Expr*, ResolvedTime> m_times;
    std::unordered_set<const Expr*> m_hoisted;
    std::unordered_set<const VectorSelector*> m_bucketless;
};

/// The expression inside any number of parentheses.
[[nodiscard]] const Expr& unwrapParens(const Expr& expr);

}  // namespace watchglass::promql
