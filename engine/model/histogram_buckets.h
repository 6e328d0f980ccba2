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

/// Merges buckets to a coarser exponential schema.
[[nodiscard]] SparseBuckets reduceResolution(const SparseBuckets& buckets, std::int32_t from, std::int32_t to);

/// Adds `sign` times `b`.
[[nodiscard]] SparseBuckets mergeBuckets(const SparseBuckets& a, const SparseBuckets& b, double sign);

}  // namespace watchglass::histogram_detail
