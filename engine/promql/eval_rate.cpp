// rate, increase, delta, irate and idelta of histograms and of floats with start times, step by step. Plain
// floats go through eval_kernels.cpp.

#include <algorithm>
#include <optional>

#include "engine/promql/eval_samples.h"

namespace watchglass::promql {

namespace {

bool isGauge(const FloatHistogram& h) { return h.counterResetHint == CounterResetHint::Gauge; }

/// A start inside of the range but before its first sample stands for a sample of value zero.
template <class Point>
bool startsInside(const Point& first, const RangeContext& context)
{
    return first.startMs != 0 && first.startMs > context.rangeStartMs && first.startMs < first.tMs;
}

bool startOverlaps(std::int64_t previousStartMs, std::int64_t previousMs, std::int64_t startMs)
{
    return startMs != 0 && startMs < previousMs && startMs != previousStartMs;
}

double floatIncrease(std::span<const FloatPoint> points, const RangeContext& context, bool counter)
{
    double increase = points.back().value - points.front().value;
    if (!counter) return increase;
    bool overlapSeen = false;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const FloatPoint& before = points[i - 1];
        const FloatPoint& now = points[i];
        if (!overlapSeen && startOverlaps(before.startMs, before.tMs, now.startMs)) {
            context.annotations.startTimeOverlap(context.metric, context.pos);
            overlapSeen = true;
        }
        if (now.value < before.value || isStartTimeReset(before.startMs, before.tMs, now.startMs, now.tMs)) {
            increase += before.value;
        }
    }
    return increase;
}

/// The increase over at least two histograms; nothing when they do not go together.
std::optional<FloatHistogram> histogramIncrease(std::span<const HistogramPoint> points, const RangeContext& context,
                                                bool counter)
{
    Annotations& notes = context.annotations;
    const FloatHistogram& last = *points.back().value;
    HistogramPtr previous = points.front().value;
    if (counter && (isGauge(*previous) || isGauge(last))) notes.notCounter(context.metric, context.pos);

    // The layout of a first sample that a reset follows does not matter.
    const HistogramPoint& second = points[1];
    const bool resetAtOnce = counter &&
                             (isStartTimeReset(points[0].startMs, points[0].tMs, second.startMs, second.tMs) ||
                              second.value->detectReset(*previous));
    if (resetAtOnce) {
        auto nothing = std::make_shared<FloatHistogram>();
        nothing->schema = second.value->schema;
        nothing->customValues = second.value->customValues;
        previous = nothing;
    }
    const bool custom = previous->usesCustomBuckets();
    const auto incompatible = [&] {
        notes.mixedExponentialCustom(context.metric, context.pos);
        return std::nullopt;
    };
    if (last.usesCustomBuckets() != custom) return incompatible();
    std::int32_t schema = std::min(last.schema, previous->schema);
    if (counter) {
        for (std::size_t i = 1; i + 1 < points.size(); ++i) {
            const FloatHistogram& h = *points[i].value;
            if (isGauge(h)) notes.notCounter(context.metric, context.pos);
            schema = std::min(schema, h.schema);
            if (h.usesCustomBuckets() != custom) return incompatible();
        }
    }

    FloatHistogram out = last;
    out.reduceTo(schema);
    if (!subtractAnnotated(out, *previous, context)) return std::nullopt;
    if (counter) {
        bool overlapSeen = false;
        for (std::size_t i = 1; i < points.size(); ++i) {
            const HistogramPoint& before = points[i - 1];
            const HistogramPoint& now = points[i];
            if (!overlapSeen && startOverlaps(before.startMs, before.tMs, now.startMs)) {
                notes.startTimeOverlap(context.metric, context.pos);
                overlapSeen = true;
            }
            if (isStartTimeReset(before.startMs, before.tMs, now.startMs, now.tMs) ||
                now.value->detectReset(*previous)) {
                if (!addAnnotated(out, *previous, context)) return std::nullopt;
            }
            previous = now.value;
        }
    } else if (!isGauge(*points.front().value) || !isGauge(last)) {
        notes.notGauge(context.metric, context.pos);
    }
    out.counterResetHint = CounterResetHint::Gauge;
    return std::move(out.compact());
}

}  // namespace

