#include "engine/promql/test_script_compare.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/go_float.h"
#include "engine/model/sample.h"

namespace watchglass::promql::script {

bool almostEqual(double expected, double got)
{
    if (isStaleMarker(expected) || isStaleMarker(got)) return isStaleMarker(expected) && isStaleMarker(got);
    if (std::isnan(expected) || std::isnan(got)) return std::isnan(expected) && std::isnan(got);
    if (expected == got) return true;
    constexpr double kEpsilon = 1e-6;
    constexpr double kSmallestNormal = std::numeric_limits<double>::min();
    const double sum = std::fabs(expected) + std::fabs(got);
    const double difference = std::fabs(expected - got);
    if (expected == 0 || got == 0 || sum < kSmallestNormal) return difference < kEpsilon * kSmallestNormal;
    return difference / std::min(sum, std::numeric_limits<double>::max()) < kEpsilon;
}

std::string describePoint(const Labels& labels, double expected, double got, std::int64_t tMs)
{
    return labels.toString() + " at " + std::to_string(tMs) + " ms: expected " + formatFloatG(expected) + ", got " +
           formatFloatG(got);
}

namespace {

/// A point of a result.
struct Point {
    std::int64_t tMs = 0;
    double value = 0;
    const FloatHistogram* histogram = nullptr;
};

std::vector<Point> pointsOf(const ResultSeries& series, const Grid& grid)
{
    std::vector<Point> points;
    for (std::uint32_t i = 0; i < series.values.size(); ++i) {
        if (!series.times.empty()) {
            points.push_back({series.times[i], series.values[i], series.histogramAt(i)});
        } else if (series.has(i)) {
            points.push_back({grid.at(i), series.values[i], series.histogramAt(i)});
        }
    }
    return points;
}

bool sameCounts(const std::vector<double>& expected, const std::vector<double>& got)
{
    return std::equal(expected.begin(), expected.end(), got.begin(), got.end(), almostEqual);
}

bool sameHistogram(FloatHistogram expected, FloatHistogram got, bool compareHint)
{
    expected.compact();
    got.compact();
    return expected.schema == got.schema && almostEqual(expected.count, got.count) &&
           almostEqual(expected.sum, got.sum) && expected.zeroThreshold == got.zeroThreshold &&
           almostEqual(expected.zeroCount, got.zeroCount) && expected.positiveSpans == got.positiveSpans &&
           expected.negativeSpans == got.negativeSpans && sameCounts(expected.positiveBuckets, got.positiveBuckets) &&
           sameCounts(expected.negativeBuckets, got.negativeBuckets) &&
           (!expected.usesCustomBuckets() || expected.customValues == got.customValues) &&
           (!compareHint || expected.counterResetHint == got.counterResetHint);
}

std::string describe(double value, const FloatHistogram* histogram)
{
    return histogram != nullptr ? histogram->toTestExpression() : formatFloatG(value);
}

std::string compareSeries(const SeriesLine& expected, const ResultSeries& got, const Grid& grid, std::int64_t startMs,
                          std::int64_t stepMs)
{
    const std::vector<Point> points = pointsOf(got, grid);
    std::size_t next = 0;
    for (std::size_t i = 0; i < expected.values.size(); ++i) {
        const SequenceValue& value = expected.values[i];
        if (value.omitted) continue;
        const std::int64_t tMs = startMs + stepMs * static_cast<std::int64_t>(i);
        const std::string wanted = expected.labels.toString() + " at " + std::to_string(tMs) + " ms: expected " +
                                   describe(value.value, value.histogram.get());
        if (next >= points.size()) return wanted + ", got nothing";
        const Point& point = points[next];
        if (point.tMs != tMs) {
            return expected.labels.toString() + ": expected a point at " + std::to_string(tMs) + " ms, got one at " +
                   std::to_string(point.tMs);
        }
        const bool sameKind = (value.histogram != nullptr) == (point.histogram != nullptr);
        const bool equal = sameKind && (value.histogram ? sameHistogram(*value.histogram, *point.histogram,
                                                                        value.counterResetHintGiven)
                                                        : almostEqual(value.value, point.value));
        if (!equal) return wanted + ", got " + describe(point.value, point.histogram);
        ++next;
    }
    if (next < points.size()) {
        return expected.labels.toString() + ": unexpected value " +
               describe(points[next].value, points[next].histogram) + " at " + std::to_string(points[next].tMs) + " ms";
    }
    return "";
}

}  // namespace

std::string compareAll(const EvalCommand& eval, const QueryResult& result, std::int64_t startMs, std::int64_t stepMs,
                       bool ordered)
{
    std::vector<bool> used(eval.series.size(), false);
    std::size_t position = 0;
    for (const ResultSeries& got : result.series) {
        std::size_t at = 0;
        while (at < eval.series.size() && (used[at] || eval.series[at].labels != got.labels)) ++at;
        if (at == eval.series.size()) return "unexpected series " + got.labels.toString() + " in the result";
        if (ordered && at != position) {
            return "expected " + eval.series[position].labels.toString() + " at position " +
                   std::to_string(position + 1) + ", got " + got.labels.toString();
        }
        used[at] = true;
        ++position;
        const std::string problem = compareSeries(eval.series[at], got, result.grid, startMs, stepMs);
        if (!problem.empty()) return problem;
    }
    for (std::size_t i = 0; i < used.size(); ++i) {
        const auto& values = eval.series[i].values;
        const bool empty = std::all_of(values.begin(), values.end(), [](const auto& v) { return v.omitted; });
        if (!used[i] && !(eval.range && empty)) return "missing series " + eval.series[i].labels.toString();
    }
    return "";
}

}  // namespace watchglass::promql::script
