#include "engine/promql/eval_native.h"

#include <algorithm>
#include <cmath>

#include "engine/promql/eval_math.h"

namespace watchglass::promql {

namespace {

/// With observations on one side only, the zero bucket ends at zero.
void narrowZeroBucket(HistogramBucket& bucket, const FloatHistogram& h)
{
    if (h.negativeBuckets.empty() && !h.positiveBuckets.empty()) bucket.lower = 0;
    if (h.positiveBuckets.empty() && !h.negativeBuckets.empty()) bucket.upper = 0;
}

double sumOf(const std::vector<HistogramBucket>& buckets)
{
    double sum = 0;
    for (const HistogramBucket& bucket : buckets) sum += bucket.count;
    return sum;
}

}  // namespace

double histogramQuantile(double q, const FloatHistogram& h, std::string_view metric, PosRange at,
                         Annotations& annotations)
{
    if (q < 0) return -kInf;
    if (q > 1) return kInf;
    if (h.count == 0 || std::isnan(q)) return kNan;

    const std::vector<HistogramBucket> buckets = h.buckets();
    // Observations of NaN are in no bucket: then only counting from below finds the right one.
    const bool forward = std::isnan(h.sum) || q < 0.5;
    double rank = (forward ? q : 1 - q) * h.count;
    double count = 0;
    HistogramBucket bucket;
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        bucket = buckets[forward ? i : buckets.size() - 1 - i];
        if (bucket.count == 0) continue;
        count += bucket.count;
        if (count >= rank) break;
    }
    if (!h.usesCustomBuckets()) {
        if (bucket.lower < 0 && bucket.upper > 0) narrowZeroBucket(bucket, h);
    } else if (bucket.lower == -kInf) {
        if (bucket.upper <= 0) return bucket.upper;
        bucket.lower = 0;
    } else if (bucket.upper == kInf) {
        return bucket.lower;
    }
    count = std::min(count, h.count);
    if (count < rank) {
        if (!std::isnan(h.sum)) return bucket.upper;
        annotations.nanObservations("input to histogram_quantile has NaN observations, result is NaN", metric, at);
        return kNan;
    }
    rank = forward ? rank - (count - bucket.count) : count - rank;
    if (std::isnan(h.sum) && sumOf(buckets) < h.count) {
        annotations.nanObservations("input to histogram_quantile has NaN observations, result is skewed higher", metric,
                                    at);
    }
    const double fraction = rank / bucket.count;
    if (h.usesCustomBuckets() || (bucket.lower <= 0 && bucket.upper >= 0)) {
        return bucket.lower + (bucket.upper - bucket.lower) * fraction;
    }
    const double logLower = goLog2(std::fabs(bucket.lower));
    const double logUpper = goLog2(std::fabs(bucket.upper));
    if (bucket.lower > 0) return std::exp2(logLower + (logUpper - logLower) * fraction);
    return -std::exp2(logUpper + (logLower - logUpper) * (1 - fraction));
}

double histogramFraction(double lower, double upper, const FloatHistogram& h, std::string_view metric, PosRange at,
                         Annotations& annotations)
{
    if (h.count == 0 || std::isnan(lower) || std::isnan(upper)) return kNan;
    if (lower >= upper) return 0;

    const std::vector<HistogramBucket> buckets = h.buckets();
    double rank = 0;  // observations below the bucket
    double lowerRank = 0;
    double upperRank = 0;
    bool lowerSet = false;
    bool upperSet = false;
    for (HistogramBucket b : buckets) {
        bool zero = false;
        if (b.lower <= 0 && b.upper >= 0) {
            zero = true;
            narrowZeroBucket(b, h);
        }
        const auto place = [&](double bound, double& boundRank, bool& set) {
            if (set) return;
            if (b.lower >= bound) {
                boundRank = rank;
                set = true;
            } else if (b.upper > bound) {
                const bool linear = h.usesCustomBuckets() || zero;
                boundRank = linear && b.lower == -kInf ? b.count : rank + b.count * b.fractionBelow(bound, linear);
                set = true;
            }
        };
        place(lower, lowerRank, lowerSet);
        place(upper, upperRank, upperSet);
        if (lowerSet && upperSet) break;
        rank += b.count;
    }
    double count = h.count;
    if (std::isnan(h.sum)) {
        count = sumOf(buckets);
        if (count < h.count) {
            annotations.nanObservations(
                "input to histogram_fraction has NaN observations, which are excluded from all fractions", metric, at);
        }
    }
    if (!lowerSet || lowerRank > count) lowerRank = count;
    if (!upperSet || upperRank > count) upperRank = count;
    return (upperRank - lowerRank) / h.count;
}

double histogramVariance(const FloatHistogram& h)
{
    const double mean = h.sum / h.count;
    KahanSum variance;
    const std::vector<HistogramBucket> buckets = h.buckets();
    for (const HistogramBucket& bucket : buckets) {
        if (bucket.count == 0) continue;
        double value = 0;
        if (h.usesCustomBuckets()) {
            value = (bucket.upper + bucket.lower) / 2;
        } else if (bucket.lower > 0 || bucket.upper < 0) {
            value = std::sqrt(bucket.upper * bucket.lower);
            if (bucket.upper < 0) value = -value;
        }
        const double delta = value - mean;
        variance.add(bucket.count * delta * delta);
    }
    return (variance.sum + variance.c) / h.count;
}

}  // namespace watchglass::promql
