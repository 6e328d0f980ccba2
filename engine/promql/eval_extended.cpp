// `anchored` and `smoothed` selectors: windows that reach beyond the range, with values picked or interpolated at
// its edges (prometheus promql/functions.go, extendedRate and what it calls).

#include <algorithm>
#include <optional>

#include "engine/promql/eval_samples.h"

namespace watchglass::promql {

namespace {

/// Places of the samples that decide the values at both edges of the range.
struct Edges {
    std::size_t first = 0;
    std::size_t last = 0;
};

/// Index of the first of the points before the last one that `found` holds for, else of the last.
template <class Point, class Found>
std::size_t searchBeforeLast(std::span<const Point> points, std::size_t last, Found found)
{
    return static_cast<std::size_t>(std::partition_point(points.begin(),
                                                         points.begin() + static_cast<std::ptrdiff_t>(last),
                                                         [&](const Point& p) { return !found(p); }) -
                                    points.begin());
}

template <class Point>
Edges edgesOf(std::span<const Point> points, const RangeContext& context)
{
    Edges edges;
    edges.last = points.size() - 1;
    const std::size_t after = searchBeforeLast(points, edges.last,
                                               [&](const Point& p) { return p.tMs > context.rangeStartMs; });
    edges.first = after == 0 ? 0 : after - 1;
    if (context.smoothed) {
        edges.last = searchBeforeLast(points, edges.last, [&](const Point& p) { return p.tMs >= context.rangeEndMs; });
    }
    return edges;
}

double interpolate(const FloatPoint& a, const FloatPoint& b, std::int64_t tMs, bool counter)
{
    const double from = counter && b.value < a.value ? 0 : a.value;
    return from + (b.value - from) * static_cast<double>(tMs - a.tMs) / static_cast<double>(b.tMs - a.tMs);
}

double leftValue(std::span<const FloatPoint> points, const Edges& edges, const RangeContext& context, bool counter)
{
    const FloatPoint& first = points[edges.first];
    if (context.smoothed && first.tMs < context.rangeStartMs) {
        return interpolate(first, points[edges.first + 1], context.rangeStartMs, counter);
    }
    return first.value;
}

double rightValue(std::span<const FloatPoint> points, const Edges& edges, const RangeContext& context, bool counter)
{
    const FloatPoint& last = points[edges.last];
    if (context.smoothed && edges.last > 0 && last.tMs > context.rangeEndMs) {
        return interpolate(points[edges.last - 1], last, context.rangeEndMs, counter);
    }
    return last.value;
}

/// Whether the range has anything to look at.
template <class Point>
bool covers(std::span<const Point> points, const Edges& edges, const RangeContext& context)
{
    if (points[edges.last].tMs <= context.rangeStartMs) return false;
    return !context.smoothed || points[edges.first].tMs <= context.rangeEndMs;
}

std::optional<FloatHistogram> interpolate(const HistogramPoint& a, const HistogramPoint& b, std::int64_t tMs,
                                          bool counter, const RangeContext& context)
{
    if (tMs == a.tMs) return *a.value;
    if (tMs == b.tMs) return *b.value;
    const double fraction = static_cast<double>(tMs - a.tMs) / static_cast<double>(b.tMs - a.tMs);
    FloatHistogram out = *b.value;
    if (counter && out.detectReset(*a.value)) return std::move(out.multiply(fraction));
    if (!subtractAnnotated(out, *a.value, context)) return std::nullopt;
    out.multiply(fraction);
    if (!addAnnotated(out, *a.value, context)) return std::nullopt;
    return out;
}

/// What resets between the edges took away; false when histograms do not go together.
bool resetCorrection(std::span<const HistogramPoint> points, const Edges& edges, const FloatHistogram& left,
                     const FloatHistogram& right, const RangeContext& context,
                     std::optional<FloatHistogram>& correction)
{
    std::size_t first = edges.first + 1;
    const FloatHistogram* previous = &left;
    if (context.smoothed && points[edges.first].tMs < context.rangeStartMs &&
        points[first].value->detectReset(*points[edges.first].value)) {
        // The interpolation at the left edge has taken this reset into account.
        previous = points[first].value.get();
        ++first;
    }
    // The last sample is represented by `right`.
    if (first > edges.last) return true;
    const auto add = [&](const FloatHistogram& h) {
        if (correction) return addAnnotated(*correction, h, context);
        correction = h;
        return true;
    };
    for (std::size_t i = first; i < edges.last; ++i) {
        if (points[i].value->detectReset(*previous) && !add(*previous)) return false;
        previous = points[i].value.get();
    }
    return !right.detectReset(*previous) || add(*previous);
}

Outcome extendedHistogramRate(std::span<const HistogramPoint> points, const RangeContext& context, bool counter,
                              bool perSecond)
{
    const Edges edges = edgesOf(points, context);
    if (!covers(points, edges, context)) return {};
    const bool custom = points[edges.first].value->usesCustomBuckets();
    for (std::size_t i = edges.first; i <= edges.last; ++i) {
        if (points[i].value->usesCustomBuckets() != custom) {
            context.annotations.mixedExponentialCustom(context.metric, context.pos);
            return {};
        }
        if (counter && points[i].value->counterResetHint == CounterResetHint::Gauge) {
            context.annotations.notCounter(context.metric, context.pos);
        }
    }
    std::optional<FloatHistogram> left = *points[edges.first].value;
    if (context.smoothed && points[edges.first].tMs < context.rangeStartMs) {
        left = interpolate(points[edges.first], points[edges.first + 1], context.rangeStartMs, counter, context);
    }
    std::optional<FloatHistogram> right = *points[edges.last].value;
    if (context.smoothed && edges.last > 0 && points[edges.last].tMs > context.rangeEndMs) {
        right = interpolate(points[edges.last - 1], points[edges.last], context.rangeEndMs, counter, context);
    }
    if (!left || !right) return {};
    if (!counter &&
        (left->counterResetHint != CounterResetHint::Gauge || right->counterResetHint != CounterResetHint::Gauge)) {
        context.annotations.notGauge(context.metric, context.pos);
    }
    FloatHistogram out = *right;
    if (!subtractAnnotated(out, *left, context)) return {};
    if (counter) {
        std::optional<FloatHistogram> correction;
        if (!resetCorrection(points, edges, *left, *right, context, correction)) return {};
        if (correction && !addAnnotated(out, *correction, context)) return {};
    }
    if (perSecond) out.divide(context.rangeSeconds);
    out.counterResetHint = CounterResetHint::Gauge;
    out.compact();
    return Outcome::of(std::move(out));
}

}  // namespace

Outcome extendedRate(const SampleWindow& in, const RangeContext& context, bool counter, bool perSecond)
{
    if (in.mixed()) {
        context.annotations.mixedFloatsHistograms(context.metric, context.pos);
        return {};
    }
    if (!in.histograms.empty()) return extendedHistogramRate(in.histograms, context, counter, perSecond);
    if (in.floats.empty()) return {};
    const std::span<const FloatPoint> points = in.floats;
    Edges edges = edgesOf(points, context);
    if (!covers(points, edges, context)) return {};
    const double left = leftValue(points, edges, context, counter);
    const double right = rightValue(points, edges, context, counter);
    double value = right - left;
    if (counter) {
        // Resets at the edges are part of the interpolation; only samples inside of the range are looked at.
        const std::size_t from = edges.first + (points[edges.first].tMs <= context.rangeStartMs ? 1 : 0);
        const std::size_t to = edges.last + (points[edges.last].tMs >= context.rangeEndMs ? 0 : 1);
        double correction = 0;
        double previous = left;
        for (std::size_t i = from; i < to; ++i) {
            if (points[i].value < previous) correction += previous;
            previous = points[i].value;
        }
        if (right < previous) correction += previous;
        value += correction;
    }
    if (perSecond) value /= context.rangeSeconds;
    return Outcome::of(value);
}

Outcome smoothedValue(const SampleWindow& in, const RangeContext& context, std::int64_t tMs)
{
    if (in.mixed()) {
        context.annotations.mixedFloatsHistograms(context.metric, context.pos);
        return {};
    }
    const auto find = [&](const auto points) {
        return static_cast<std::size_t>(
            std::partition_point(points.begin(), points.end(), [&](const auto& p) { return p.tMs < tMs; }) -
            points.begin());
    };
    if (!in.histograms.empty()) {
        const std::size_t i = find(in.histograms);
        if (i < in.histograms.size() && in.histograms[i].tMs == tMs) return {true, 0, in.histograms[i].value};
        if (i == 0) return {};
        const HistogramPoint& before = in.histograms[i - 1];
        if (i == in.histograms.size()) {
            // The hint tells of two samples in a row, not of a value that is carried on.
            FloatHistogram carried = *before.value;
            carried.counterResetHint = CounterResetHint::Unknown;
            return Outcome::of(std::move(carried));
        }
        const HistogramPoint& next = in.histograms[i];
        if (before.value->usesCustomBuckets() != next.value->usesCustomBuckets()) {
            context.annotations.mixedExponentialCustom(context.metric, context.pos);
            return {};
        }
        const bool counter = before.value->counterResetHint != CounterResetHint::Gauge ||
                             next.value->counterResetHint != CounterResetHint::Gauge;
        std::optional<FloatHistogram> value = interpolate(before, next, tMs, counter, context);
        return value ? Outcome::of(std::move(*value)) : Outcome{};
    }
    if (in.floats.empty()) return {};
    const std::size_t i = find(in.floats);
    if (i < in.floats.size() && in.floats[i].tMs == tMs) return Outcome::of(in.floats[i].value);
    if (i == 0) return {};
    if (i == in.floats.size()) return Outcome::of(in.floats[i - 1].value);
    return Outcome::of(interpolate(in.floats[i - 1], in.floats[i], tMs, false));
}

std::vector<FloatPoint> extendedPoints(const SampleWindow& in, const RangeContext& context)
{
    const std::span<const FloatPoint> points = in.floats;
    if (points.empty()) return {};
    const Edges edges = edgesOf(points, context);
    if (points[edges.last].tMs <= context.rangeStartMs) return {};
    std::vector<FloatPoint> out;
    out.push_back({context.rangeStartMs, leftValue(points, edges, context, false), 0});
    const std::size_t from = edges.first + (points[edges.first].tMs <= context.rangeStartMs ? 1 : 0);
    const std::size_t to = edges.last + (points[edges.last].tMs >= context.rangeEndMs ? 0 : 1);
    for (std::size_t i = from; i < to; ++i) out.push_back(points[i]);
    out.push_back({context.rangeEndMs, rightValue(points, edges, context, false), 0});
    return out;
}

}  // namespace watchglass::promql
