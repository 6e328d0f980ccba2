#include <algorithm>

#include "engine/promql/eval_sinks.h"
#include "engine/promql/eval_window.h"
#include "engine/promql/evaluator.h"

namespace watchglass::promql {

namespace {

/// Values (or sample times in seconds) at the plan's samples; staleness markers become absent.
void gather(const storage::Columns& columns, const InstantPlan& plan, std::uint32_t steps, bool sampleTimes, Row& out)
{
    const double* values = columns.values.data();
    if (plan.dense) {
        out.setDense(steps);
    } else {
        out.present = plan.present;
    }
    if (hasStaleMarker(values, columns.values.size())) {
        out.dense = false;
        forEachBit(plan.present, [&](std::uint32_t i) {
            if (isStaleMarker(values[plan.index[i]])) out.present[i >> 6] &= ~(std::uint64_t{1} << (i & 63));
        });
    }
    if (sampleTimes) {
        for (std::uint32_t i = 0; i < steps; ++i) {
            out.values[i] = columns.times.empty() ? 0 : static_cast<double>(columns.times[plan.index[i]]) / 1000;
        }
        return;
    }
    if (plan.contiguous) {
        std::copy_n(values + plan.index[0], steps, out.values.data());
    } else {
        for (std::uint32_t i = 0; i < steps; ++i) out.values[i] = values[plan.index[i]];
    }
}

/// The earliest and latest lookup of a grid.
std::pair<std::int64_t, std::int64_t> lookupSpan(const ResolvedTime& at, const Grid& grid)
{
    return {at.lookupAt(grid.at(0)), at.lookupAt(grid.at(grid.steps - 1))};
}

}  // namespace

std::vector<storage::SelectedSeries> Evaluator::select(const std::vector<Matcher>& matchers, std::int64_t minMs,
                                                       std::int64_t maxMs)
{
    Result<std::vector<storage::SelectedSeries>> series = m_querier.select(matchers, minMs, maxMs);
    if (!series) throw EvalError(series.error().within("expanding series"));
    m_stats.seriesSelected += series->size();
    return std::move(*series);
}

void Evaluator::readColumns(storage::SeriesRef ref, std::int64_t minMs, std::int64_t maxMs, storage::Columns& out)
{
    const Result<void> read = m_querier.read(ref, minMs, maxMs, out);
    if (!read) throw EvalError(read.error());
    m_stats.samplesRead += out.values.size();
}

void Evaluator::streamSelector(const VectorSelector& node, const Grid& grid, bool sampleTimes, RowSink& sink)
{
    if (node.smoothed) throwEval("unsupported: smoothed");
    if (node.anchored) throwEval("unsupported: anchored");
    const ResolvedTime& at = m_facts.timeOf(node);
    const auto [first, last] = lookupSpan(at, grid);
    const std::int64_t minMs = first - m_options.lookbackMs + 1;
    PlanCache<InstantPlan> plans;
    storage::Columns columns;
    Row row;
    for (const storage::SelectedSeries& series : select(node.matchers, minMs, last)) {
        checkInterrupt();
        columns.clear();
        readColumns(series.ref, minMs, last, columns);
        if (columns.values.empty()) continue;
        const InstantPlan& plan = plans.get(columns, [&](const std::vector<std::int64_t>& times) {
            return makeInstantPlan(times, grid, at, m_options.lookbackMs);
        });
        row.reset(grid.steps);
        gather(columns, plan, grid.steps, sampleTimes, row);
        const std::uint32_t points = row.dense ? grid.steps : countBits(row.present);
        if (points == 0) continue;
        countSamples(points);
        row.labels = *series.labels;
        sink.row(row);
    }
}

Grid Evaluator::subqueryGrid(const SubqueryExpr& node, const Grid& outer) const
{
    const ResolvedTime& at = m_facts.timeOf(node);
    const std::int64_t step = at.subqueryStepMs != 0 ? at.subqueryStepMs : m_options.defaultSubqueryStepMs;
    const auto [first, last] = lookupSpan(at, outer);
    // Absolute multiples of the step, the start excluded; division truncates towards zero before 1970 as well.
    const std::int64_t open = first - at.rangeMs;
    std::int64_t start = step * (open / step);
    if (start <= open) start += step;
    Grid inner{start, step, 0};
    if (last >= start) inner.steps = static_cast<std::uint32_t>((last - start) / step + 1);
    return inner;
}

void Evaluator::forEachRange(const Expr& range, const Grid& grid, const TakeColumns& take)
{
    const ResolvedTime& at = m_facts.timeOf(range);
    storage::Columns columns;
    if (range.kind == ExprKind::Subquery) {
        const auto& node = static_cast<const SubqueryExpr&>(range);
        const Grid inner = subqueryGrid(node, grid);
        // All rows of a subquery exist at once in the reference; here one after another.
        FnSink windows([&](Row& row) {
            columns.clear();
            if (row.dense) {
                for (std::uint32_t i = 0; i < inner.steps; ++i) columns.times.push_back(inner.at(i));
                columns.values.assign(row.values.begin(), row.values.end());
            } else {
                forEachBit(row.present, [&](std::uint32_t i) {
                    columns.times.push_back(inner.at(i));
                    columns.values.push_back(row.values[i]);
                });
            }
            take(row.labels, row.dropName, columns);
        });
        stream(*node.expr, inner, windows);
        return;
    }
    const VectorSelector& selector = *static_cast<const MatrixSelector&>(range).selector;
    const auto [first, last] = lookupSpan(at, grid);
    const std::int64_t minMs = first - at.rangeMs + 1;
    for (const storage::SelectedSeries& series : select(selector.matchers, minMs, last)) {
        checkInterrupt();
        columns.clear();
        readColumns(series.ref, minMs, last, columns);
        dropStaleMarkers(columns);
        if (!columns.values.empty()) take(*series.labels, false, columns);
    }
}

std::vector<ResultSeries> Evaluator::evalRangeVector(const Expr& expr, const Grid& grid)
{
    const Expr& node = unwrapParens(expr);
    if (node.kind == ExprKind::MatrixSelector) {
        const VectorSelector& selector = *static_cast<const MatrixSelector&>(node).selector;
        if (selector.anchored) throwEval("unsupported: anchored");
        if (selector.smoothed) throwEval("unsupported: smoothed");
    }
    std::vector<ResultSeries> out;
    forEachRange(node, grid, [&](const Labels& labels, bool dropName, const storage::Columns& columns) {
        ResultSeries series;
        series.labels = dropName ? withoutMetadata(labels) : labels;
        series.values = columns.values;
        series.times = columns.times;
        series.present = fullBitmap(static_cast<std::uint32_t>(columns.values.size()));
        countSamples(columns.values.size());
        out.push_back(std::move(series));
    });
    return out;
}

}  // namespace watchglass::promql
