#include "engine/promql/eval_buckets.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/promql/eval_math.h"

namespace watchglass::promql {

namespace {

/// Differences that rounding alone explains.
constexpr double kSmallDelta = 1e-12;

bool almostEqual(double a, double b)
{
    if (a == b) return true;
    const double sum = std::fabs(a) + std::fabs(b);
    const double difference = std::fabs(a - b);
    constexpr double kSmallestNormal = std::numeric_limits<double>::min();
    if (a == 0 || b == 0 || sum < kSmallestNormal) return difference < kSmallDelta * kSmallestNormal;
    return difference / std::min(sum, std::numeric_limits<double>::max()) < kSmallDelta;
}

/// Buckets of one bound ("1" and "1.0") become one.
void coalesce(std::vector<Bucket>& buckets)
{
    std::size_t last = 0;
    for (std::size_t i = 1; i < buckets.size(); ++i) {
        if (buckets[i].upperBound == buckets[last].upperBound) {
            buckets[last].count += buckets[i].count;
        } else {
            buckets[++last] = buckets[i];
        }
    }
    buckets.resize(last + 1);
}

BucketRepair ensureMonotonic(std::vector<Bucket>& buckets)
{
    BucketRepair repair{false, kInf, -kInf, 0};
    double before = buckets[0].count;
    for (std::size_t i = 1; i < buckets.size(); ++i) {
        const double now = buckets[i].count;
        if (now == before) continue;
        if (almostEqual(before, now)) {
            buckets[i].count = before;
            continue;
        }
        if (now < before) {
            buckets[i].count = before;
            repair.forcedMonotonic = true;
            repair.minBucket = std::min(repair.minBucket, buckets[i].upperBound);
            repair.maxBucket = std::max(repair.maxBucket, buckets[i].upperBound);
            repair.maxDiff = std::max(repair.maxDiff, before - now);
            continue;
        }
        before = now;
    }
    return repair;
}

}  // namespace

double bucketQuantile(double q, std::vector<Bucket>& buckets, BucketRepair& repair)
{
    repair = {};
    if (std::isnan(q)) return kNan;
    if (q < 0) return -kInf;
    if (q > 1) return kInf;
    if (buckets.back().upperBound != kInf) return kNan;
    coalesce(buckets);
    repair = ensureMonotonic(buckets);
    if (buckets.size() < 2) return kNan;
    const double observations = buckets.back().count;
    if (observations == 0) return kNan;

    double rank = q * observations;
    const std::size_t last = buckets.size() - 1;
    std::size_t b = 0;
    // The search is the reference's: what it finds among NaN counts depends on where it probes.
    for (std::size_t end = last; b < end;) {
        const std::size_t middle = b + (end - b) / 2;
        if (buckets[middle].count >= rank) {
            end = middle;
        } else {
            b = middle + 1;
        }
    }
    if (b == last) return buckets[last - 1].upperBound;
    if (b == 0 && buckets[0].upperBound <= 0) return buckets[0].upperBound;
    double start = 0;
    const double end = buckets[b].upperBound;
    double count = buckets[b].count;
    if (b > 0) {
        start = buckets[b - 1].upperBound;
        count -= buckets[b - 1].count;
        rank -= buckets[b - 1].count;
    }
    return start + (end - start) * (rank / count);
}

double bucketFraction(double lower, double upper, std::vector<Bucket>& buckets)
{
    if (buckets.back().upperBound != kInf) return kNan;
    coalesce(buckets);
    const double total = buckets.back().count;
    if (total == 0 || std::isnan(lower) || std::isnan(upper)) return kNan;
    if (lower >= upper) return 0;

    // Observations at or below `bound`, by linear interpolation; the total where it lies beyond all buckets.
    const auto rankOf = [&](double bound) {
        double rank = 0;
        double from = buckets[0].upperBound <= 0 ? -kInf : 0;
        for (std::size_t i = 0; i < buckets.size(); ++i) {
            if (i > 0) from = buckets[i - 1].upperBound;
            if (from >= bound) return std::min(rank, total);
            const double to = buckets[i].upperBound;
            if (to > bound) {
                const double within = from == -kInf ? buckets[i].count
                                                    : rank + (buckets[i].count - rank) * (bound - from) / (to - from);
                return within > total ? total : within;
            }
            rank = buckets[i].count;
        }
        return total;
    };
    return (rankOf(upper) - rankOf(lower)) / total;
}

}  // namespace watchglass::promql
