#include <algorithm>

#include "engine/base/go_float.h"
#include "engine/promql/eval_kernels.h"
#include "engine/promql/eval_math.h"
#include "engine/promql/eval_range_fn.h"
#include "engine/promql/eval_rollups.h"
#include "engine/promql/eval_samples.h"
#include "engine/promql/eval_sinks.h"
#include "engine/promql/evaluator.h"

namespace watchglass::promql {

namespace {

bool looksLikeCounter(std::string_view name)
{
    return name.ends_with("_total") || name.ends_with("_sum") || name.ends_with("_count") || name.ends_with("_bucket");
}

/// Functions that the samples beyond the range are of use to (prometheus AnchoredSafeFunctions and its twin).
void checkExtended(bool anchored, bool smoothed, RangeFn fn, std::string_view name)
{
    const bool rates = fn == RangeFn::Rate || fn == RangeFn::Increase || fn == RangeFn::Delta;
    const bool counts = fn == RangeFn::Changes || fn == RangeFn::Resets;
    if (anchored && !rates && !counts) {
        throwEval("anchored modifier can only be used with: changes, delta, increase, rate, resets - not with " +
                  std::string(name));
    }
    if (smoothed && !rates) {
        throwEval("smoothed modifier can only be used with: delta, increase, rate - not with " + std::string(name));
    }
}

/// A subquery leaves out samples or repeats them, after which their hints say nothing.
void forgetHints(std::vector<HistogramPtr>& histograms)
{
    for (HistogramPtr& h : histograms) {
        if (!h || h->counterResetHint == CounterResetHint::Gauge || h->counterResetHint == CounterResetHint::Unknown) {
            continue;
        }
        FloatHistogram plain = *h;
        plain.counterResetHint = CounterResetHint::Unknown;
        h = std::make_shared<const FloatHistogram>(std::move(plain));
    }
}

void checkFactor(const ScalarRow& factor, const Bitmap& present, const char* which, const char* symbol)
{
    forEachBit(present, [&](std::uint32_t i) {
        const double v = factor.at(i);
        if (v <= 0 || v >= 1) {
            char text[128];
            std::snprintf(text, sizeof text, "invalid %s factor. Expected: 0 < %s < 1, got: %f", which, symbol, v);
            throwEval(text);
        }
    });
}

}  // namespace

void Evaluator::streamRangeFunction(const CallExpr& call, std::size_t rangeArg, const Grid& grid, RowSink& sink)
{
    const std::string_view name = call.function->name;
    const RangeFn fn = rangeFnOf(name);
    if (fn == RangeFn::Unknown) throwEval("unsupported: " + std::string(name));
    const Expr& range = unwrapParens(*call.args[rangeArg]);
    const bool anchored = isAnchored(range);
    const bool smoothed = isSmoothed(range);
    checkExtended(anchored, smoothed, fn, name);
    const bool keepsName = fn == RangeFn::Last || fn == RangeFn::First;
    const bool isCounterRate = fn == RangeFn::Rate || fn == RangeFn::Increase;
    const bool needsRate = isCounterRate || fn == RangeFn::Delta;
    const ResolvedTime& at = m_facts.timeOf(range);
    const double rangeSeconds = static_cast<double>(at.rangeMs) / 1000;

    std::vector<ScalarRow> scalars;
    for (std::size_t i = 0; i < call.args.size(); ++i) {
        if (i != rangeArg) scalars.push_back(evalScalar(*call.args[i], grid));
    }

    PlanCache<WindowPlan> plans;
    KernelScratch scratch;
    Row row;
    const auto evaluate = [&](const RangeInput& in) {
        switch (fn) {
        case RangeFn::Rate: rateKernel(in, RateKind::Rate, rangeSeconds, scratch, row); break;
        case RangeFn::Increase: rateKernel(in, RateKind::Increase, rangeSeconds, scratch, row); break;
        case RangeFn::Delta: rateKernel(in, RateKind::Delta, rangeSeconds, scratch, row); break;
        case RangeFn::Irate: instantRateKernel(in, true, row); break;
        case RangeFn::Idelta: instantRateKernel(in, false, row); break;
        case RangeFn::Sum: sumKernel(in, row); break;
        case RangeFn::Avg: avgKernel(in, row); break;
        case RangeFn::Min: extremeKernel(in, false, scratch, row); break;
        case RangeFn::Max: extremeKernel(in, true, scratch, row); break;
        case RangeFn::TsOfMin: extremeTimeKernel(in, false, row); break;
        case RangeFn::TsOfMax: extremeTimeKernel(in, true, row); break;
        case RangeFn::Count: countKernel(in, row); break;
        case RangeFn::Present: presentKernel(in, row); break;
        case RangeFn::First: pickKernel(in, false, false, row); break;
        case RangeFn::Last: pickKernel(in, true, false, row); break;
        case RangeFn::TsOfFirst: pickKernel(in, false, true, row); break;
        case RangeFn::TsOfLast: pickKernel(in, true, true, row); break;
        case RangeFn::Changes: changesKernel(in, false, scratch, row); break;
        case RangeFn::Resets: changesKernel(in, true, scratch, row); break;
        case RangeFn::Quantile:
            quantileKernel(in, scalars[0], scratch, row);
            forEachBit(row.present, [&](std::uint32_t i) {
                const double q = scalars[0].at(i);
                if (!(q >= 0 && q <= 1)) m_annotations.invalidQuantile(q, unwrapParens(*call.args[0]).pos);
            });
            break;
        case RangeFn::Mad: madKernel(in, scratch, row); break;
        case RangeFn::Stddev: varianceKernel(in, true, row); break;
        case RangeFn::Stdvar: varianceKernel(in, false, row); break;
        case RangeFn::Deriv: derivKernel(in, row); break;
        case RangeFn::PredictLinear: predictKernel(in, grid, scalars[0], row); break;
        case RangeFn::Smoothing:
            checkFactor(scalars[0], in.plan->present1, "smoothing", "sf");
            checkFactor(scalars[1], in.plan->present1, "trend", "tf");
            smoothingKernel(in, scalars[0], scalars[1], row);
            break;
        case RangeFn::Unknown: break;
        }
    };

    const auto evaluateFloats = [&](const storage::Columns& columns) {
        WindowPlan& plan = plans.get(
            columns, [&](const std::vector<std::int64_t>& times) { return makeWindowPlan(times, grid, at); });
        if (needsRate) fillRatePlan(plan, columns.times, grid, at);
        if (fn == RangeFn::Deriv || fn == RangeFn::PredictLinear) {
            fillLinePlan(plan, columns.times, grid, fn == RangeFn::PredictLinear);
        }
        const std::uint64_t live = m_liveSamples;
        countSamples(plan.longest);
        m_liveSamples = live;
        evaluate({columns.values.data(), columns.times.data(), columns.values.size(), &plan, grid.steps});
    };
    // Step by step: series with histograms or start times, windows beyond the range.
    RangeContext context{m_annotations, {}, range.pos, 0, 0, rangeSeconds, anchored, smoothed};
    const auto evaluateSplit = [&](const Labels& labels, const storage::Columns& columns) {
        const SplitSamples split(columns, m_options.useStartTimes && usesStartTimes(fn));
        const bool ignores = ignoresHistograms(fn);
        if (ignores || fn == RangeFn::Sum || fn == RangeFn::Avg) {
            storage::Columns floats;
            for (const FloatPoint& point : split.floats()) {
                floats.times.push_back(point.tMs);
                floats.values.push_back(point.value);
            }
            if (!floats.times.empty()) evaluateFloats(floats);
        }
        context.metric = labels.metricName();
        for (std::uint32_t i = 0; i < grid.steps; ++i) {
            context.rangeEndMs = at.lookupAt(grid, i);
            context.rangeStartMs = context.rangeEndMs - at.rangeMs;
            const SampleWindow window = split.window(context.rangeStartMs -
                                                         (anchored || smoothed ? m_options.lookbackMs : 0),
                                                     context.rangeEndMs + (smoothed ? m_options.lookbackMs : 0));
            if (window.empty()) continue;
            if (ignores) {
                if (window.mixed()) m_annotations.ignoredInMixedRange(context.metric, range.pos);
                continue;
            }
            if (window.mixed()) row.clearStep(i);
            Outcome outcome = applyToWindow(fn, window, context);
            if (!outcome.present) continue;
            if (outcome.histogram) {
                row.setHistogram(i, std::move(outcome.histogram));
            } else {
                setBit(row.present, i);
                row.values[i] = outcome.value;
            }
        }
        row.dense = countBits(row.present) == grid.steps;
    };

    PlanCache<WindowPlan> rollupPlans;
    const auto evaluateRollups = [&](const storage::RollupColumns& columns) {
        WindowPlan& plan = rollupPlans.get(
            columns, [&](const std::vector<std::int64_t>& times) { return makeWindowPlan(times, grid, at); });
        const std::uint64_t live = m_liveSamples;
        countSamples(plan.longest);
        m_liveSamples = live;
        switch (fn) {
        case RangeFn::Count: weightKernel(columns, plan, grid.steps, row); return true;
        case RangeFn::Sum: return exactSumKernel(columns, plan, grid.steps, false, row);
        case RangeFn::Avg: return exactSumKernel(columns, plan, grid.steps, true, row);
        default:
            if (needsRate) fillRatePlan(plan, columns, grid, at);
            evaluate({columns.values.data(), columns.times.data(), columns.times.size(), &plan, grid.steps});
            return true;
        }
    };

    Rows held;
    CollectSink collect(held);
    const bool mustMerge = !m_options.delayedNameRemoval && namesMayDiffer(range);
    RowSink& out = mustMerge ? static_cast<RowSink&>(collect) : sink;
    const bool bySeries = out.takesSeries();
    const auto emit = [&](const RangeSeries& series) {
        const Labels& labels = series.labels;
        const std::uint32_t points = row.dense ? grid.steps : countBits(row.present);
        if (points == 0) return;
        countSamples(points);
        row.dropName = series.dropName;
        if (isCounterRate) {
            const std::string_view metric = labels.metricName();
            const bool anyFloat = row.histograms.empty() || countBits(row.histogramSteps()) < points;
            if (!metric.empty() && anyFloat && !looksLikeCounter(metric)) {
                m_annotations.possibleNonCounter(metric, range.pos);
            }
        }
        if (bySeries && series.ref != 0) {
            row.setSeries(series.ref, labels, !keepsName && !m_options.delayedNameRemoval);
            row.dropName = row.dropName || (!keepsName && m_options.delayedNameRemoval);
        } else {
            row.labels = labels;
            if (!keepsName) dropNames(row);
        }
        out.row(row);
    };
    const auto take = [&](const RangeSeries& series, storage::Columns& columns) {
        row.reset(grid.steps);
        if (range.kind == ExprKind::Subquery) forgetHints(columns.histograms);
        const bool withStarts = m_options.useStartTimes && usesStartTimes(fn) && !columns.startTimes.empty();
        if (anchored || smoothed || withStarts || !columns.histograms.empty()) {
            evaluateSplit(series.labels, columns);
        } else {
            evaluateFloats(columns);
        }
        emit(series);
    };
    TakeRollups rollups{};
    const auto kind = rollupKindOf(fn);
    const bool needsSamples = anchored || smoothed || (m_options.useStartTimes && usesStartTimes(fn));
    if (m_options.rollups && kind && !needsSamples && range.kind == ExprKind::MatrixSelector) {
        rollups = {*kind, rollupLengthFor(at, grid, at.rangeMs),
                   [&](const RangeSeries& series, const storage::RollupColumns& columns) {
                       row.reset(grid.steps);
                       if (!evaluateRollups(columns)) return false;
                       emit(series);
                       return true;
                   }};
    }
    forEachRange(range, grid, take, rollups.lengthMs != 0 ? &rollups : nullptr);
    if (mustMerge) {
        mergeEqual(held, grid, true);
        emitRows(std::move(held), sink);
    }
}

Labels Evaluator::absentLabels(const Expr& arg) const
{
    const Expr& node = unwrapParens(arg);
    const std::vector<Matcher>* matchers = nullptr;
    if (node.kind == ExprKind::VectorSelector) matchers = &static_cast<const VectorSelector&>(node).matchers;
    if (node.kind == ExprKind::MatrixSelector) matchers = &static_cast<const MatrixSelector&>(node).selector->matchers;
    if (matchers == nullptr) return {};
    LabelsBuilder labels;
    std::vector<std::string_view> seen;
    for (const Matcher& matcher : *matchers) {
        if (matcher.name() == kMetricName) continue;
        const bool first = std::find(seen.begin(), seen.end(), matcher.name()) == seen.end();
        if (matcher.type() == Matcher::Type::Equal && first) {
            labels.set(matcher.name(), matcher.value());
            seen.push_back(matcher.name());
        } else {
            labels.remove(matcher.name());
        }
    }
    return labels.build();
}

void Evaluator::streamAbsentOverTime(const CallExpr& call, const Grid& grid, RowSink& sink)
{
    const Expr& range = unwrapParens(*call.args[0]);
    const ResolvedTime& at = m_facts.timeOf(range);
    Bitmap seen(bitmapWords(grid.steps), 0);
    PlanCache<WindowPlan> plans;
    forEachRange(range, grid, [&](const RangeSeries&, storage::Columns& columns) {
        const WindowPlan& plan = plans.get(
            columns, [&](const std::vector<std::int64_t>& times) { return makeWindowPlan(times, grid, at); });
        for (std::size_t w = 0; w < seen.size(); ++w) seen[w] |= plan.present1[w];
    });
    Row row;
    row.reset(grid.steps);
    row.setDense(grid.steps);
    for (std::size_t w = 0; w < seen.size(); ++w) row.present[w] &= ~seen[w];
    row.dense = countBits(row.present) == grid.steps;
    if (!anyBit(row.present)) return;
    std::fill(row.values.begin(), row.values.end(), 1.0);
    row.labels = absentLabels(range);
    sink.row(row);
}

}  // namespace watchglass::promql
