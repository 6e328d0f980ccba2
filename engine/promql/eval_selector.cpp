#include <algorithm>

#include "engine/promql/eval_rollups.h"
#include "engine/promql/eval_samples.h"
#include "engine/promql/eval_sinks.h"
#include "engine/promql/eval_window.h"
#include "engine/promql/evaluator.h"

namespace watchglass::promql {

namespace {

/// Values (or times in seconds) of the plan's samples; staleness markers become absent.
template <class Time>
void gatherTimes(const InstantPlan& plan, Row& out, Time&& timeOf)
{
    forEachBit(out.present,
               [&](std::uint32_t i) { out.values[i] = static_cast<double>(timeOf(plan.index[i])) / 1000; });
}

void gather(const storage::Columns& columns, const InstantPlan& plan, std::uint32_t steps, Row& out)
{
    const double* values = columns.values.data();
    if (plan.dense) {
        out.setDense(steps);
    } else {
        out.present = plan.present;
    }
    if (!columns.noStale && hasStaleMarker(columns.values)) {
        out.dense = false;
        forEachBit(plan.present, [&](std::uint32_t i) {
            if (isStaleMarker(values[plan.index[i]])) out.present[i >> 6] &= ~(std::uint64_t{1} << (i & 63));
        });
    }
    if (!columns.histograms.empty()) {
        forEachBit(out.present, [&](std::uint32_t i) {
            if (columns.histograms[plan.index[i]]) out.setHistogram(i, columns.histograms[plan.index[i]]);
        });
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
    return {at.lookupAt(grid, 0), at.lookupAt(grid, grid.steps - 1)};
}

}  // namespace

std::vector<storage::SelectedSeries> Evaluator::select(const std::vector<Matcher>& matchers, std::int64_t minMs,
                                                       std::int64_t maxMs)
{
    Result<std::vector<storage::SelectedSeries>> series = m_querier.select(matchers, minMs, maxMs);
    if (!series) throw EvalError(series.error().within("expanding series"));
    m_stats.seriesSelected += series->size();
    if (m_profiler != nullptr) m_profiler->countSelected(series->size());
    return std::move(*series);
}

ReadAhead Evaluator::reader(const std::vector<Matcher>& matchers, std::int64_t minMs, std::int64_t maxMs)
{
    return {m_querier, select(matchers, minMs, maxMs), minMs, maxMs, m_profiler != nullptr ? nullptr : m_readers};
}

void Evaluator::nextSeries(ReadAhead& reader)
{
    checkInterrupt();
    if (const auto read = reader.next(); !read) throw EvalError(read.error());
    const std::size_t samples = reader.columns().values.size();
    m_stats.samplesRead += samples;
    if (m_profiler != nullptr) m_profiler->countRead(samples);
}

bool Evaluator::readRollups(storage::SeriesRef ref, storage::RollupKind kind, std::int64_t lengthMs, std::int64_t minMs,
                            std::int64_t maxMs, storage::RollupColumns& out)
{
    const Result<bool> read = m_querier.readRollups(ref, kind, lengthMs, minMs, maxMs, out);
    if (!read) throw EvalError(read.error());
    if (!*read) return false;
    m_stats.samplesRead += out.samples;
    (lengthMs == storage::kRollupLengthsMs[0] ? m_stats.hoursRead : m_stats.minutes5Read) += out.buckets;
    if (m_profiler != nullptr) m_profiler->countRead(out.samples + out.buckets);
    return true;
}

void Evaluator::streamSelector(const VectorSelector& node, const Grid& grid, Reading reading, RowSink& sink)
{
    if (node.smoothed && reading == Reading::Value) return streamSmoothed(node, grid, sink);
    ResolvedTime at = m_facts.timeOf(node);
    if (reading != Reading::Value) at.moves = false;
    const std::int64_t minMs = at.lookupAt(grid, 0) - m_options.lookbackMs + 1;
    const std::int64_t last = at.lastSeenMs(grid);
    // timestamp() below looks at other times than those at which samples were read.
    const bool mayRoll = m_options.rollups &&
                         (reading == Reading::Value || (reading == Reading::SampleTime && !at.atMs));
    const std::int64_t lengthMs = mayRoll ? rollupLengthFor(at, grid, 0) : 0;
    // timestamp() of `x offset O @ T` looks at T, in the samples read for T - O (prometheus promql/engine.go,
    // rangeEvalTimestampFunctionOverVectorSelector).
    if (reading != Reading::Value && at.atMs) at.offsetMs = 0;
    PlanCache<InstantPlan> plans;
    storage::RollupColumns newest;
    storage::Columns fromRollups;
    Row row;
    ReadAhead input = reader(node.matchers, minMs, last);
    while (const storage::SelectedSeries* series = input.peek()) {
        const bool few = lengthMs != 0 &&
                         readRollups(series->ref, storage::RollupKind::Newest, lengthMs, minMs, last, newest);
        if (few) {
            checkInterrupt();
            input.skip();
            fromRollups.clear();
            fromRollups.times.swap(newest.times);
            fromRollups.values.swap(newest.values);
            fromRollups.timesId = newest.timesId;
        } else {
            nextSeries(input);
        }
        storage::Columns& columns = few ? fromRollups : input.columns();
        if (columns.values.empty()) continue;
        if (!columns.histograms.empty() && m_facts.needsNoBuckets(node)) dropBuckets(columns);
        const InstantPlan& plan = plans.get(columns, [&](const std::vector<std::int64_t>& times) {
            return makeInstantPlan(times, grid, at, m_options.lookbackMs);
        });
        row.reset(grid.steps);
        gather(columns, plan, grid.steps, row);
        if (reading != Reading::Value) {
            row.histograms.clear();
            gatherTimes(plan, row, [&](std::uint32_t sample) -> std::int64_t {
                if (reading == Reading::SampleTime) return columns.times[sample];
                return columns.startTimes.empty() ? 0 : columns.startTimes[sample];
            });
        }
        const std::uint32_t points = row.dense ? grid.steps : countBits(row.present);
        if (points == 0) continue;
        countSamples(points);
        if (sink.takesSeries()) {
            row.setSeries(series->ref, *series->labels, false);
        } else {
            row.labels = *series->labels;
        }
        sink.row(row);
    }
}

void Evaluator::streamSmoothed(const VectorSelector& node, const Grid& grid, RowSink& sink)
{
    const ResolvedTime& at = m_facts.timeOf(node);
    const auto [first, last] = lookupSpan(at, grid);
    const std::int64_t minMs = first - m_options.lookbackMs + 1;
    const std::int64_t maxMs = last + m_options.lookbackMs;
    RangeContext context{m_annotations, {}, node.pos, 0, 0, 0, false, true};
    Row row;
    ReadAhead input = reader(node.matchers, minMs, maxMs);
    while (const storage::SelectedSeries* series = input.peek()) {
        nextSeries(input);
        storage::Columns& columns = input.columns();
        dropStaleMarkers(columns);
        if (!columns.histograms.empty() && m_facts.needsNoBuckets(node)) dropBuckets(columns);
        const SplitSamples split(columns, false);
        context.metric = series->labels->metricName();
        row.reset(grid.steps);
        for (std::uint32_t i = 0; i < grid.steps; ++i) {
            const std::int64_t t = at.lookupAt(grid, i);
            Outcome value = smoothedValue(split.window(t - m_options.lookbackMs, t + m_options.lookbackMs), context, t);
            if (!value.present) continue;
            setBit(row.present, i);
            row.values[i] = value.value;
            if (value.histogram) row.setHistogram(i, std::move(value.histogram));
        }
        const std::uint32_t points = countBits(row.present);
        if (points == 0) continue;
        countSamples(points);
        row.dense = points == grid.steps;
        row.labels = *series->labels;
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

void Evaluator::forEachRange(const Expr& range, const Grid& grid, const TakeColumns& take, const TakeRollups* rollups)
{
    if (m_profiler == nullptr) return readRange(range, grid, take, rollups);
    ProfileScope scope(m_profiler, range, grid.steps, false);
    TakeRollups counted;
    if (rollups != nullptr) {
        counted = {rollups->kind, rollups->lengthMs,
                   [&](const RangeSeries& series, const storage::RollupColumns& columns) {
                       const ProfileScope::HandOn handOn(scope, columns.times.size());
                       return rollups->take(series, columns);
                   }};
    }
    readRange(
        range, grid,
        [&](const RangeSeries& series, storage::Columns& columns) {
            const ProfileScope::HandOn handOn(scope, columns.values.size());
            take(series, columns);
        },
        rollups != nullptr ? &counted : nullptr);
}

void Evaluator::readRange(const Expr& range, const Grid& grid, const TakeColumns& take, const TakeRollups* rollups)
{
    const ResolvedTime& at = m_facts.timeOf(range);
    if (range.kind == ExprKind::Subquery) {
        storage::Columns columns;
        const auto& node = static_cast<const SubqueryExpr&>(range);
        const Grid inner = subqueryGrid(node, grid);
        // All rows of a subquery exist at once in the reference; here one after another.
        FnSink windows([&](Row& row) {
            columns.clear();
            if (row.dense) {
                for (std::uint32_t i = 0; i < inner.steps; ++i) columns.times.push_back(inner.at(i));
                columns.values.assign(row.values.begin(), row.values.end());
                columns.histograms = row.histograms;
            } else {
                forEachBit(row.present, [&](std::uint32_t i) {
                    columns.times.push_back(inner.at(i));
                    columns.values.push_back(row.values[i]);
                    if (!row.histograms.empty()) columns.histograms.push_back(row.histograms[i]);
                });
            }
            take({row.labels, row.dropName}, columns);
        });
        stream(*node.expr, inner, windows);
        return;
    }
    const VectorSelector& selector = *static_cast<const MatrixSelector&>(range).selector;
    const auto [first, last] = lookupSpan(at, grid);
    const bool extended = selector.anchored || selector.smoothed;
    const std::int64_t minMs = first - at.rangeMs - (extended ? m_options.lookbackMs : 0) + 1;
    const std::int64_t maxMs = last + (selector.smoothed ? m_options.lookbackMs : 0);
    storage::RollupColumns few;
    ReadAhead input = reader(selector.matchers, minMs, maxMs);
    while (const storage::SelectedSeries* series = input.peek()) {
        if (rollups != nullptr && readRollups(series->ref, rollups->kind, rollups->lengthMs, minMs, maxMs, few) &&
            (few.times.empty() || rollups->take({*series->labels, false, series->ref}, few))) {
            checkInterrupt();
            input.skip();
            continue;
        }
        nextSeries(input);
        storage::Columns& columns = input.columns();
        dropStaleMarkers(columns);
        if (!columns.histograms.empty() && m_facts.needsNoBuckets(selector)) dropBuckets(columns);
        if (!columns.values.empty()) take({*series->labels, false, series->ref}, columns);
    }
}

bool isAnchored(const Expr& range)
{
    return range.kind == ExprKind::MatrixSelector && static_cast<const MatrixSelector&>(range).selector->anchored;
}

bool isSmoothed(const Expr& range)
{
    return range.kind == ExprKind::MatrixSelector && static_cast<const MatrixSelector&>(range).selector->smoothed;
}

std::vector<ResultSeries> Evaluator::evalRangeVector(const Expr& expr, const Grid& grid)
{
    const Expr& node = unwrapParens(expr);
    const bool extended = isAnchored(node) || isSmoothed(node);
    RangeContext context{m_annotations, {}, node.pos, 0, 0, 0, isAnchored(node), isSmoothed(node)};
    std::vector<ResultSeries> out;
    forEachRange(node, grid, [&](const RangeSeries& of, const storage::Columns& columns) {
        ResultSeries series;
        series.labels = of.dropName ? withoutMetadata(of.labels) : of.labels;
        if (extended) {
            const ResolvedTime& at = m_facts.timeOf(node);
            context.rangeEndMs = at.lookupAt(grid, 0);
            context.rangeStartMs = context.rangeEndMs - at.rangeMs;
            const SplitSamples split(columns, false);
            if (split.hasHistograms()) {
                throwEval(std::string(context.anchored ? "anchored" : "smoothed") +
                          " modifier is not supported with histograms");
            }
            const SampleWindow all{split.floats(), {}};
            for (const FloatPoint& point : extendedPoints(all, context)) {
                series.values.push_back(point.value);
                series.times.push_back(point.tMs);
            }
            if (series.values.empty()) return;
        } else {
            series.values = columns.values;
            series.times = columns.times;
            series.histograms = columns.histograms;
        }
        series.present = fullBitmap(static_cast<std::uint32_t>(series.values.size()));
        countSamples(series.values.size());
        out.push_back(std::move(series));
    });
    return out;
}

}  // namespace watchglass::promql
