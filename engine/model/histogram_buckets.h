#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/model/histogram.h"

namespace watchglass::histogram_detail {

/// One side of a histogram as index and count, sorted by index: the form that is easy to work on. Indexes are
/// wider than in a span, so that no sum of offsets from a file overflows.
using SparseBuckets = std::vector<std::pair<std::int64_t, double>>;

[[nodiscard]] SparseBuckets unpack(const std::vector<HistogramSpan>& spans, const std::vector<double>& counts);
void pack(const SparseBuckets& buckets, std::vector<HistogramSpan>& spans, std::vector<double>& counts);

/// The upper bound of a bucket of an exponential schema.
[[nodiscard]] double exponentialBound(std::int64_t index, std::int32_t schema);
/// The upper bound of a bucket of any schema; -Inf for index -1 of a custom one.
[[nodiscard]] double upperBound(const FloatHistogram& histogram, std::int64_t index);
/// A bucket of one side with its bounds.
[[nodiscard]] HistogramBucket bucketAt(const FloatHistogram& histogram, bool positive, std::int64_t index,
                                       double count);

/// The index of a bucket in a coarser exponential schema.
[[nodiscard]] inline std::int64_t coarserIndex(std::int64_t index, std::int32_t from, std::int32_t to)
{
    return ((index - 1) >> (from - to)) + 1;
}

/// Merges buckets to a coarser exponential schema.
[[nodiscard]] SparseBuckets reduceResolution(const SparseBuckets& buckets, std::int32_t from, std::int32_t to);

/// The zero threshold that `histogram` comes to when it has to grow to at least `threshold`: a threshold inside
/// a populated bucket grows to the bucket's far bound.
[[nodiscard]] double grownThreshold(const SparseBuckets& positive, const SparseBuckets& negative, std::int32_t schema,
                                    double threshold);

}  // namespace watchglass::histogram_detail
