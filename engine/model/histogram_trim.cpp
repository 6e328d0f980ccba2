// The trimming operators `</` and `>/` (prometheus FloatHistogram.TrimBuckets).

#include <cmath>
#include <limits>

#include "engine/model/histogram.h"
#include "engine/model/histogram_buckets.h"

namespace watchglass {
namespace {

using namespace histogram_detail;

/// What stays of a bucket and the value that stands for its observations.
struct Kept {
    double count = 0;
    double midpoint = 0;
};

double zeroIfInfinite(double v) { return std::isinf(v) ? 0 : v; }

double midpointOf(double lower, double upper, bool positive, bool linear)
{
    if (std::isinf(lower)) {
        if (std::isinf(upper)) return 0;
        return upper > 0 ? upper / 2 : upper;
    }
    if (std::isinf(upper)) return lower;
    if (linear) return (lower + upper) / 2;
    const double geometric = std::sqrt(std::fabs(lower * upper));
    return positive ? geometric : -geometric;
}

/// Of a bucket without end on one side, which cannot be interpolated.
Kept keptOfInfinite(const HistogramBucket& b, double limit, bool upper)
{
    if (std::isinf(b.lower) && b.lower < 0) {
        const bool finiteAbove = b.upper > 0 && !std::isinf(b.upper);
        if (upper) {
            if (limit >= b.upper) return {b.count, 0};
            if (limit > 0 && finiteAbove) return {b.count * limit / b.upper, limit / 2};
            if (b.upper <= 0) return {b.count, limit};
            return {0, zeroIfInfinite(b.upper)};
        }
        if (limit <= b.lower) return {b.count, 0};
        if (limit >= 0 && b.upper > limit && !std::isinf(b.upper)) {
            return {b.count * (1 - limit / b.upper), (limit + b.upper) / 2};
        }
        return {0, zeroIfInfinite(b.upper)};
    }
    if (upper) return {0, zeroIfInfinite(b.lower)};
    if (limit >= b.lower) return {b.count, limit};
    return {0, zeroIfInfinite(b.lower)};
}

/// Of a bucket that the limit cuts.
Kept keptOfCut(const HistogramBucket& b, double limit, bool upper, bool positive, bool linear)
{
    if ((std::isinf(b.lower) && b.lower < 0) || (std::isinf(b.upper) && b.upper > 0)) {
        return keptOfInfinite(b, limit, upper);
    }
    double below = b.count;
    if (limit <= b.lower) {
        below = 0;
    } else if (limit < b.upper) {
        below = b.count * b.fractionBelow(limit, linear);
    }
    if (upper) return {below, midpointOf(b.lower, limit, positive, linear)};
    return {b.count - below, midpointOf(limit, b.upper, positive, linear)};
}

Kept keptOfZeroBucket(const HistogramBucket& b, double limit, bool upper, bool hasNegative, bool hasPositive)
{
    const double from = hasPositive && !hasNegative ? 0 : b.lower;
    const double to = hasNegative && !hasPositive ? 0 : b.upper;
    const Kept all{b.count, (from + to) / 2};
    if (upper) {
        if (limit <= from) return {};
        if (limit >= to) return all;
        return {b.count * ((limit - from) / (to - from)), (from + limit) / 2};
    }
    if (limit <= from) return all;
    if (limit >= to) return {};
    return {b.count * ((to - limit) / (to - from)), (limit + to) / 2};
}

}  // namespace

FloatHistogram& FloatHistogram::trim(double limit, bool upper)
{
    double newCount = 0;
    double newSum = 0;
    bool changed = false;
    const bool linear = usesCustomBuckets();
    // Returns whether the side holds any observation.
    const auto side = [&](const std::vector<HistogramSpan>& spans, std::vector<double>& counts, bool positive) {
        bool any = false;
        const SparseBuckets buckets = unpack(spans, counts);
        for (std::size_t i = 0; i < buckets.size(); ++i) {
            const HistogramBucket b = bucketAt(*this, positive, buckets[i].first, buckets[i].second);
            if (b.count == 0) continue;
            any = true;
            Kept kept;
            if (upper ? b.upper <= limit : b.lower >= limit) {
                kept = {b.count, midpointOf(b.lower, b.upper, positive, linear)};
            } else if (upper ? b.lower < limit : b.upper > limit) {
                kept = keptOfCut(b, limit, upper, positive, linear);
            }
            newCount += kept.count;
            newSum += kept.midpoint * kept.count;
            changed = changed || counts[i] != kept.count;
            counts[i] = kept.count;
        }
        return any;
    };
    const bool hasPositive = side(positiveSpans, positiveBuckets, true);
    const bool hasNegative = side(negativeSpans, negativeBuckets, false);
    if (zeroCount > 0) {
        const Kept kept = keptOfZeroBucket(zeroBucket(), limit, upper, hasNegative, hasPositive);
        changed = changed || zeroCount != kept.count;
        zeroCount = kept.count;
        newSum += kept.midpoint * kept.count;
        newCount += kept.count;
    }
    if (changed) {
        count = newCount;
        sum = newSum;
        compact();
    }
    return *this;
}

}  // namespace watchglass
