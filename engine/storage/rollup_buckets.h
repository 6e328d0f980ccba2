#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/storage/rollup.h"
#include "engine/storage/storage.h"

namespace watchglass::storage {

/// The buckets of one series in one block, column by column; empty buckets are not there. Times are distances back
/// from the end of the bucket.
struct BucketColumns {
    std::int64_t lengthMs = 0;
    std::vector<std::int64_t> ends;        ///< in lengths
    std::vector<std::int64_t> counts;      ///< of samples that are no staleness markers; 0: there are only such
    std::vector<std::int64_t> firstTimes;  ///< 0 where the count is
    std::vector<std::int64_t> lastTimes;
    std::vector<double> firsts;
    std::vector<double> lasts;
    std::vector<double> mins;
    std::vector<double> maxs;
    std::vector<double> sums;  ///< compensated (KahanSum), from the first sample of the bucket on
    std::vector<double> carries;
    std::vector<double> magnitudes;  ///< sum of the absolute values
    int grain = RollupColumns::kNoGrain;
    bool hasSums = true;  ///< false: sums, carries and magnitudes are not kept

    /// A bucket whose newest sample is a staleness marker.
    struct Stale {
        std::int64_t bucket = 0;  ///< its place in the columns
        std::int64_t time = 0;
    };
    std::vector<Stale> stale;
    /// A value that is less than the one before, in the same bucket.
    struct Fall {
        std::int64_t bucket = 0;
        double before = 0;
        double after = 0;
    };
    std::vector<Fall> falls;
    bool hasFalls = true;  ///< false: there were too many to keep, as gauges have them

    [[nodiscard]] std::size_t size() const { return ends.size(); }
    [[nodiscard]] std::int64_t endMs(std::size_t bucket) const { return ends[bucket] * lengthMs; }
};

/// The largest power of two of which all of `values` that are finite are multiples, at most `grain`.
[[nodiscard]] int grainOf(std::span<const double> values, int grain);

/// Aggregates of floats; there must be no histograms.
[[nodiscard]] BucketColumns makeBuckets(const Columns& samples, std::int64_t lengthMs);

/// Appends what `kind` needs of the buckets whose ends lie in [minMs, maxMs].
void appendBuckets(const BucketColumns& buckets, RollupKind kind, std::int64_t minMs, std::int64_t maxMs,
                   RollupColumns& out);
/// Appends samples that stand for themselves; staleness markers only where `kind` is Newest.
void appendSamples(const Columns& samples, RollupKind kind, RollupColumns& out);

}  // namespace watchglass::storage