Outcome extrapolatedRate(const SampleWindow& in, const RangeContext& context, bool counter, bool perSecond)
{
    if (context.anchored || context.smoothed) return extendedRate(in, context, counter, perSecond);
    if (in.empty()) return {};
    if (in.mixed()) {
        context.annotations.mixedFloatsHistograms(context.metric, context.pos);
        return {};
    }
    double value = 0;
    std::optional<FloatHistogram> histogram;
    std::int64_t firstMs = 0;
    std::int64_t lastMs = 0;
    std::size_t count = 0;
    std::int64_t startMs = 0;
    bool hasStart = false;
    double zeroCandidate = 0;  // the first value, if the counter can be traced back to zero
    if (!in.histograms.empty()) {
        count = in.histograms.size();
        firstMs = in.histograms.front().tMs;
        lastMs = in.histograms.back().tMs;
        startMs = in.histograms.front().startMs;
        hasStart = counter && startsInside(in.histograms.front(), context);
        zeroCandidate = in.histograms.front().value->count;
        if (count > 1) {
            histogram = histogramIncrease(in.histograms, context, counter);
            if (!histogram) return {};
        }
    } else {
        count = in.floats.size();
        firstMs = in.floats.front().tMs;
        lastMs = in.floats.back().tMs;
        startMs = in.floats.front().startMs;
        hasStart = counter && startsInside(in.floats.front(), context);
        zeroCandidate = in.floats.front().value;
        value = floatIncrease(in.floats, context, counter);
    }

    double toStart = static_cast<double>(firstMs - context.rangeStartMs) / 1000;
    double toEnd = static_cast<double>(context.rangeEndMs - lastMs) / 1000;
    double sampled = static_cast<double>(lastMs - firstMs) / 1000;
    const double between = count > 1 ? sampled / static_cast<double>(count - 1) : 0;
    const double threshold = between * 1.1;
    if (hasStart) {
        toStart = 0;
        sampled = static_cast<double>(lastMs - startMs) / 1000;
        if (in.histograms.empty()) {
            value += in.floats.front().value;
        } else if (!histogram) {
            histogram = *in.histograms.front().value;
        } else if (!addAnnotated(*histogram, *in.histograms.front().value, context)) {
            return {};
        }
    } else if (count == 1) {
        return {};
    } else {
        if (toStart >= threshold) toStart = between / 2;
        const double increase = histogram ? histogram->count : value;
        if (counter && increase > 0 && zeroCandidate >= 0) {
            toStart = std::min(toStart, sampled * (zeroCandidate / increase));
        }
    }
    if (toEnd >= threshold) toEnd = between / 2;

    double factor = sampled != 0 ? (sampled + toStart + toEnd) / sampled : 1;
    if (perSecond) factor /= context.rangeSeconds;
    if (!histogram) return Outcome::of(value * factor);
    histogram->multiply(factor);
    return Outcome::of(std::move(*histogram));
}

Outcome instantRate(const SampleWindow& in, const RangeContext& context, bool perSecond)
{
    struct Last {
        std::int64_t tMs = 0;
        double value = 0;
        HistogramPtr histogram;
        std::int64_t startMs = 0;
    };
    std::vector<Last> last;
    for (std::size_t i = in.floats.size() - std::min<std::size_t>(2, in.floats.size()); i < in.floats.size(); ++i) {
        last.push_back({in.floats[i].tMs, in.floats[i].value, nullptr, in.floats[i].startMs});
    }
    const std::size_t skipped = in.histograms.size() - std::min<std::size_t>(2, in.histograms.size());
    for (const HistogramPoint& point : in.histograms.subspan(skipped)) {
        last.push_back({point.tMs, 0, point.value, point.startMs});
    }
    std::stable_sort(last.begin(), last.end(), [](const Last& a, const Last& b) { return a.tMs < b.tMs; });
    if (last.size() < 2) return {};
    const Last& before = last[last.size() - 2];
    const Last& now = last.back();
    const auto intervalMs = static_cast<double>(now.tMs - before.tMs);
    if (intervalMs == 0) return {};
    const bool startReset = isStartTimeReset(before.startMs, before.tMs, now.startMs, now.tMs);

    if (!now.histogram && !before.histogram) {
        const bool reset = perSecond && (now.value < before.value || startReset);
        const double value = reset ? now.value : now.value - before.value;
        return Outcome::of(perSecond ? value / (intervalMs / 1000) : value);
    }
    if (!now.histogram || !before.histogram) {
        context.annotations.mixedFloatsHistograms(context.metric, context.pos);
        return {};
    }
    const bool bothGauges = isGauge(*now.histogram) && isGauge(*before.histogram);
    const bool anyGauge = isGauge(*now.histogram) || isGauge(*before.histogram);
    if (perSecond && anyGauge) context.annotations.notCounter(context.metric, context.pos);
    if (!perSecond && !bothGauges) context.annotations.notGauge(context.metric, context.pos);
    FloatHistogram out = *now.histogram;
    if (!perSecond || (!startReset && !now.histogram->detectReset(*before.histogram))) {
        if (!subtractAnnotated(out, *before.histogram, context)) return {};
    }
    out.counterResetHint = CounterResetHint::Gauge;
    out.compact();
    if (perSecond) out.divide(intervalMs / 1000);
    return Outcome::of(std::move(out));
}

}  // namespace watchglass::promql
