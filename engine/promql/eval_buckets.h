#pragma once

#include <vector>

namespace watchglass::promql {

/// One bucket of a classic histogram: how many observations lie at or below the bound.
struct Bucket {
    double upperBound = 0;
    double count = 0;
};

/// What bucketQuantile() had to repair.
struct BucketRepair {
    bool forcedMonotonic = false;
    double minBucket = 0;  ///< bounds of the first and last bucket that were lifted
    double maxBucket = 0;
    double maxDiff = 0;
};

/// The q-quantile of a classic histogram (prometheus promql/quantile.go, BucketQuantile). `buckets` are sorted
/// by bound, not empty, and are changed.
[[nodiscard]] double bucketQuantile(double q, std::vector<Bucket>& buckets, BucketRepair& repair);

/// The share of observations in (lower, upper], likewise (BucketFraction).
[[nodiscard]] double bucketFraction(double lower, double upper, std::vector<Bucket>& buckets);

}  // namespace watchglass::promql
