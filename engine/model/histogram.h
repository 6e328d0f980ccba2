#pragma once

#include <cstdint>
#include <memory>
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

/// A bucket with its bounds worked out.
struct HistogramBucket {
    double lower = 0;
    double upper = 0;
    bool lowerInclusive = false;
    bool upperInclusive = false;
    double count = 0;

    /// The share (0 to 1) of the bucket at or below `v`, which lies strictly between finite bounds: on a linear
    /// or on a logarithmic scale.
    [[nodiscard]] double fractionBelow(double v, bool linear) const;
};

/// What adding one histogram to another had to give up.
struct HistogramMerge {
    bool resetCollision = false;    ///< one hint says reset, the other says none
    bool boundsReconciled = false;  ///< custom bounds differed; those that both had were kept
};

/// A native histogram with counts as floats (prometheus model/histogram/float_histogram.go).
///
/// Bucket i of an exponential schema n (-4 ... 8) holds (2^((i-1)/2^n), 2^(i/2^n)]; of the custom schema
/// (customValues[i-1], customValues[i]], the last one up to +Inf. Counts are absolute, neither cumulative nor
/// deltas, one per bucket that the spans name.
/// Nothing is validated but by validate(): `count` need not be the sum of the buckets.
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
    Result<HistogramMerge> add(const FloatHistogram& other);
    Result<HistogramMerge> subtract(const FloatHistogram& other);

    /// Scales every count and the sum. A negative factor makes a gauge; division by zero leaves no buckets.
    FloatHistogram& multiply(double factor);
    FloatHistogram& divide(double divisor);
    /// Removes empty buckets and joins spans; between others so many empty ones in a row stay or come.
    FloatHistogram& compact(std::int64_t mostEmpty = 0);
    /// Merges buckets to a coarser exponential schema; nothing for custom buckets or a finer one.
    FloatHistogram& reduceTo(std::int32_t coarserSchema);
    /// Leaves what lies below (`upper`) or above the limit, by interpolation; count and sum are estimated anew
    /// when anything goes (the operators `</` and `>/`).
    FloatHistogram& trim(double limit, bool upper);

    /// Whether a counter was reset between `previous` and this one: by the hint, else by looking at all counts.
    [[nodiscard]] bool detectReset(const FloatHistogram& previous) const;
    /// The hint with which a store gives the histogram back when it follows `previous` (null: nothing, or a
    /// float) in its series: NotReset when comparing shows that it continues the counter, and never Reset, for the
    /// sample before may be deleted one day (prometheus tsdb/chunkenc, counterResetHint).
    [[nodiscard]] CounterResetHint storedHint(const FloatHistogram* previous) const;
    /// One without observations and with the same layout: where its counter began.
    [[nodiscard]] FloatHistogram atStart() const;
    /// Whether a store may take it: the schema, spans that fit the buckets, bounds in order, no negative counts and,
    /// if they came as `integers`, a count that is the sum of the buckets.
    /// Errors: InvalidInput in Prometheus's words (model/histogram, Validate).
    [[nodiscard]] Result<void> validate(bool integers) const;
    /// Bit by bit, but for hints and the way buckets are spread over spans.
    [[nodiscard]] bool sameAs(const FloatHistogram& other) const;

    /// All buckets that the spans name and the zero bucket if it holds anything, ascending. Bounds inside the
    /// zero bucket are moved to its edge.
    [[nodiscard]] std::vector<HistogramBucket> buckets() const;
    /// The zero bucket of an exponential histogram.
    [[nodiscard]] HistogramBucket zeroBucket() const;

    /// As Prometheus prints it: "{count:3, sum:5, (1,2]:3}".
    [[nodiscard]] std::string toString() const;
    /// As the test language writes it: "{{schema:1 count:3 buckets:[1 2]}}", gaps filled with zeros.
    [[nodiscard]] std::string toTestExpression() const;

    bool operator==(const FloatHistogram&) const = default;
};

using HistogramPtr = std::shared_ptr<const FloatHistogram>;

}  // namespace watchglass
