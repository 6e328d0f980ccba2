#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/error.h"

namespace watchglass {

/// A run of consecutive buckets. `offset` counts buckets left out since the run before; the first run's is the
/// index of its first bucket.
struct HistogramSpan {
    std::int32_t offset = 0;
    std::uint32_t length = 0;
    bool operator==(const HistogramSpan&) const = default;
};

enum class CounterResetHint : std::uint8_t { Unknown, Reset, NotReset, Gauge };

/// "unknown", "reset", "not_reset", "gauge".
[[nodiscard]] std::string_view counterResetHintText(CounterResetHint hint);

/// Schema of histograms whose bounds are listed instead of computed.
inline constexpr std::int32_t kCustomBucketsSchema = -53;

/// A native histogram with counts as floats (prometheus model/histogram/float_histogram.go).
///
/// Bucket i of an exponential schema n (-4 ... 8) holds (2^((i-1)/2^n), 2^(i/2^n)]; of the custom schema
/// (customValues[i-1], customValues[i]], the last one up to +Inf. Counts are absolute, neither cumulative nor
/// deltas, one per bucket that the spans name.
/// Nothing is validated: `count` need not be the sum of the buckets.
/// Threads: as safe as a std::vector.
struct FloatHistogram {
    CounterResetHint counterResetHint = CounterResetHint::Unknown;
    std::int32_t schema = 0;
    double zeroThreshold = 0;  ///< half width of the zero bucket
    double zeroCount = 0;
    double count = 0;
    double sum = 0;
    std::vector<HistogramSpan> positiveSpans;
    std::vector<HistogramSpan> negativeSpans;
    std::vector<double> positiveBuckets;
    std::vector<double> negativeBuckets;
    std::vector<double> customValues;  ///< upper bounds without +Inf; with kCustomBucketsSchema only

    [[nodiscard]] bool usesCustomBuckets() const { return schema == kCustomBucketsSchema; }

    /// Adds (or subtracts) another histogram. Schema, zero threshold and custom bounds become what both can be
    /// brought to; hints that contradict each other become Unknown.
    /// Errors: InvalidInput for an exponential and a custom one, for schemas that do not exist, and for a zero
    /// threshold that is no number; the histogram is unchanged then.
    [[nodiscard]] Result<void> add(const FloatHistogram& other);
    [[nodiscard]] Result<void> subtract(const FloatHistogram& other);

    /// As the test language writes it: "{{schema:1 count:3 buckets:[1 2]}}", gaps filled with zeros.
    [[nodiscard]] std::string toTestExpression() const;

    bool operator==(const FloatHistogram&) const = default;

private:
    [[nodiscard]] Result<void> combine(const FloatHistogram& other, double sign);
};

}  // namespace watchglass
