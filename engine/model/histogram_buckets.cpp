#include "engine/model/histogram_buckets.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace watchglass::histogram_detail {

SparseBuckets unpack(const std::vector<HistogramSpan>& spans, const std::vector<double>& counts)
{
    SparseBuckets buckets;
    buckets.reserve(counts.size());
    std::int64_t index = 0;
    for (const HistogramSpan& span : spans) {
        index += span.offset;
        for (std::uint32_t i = 0; i < span.length && buckets.size() < counts.size(); ++i) {
            buckets.emplace_back(index++, counts[buckets.size()]);
        }
    }
    return buckets;
}

void pack(const SparseBuckets& buckets, std::vector<HistogramSpan>& spans, std::vector<double>& counts)
{
    spans.clear();
    counts.clear();
    std::int64_t next = 0;
    for (const auto& [index, count] : buckets) {
        if (spans.empty() || index != next) spans.push_back({static_cast<std::int32_t>(index - next), 0});
        ++spans.back().length;
        counts.push_back(count);
        next = index + 1;
    }
}

/// 2^(fraction / 2^schema - 1), with the last bits of Prometheus's table (model/histogram/generic.go): a product of
/// repeated square roots of two, of which the first is the inverse of one.
double boundFraction(std::int64_t fraction, std::int32_t schema)
{
    double out = 0.5;
    double root = 2;
    for (std::int32_t bit = schema - 1; bit >= 0; --bit) {
        root = std::sqrt(root);
        if ((fraction >> bit & 1) == 0) continue;
        out = bit == schema - 1 ? 1 / root : out * root;
    }
    return out;
}

double exponentialBound(std::int64_t index, std::int32_t schema)
{
    if (schema <= 0) {
        const std::int64_t exponent = index * (std::int64_t{1} << -schema);
        if (exponent == 1024) return std::numeric_limits<double>::max();
        return std::ldexp(1.0, static_cast<int>(std::clamp<std::int64_t>(exponent, -5000, 5000)));
    }
    const std::int64_t steps = std::int64_t{1} << schema;
    const std::int64_t fraction = index & (steps - 1);
    const std::int64_t exponent = index >> schema;
    if (fraction == 0 && exponent == 1024) return std::numeric_limits<double>::max();
    return std::ldexp(boundFraction(fraction, schema),
                      static_cast<int>(std::clamp<std::int64_t>(exponent, -5000, 5000)) + 1);
}

double upperBound(const FloatHistogram& histogram, std::int64_t index)
{
    if (!histogram.usesCustomBuckets()) return exponentialBound(index, histogram.schema);
    if (index < 0) return -std::numeric_limits<double>::infinity();
    const auto at = static_cast<std::size_t>(index);
    return at < histogram.customValues.size() ? histogram.customValues[at] : std::numeric_limits<double>::infinity();
}

HistogramBucket bucketAt(const FloatHistogram& histogram, bool positive, std::int64_t index, double count)
{
    HistogramBucket bucket;
    bucket.count = count;
    bucket.upper = upperBound(histogram, positive ? index : index - 1);
    bucket.lower = upperBound(histogram, positive ? index - 1 : index);
    if (!positive) {
        bucket.upper = -bucket.upper;
        bucket.lower = -bucket.lower;
    }
    bucket.lowerInclusive = histogram.usesCustomBuckets() ? index == 0 : bucket.lower < 0;
    bucket.upperInclusive = histogram.usesCustomBuckets() || bucket.upper > 0;
    return bucket;
}

SparseBuckets reduceResolution(const SparseBuckets& buckets, std::int32_t from, std::int32_t to)
{
    SparseBuckets reduced;
    for (const auto& [index, count] : buckets) {
        const std::int64_t target = coarserIndex(index, from, to);
        if (!reduced.empty() && reduced.back().first == target) {
            reduced.back().second += count;
        } else {
            reduced.emplace_back(target, count);
        }
    }
    return reduced;
}

double grownThreshold(const SparseBuckets& positive, const SparseBuckets& negative, std::int32_t schema,
                      double threshold)
{
    const auto grow = [&](const SparseBuckets& buckets) {
        for (const auto& [index, count] : buckets) {
            const double upper = exponentialBound(index, schema);
            if (exponentialBound(index - 1, schema) >= threshold) break;
            if (upper > threshold && count != 0) return upper;
        }
        return threshold;
    };
    while (true) {
        const double grown = std::max(grow(positive), grow(negative));
        if (grown == threshold) return threshold;
        threshold = grown;
    }
}

}  // namespace watchglass::histogram_detail
