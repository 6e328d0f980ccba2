#include "engine/promql/eval_samples.h"

#include <algorithm>

namespace watchglass::promql {

namespace {

template <class Point>
std::span<const Point> between(const std::vector<Point>& points, std::int64_t afterMs, std::int64_t untilMs)
{
    const auto after = [](std::int64_t t, const Point& p) { return t < p.tMs; };
    const auto from = std::upper_bound(points.begin(), points.end(), afterMs, after);
    const auto to = std::upper_bound(from, points.end(), untilMs, after);
    return {from, to};
}

bool merged(const Result<HistogramMerge>& result, const RangeContext& context, HistogramOperation operation)
{
    if (!result) {
        context.annotations.mixedExponentialCustom(context.metric, context.pos);
        return false;
    }
    if (result->boundsReconciled) context.annotations.boundsReconciled(operation, context.pos);
    return true;
}

}  // namespace

SplitSamples::SplitSamples(const storage::Columns& columns, bool withStarts)
{
    for (std::size_t i = 0; i < columns.times.size(); ++i) {
        const std::int64_t start = withStarts && !columns.startTimes.empty() ? columns.startTimes[i] : 0;
        if (!columns.histograms.empty() && columns.histograms[i]) {
            m_histograms.push_back({columns.times[i], columns.histograms[i], start});
        } else {
            m_floats.push_back({columns.times[i], columns.values[i], start});
        }
    }
}

SampleWindow SplitSamples::window(std::int64_t afterMs, std::int64_t untilMs) const
{
    return {between(m_floats, afterMs, untilMs), between(m_histograms, afterMs, untilMs)};
}

bool isStartTimeReset(std::int64_t previousStartMs, std::int64_t previousMs, std::int64_t startMs, std::int64_t tMs)
{
    if (startMs == 0 || startMs >= tMs) return false;
    if (startMs != previousMs) return startMs > previousMs;
    // The start points at the sample before: a delta series, or a cumulative one whose start is not known.
    if (previousStartMs > previousMs) return false;
    return previousStartMs != 0 && previousStartMs != previousMs;
}

bool addAnnotated(FloatHistogram& base, const FloatHistogram& other, const RangeContext& context)
{
    return merged(base.add(other), context, HistogramOperation::Addition);
}

bool subtractAnnotated(FloatHistogram& base, const FloatHistogram& other, const RangeContext& context)
{
    return merged(base.subtract(other), context, HistogramOperation::Subtraction);
}

}  // namespace watchglass::promql
