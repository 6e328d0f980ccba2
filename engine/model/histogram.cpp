#include "engine/model/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "engine/model/histogram_buckets.h"
#include "engine/model/histogram_sum.h"

namespace watchglass {
namespace {

using namespace histogram_detail;

Result<HistogramMerge> combine(FloatHistogram& h, const FloatHistogram& other, double sign)
{
    HistogramSum sum(h);
    const Result<HistogramMerge> merge = sum.add(other, sign);
    if (merge) h = sum.plain();
    return merge;
}

bool sameBits(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

bool sameBuckets(const SparseBuckets& a, const SparseBuckets& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const auto& x, const auto& y) { return x.first == y.first && sameBits(x.second, y.second); });
}

/// Whether any bucket of `previous` holds more than its counterpart.
bool anyFell(const SparseBuckets& current, const SparseBuckets& previous)
{
    auto at = current.begin();
    for (const auto& [index, count] : previous) {
        while (at != current.end() && at->first < index) ++at;
        const bool found = at != current.end() && at->first == index;
        if (found ? at->second < count : count != 0) return true;
    }
    return false;
}

/// Without the leading buckets that end at or below the threshold.
SparseBuckets above(SparseBuckets buckets, std::int32_t schema, double threshold)
{
    if (threshold == 0) return buckets;
    const auto first = std::find_if(buckets.begin(), buckets.end(), [&](const auto& bucket) {
        return exponentialBound(bucket.first, schema) > threshold;
    });
    buckets.erase(buckets.begin(), first);
    return buckets;
}

/// Counts up to each bound that both have, compared between bounds.
bool detectResetOfMismatchedBounds(const FloatHistogram& current, const FloatHistogram& previous)
{
    const SparseBuckets now = unpack(current.positiveSpans, current.positiveBuckets);
    const SparseBuckets before = unpack(previous.positiveSpans, previous.positiveBuckets);
    std::vector<double> shared;
    std::set_intersection(current.customValues.begin(), current.customValues.end(), previous.customValues.begin(),
                          previous.customValues.end(), std::back_inserter(shared));
    shared.push_back(std::numeric_limits<double>::infinity());
    std::size_t i = 0;
    std::size_t j = 0;
    const auto sumTo = [](const FloatHistogram& h, const SparseBuckets& buckets, std::size_t& at, double bound) {
        double sum = 0;
        for (; at < buckets.size() && upperBound(h, buckets[at].first) <= bound; ++at) sum += buckets[at].second;
        return sum;
    };
    return std::any_of(shared.begin(), shared.end(), [&](double bound) {
        const double nowCount = sumTo(current, now, i, bound);
        return nowCount < sumTo(previous, before, j, bound);
    });
}

}  // namespace

double HistogramBucket::fractionBelow(double v, bool linear) const
{
    if (linear) return (v - lower) / (upper - lower);
    const double logLower = std::log2(std::fabs(lower));
    const double logUpper = std::log2(std::fabs(upper));
    const double logV = std::log2(std::fabs(v));
    if (v > 0) return (logV - logLower) / (logUpper - logLower);
    return 1 - ((logV - logUpper) / (logLower - logUpper));
}

Result<HistogramMerge> FloatHistogram::add(const FloatHistogram& other) { return combine(*this, other, 1); }

Result<HistogramMerge> FloatHistogram::subtract(const FloatHistogram& other) { return combine(*this, other, -1); }

FloatHistogram& FloatHistogram::multiply(double factor)
{
    for (double* number : {&zeroCount, &count, &sum}) *number *= factor;
    for (double& number : positiveBuckets) number *= factor;
    for (double& number : negativeBuckets) number *= factor;
    if (factor < 0) counterResetHint = CounterResetHint::Gauge;
    return *this;
}

FloatHistogram& FloatHistogram::divide(double divisor)
{
    for (double* number : {&zeroCount, &count, &sum}) *number /= divisor;
    if (divisor == 0) {
        positiveSpans.clear();
        negativeSpans.clear();
        positiveBuckets.clear();
        negativeBuckets.clear();
        return *this;
    }
    for (double& number : positiveBuckets) number /= divisor;
    for (double& number : negativeBuckets) number /= divisor;
    if (divisor < 0) counterResetHint = CounterResetHint::Gauge;
    return *this;
}

FloatHistogram& FloatHistogram::compact(std::int64_t mostEmpty)
{
    const auto side = [&](std::vector<HistogramSpan>& spans, std::vector<double>& counts) {
        const SparseBuckets all = unpack(spans, counts);
        SparseBuckets kept;
        kept.reserve(all.size());
        for (const auto& bucket : all) {
            if (bucket.second == 0) continue;
            if (!kept.empty() && bucket.first - kept.back().first - 1 <= mostEmpty) {
                while (kept.back().first + 1 < bucket.first) kept.emplace_back(kept.back().first + 1, 0.0);
            }
            kept.push_back(bucket);
        }
        pack(kept, spans, counts);
    };
    side(positiveSpans, positiveBuckets);
    side(negativeSpans, negativeBuckets);
    return *this;
}

FloatHistogram& FloatHistogram::reduceTo(std::int32_t coarserSchema)
{
    if (usesCustomBuckets() || coarserSchema == kCustomBucketsSchema || coarserSchema >= schema) return *this;
    pack(reduceResolution(unpack(positiveSpans, positiveBuckets), schema, coarserSchema), positiveSpans,
         positiveBuckets);
    pack(reduceResolution(unpack(negativeSpans, negativeBuckets), schema, coarserSchema), negativeSpans,
         negativeBuckets);
    schema = coarserSchema;
    return *this;
}

bool FloatHistogram::detectReset(const FloatHistogram& previous) const
{
    if (counterResetHint == CounterResetHint::Reset) return true;
    if (counterResetHint == CounterResetHint::NotReset) return false;
    if (count < previous.count) return true;
    if (usesCustomBuckets()) {
        if (!previous.usesCustomBuckets()) return true;
        if (customValues != previous.customValues) return detectResetOfMismatchedBounds(*this, previous);
    }
    if (schema > previous.schema || zeroThreshold < previous.zeroThreshold) return true;

    SparseBuckets positive = unpack(previous.positiveSpans, previous.positiveBuckets);
    SparseBuckets negative = unpack(previous.negativeSpans, previous.negativeBuckets);
    double previousZeroCount = previous.zeroCount;
    if (zeroThreshold != previous.zeroThreshold) {
        // A threshold inside a populated bucket: the old histogram cannot be brought to the new one's form.
        if (grownThreshold(positive, negative, previous.schema, zeroThreshold) != zeroThreshold) return true;
        for (const SparseBuckets* side : {&positive, &negative}) {
            for (const auto& [index, bucketCount] : *side) {
                if (exponentialBound(index - 1, previous.schema) < zeroThreshold) previousZeroCount += bucketCount;
            }
        }
    }
    if (zeroCount < previousZeroCount) return true;
    const auto fell = [&](SparseBuckets now, SparseBuckets before) {
        if (usesCustomBuckets()) return anyFell(now, before);
        before = reduceResolution(before, previous.schema, schema);
        return anyFell(above(std::move(now), schema, zeroThreshold), above(std::move(before), schema, zeroThreshold));
    };
    return fell(unpack(positiveSpans, positiveBuckets), std::move(positive)) ||
           fell(unpack(negativeSpans, negativeBuckets), std::move(negative));
}

FloatHistogram FloatHistogram::atStart() const
{
    FloatHistogram out;
    out.schema = schema;
    out.zeroThreshold = zeroThreshold;
    out.customValues = customValues;
    return out;
}

CounterResetHint FloatHistogram::storedHint(const FloatHistogram* previous) const
{
    if (counterResetHint == CounterResetHint::Gauge) return CounterResetHint::Gauge;
    const bool follows = previous != nullptr && previous->counterResetHint != CounterResetHint::Gauge &&
                         counterResetHint != CounterResetHint::Reset && count >= previous->count &&
                         schema == previous->schema && zeroThreshold == previous->zeroThreshold &&
                         zeroCount >= previous->zeroCount &&
                         (!usesCustomBuckets() || customValues == previous->customValues);
    if (!follows) return CounterResetHint::Unknown;
    const bool fell = anyFell(unpack(positiveSpans, positiveBuckets),
                              unpack(previous->positiveSpans, previous->positiveBuckets)) ||
                      anyFell(unpack(negativeSpans, negativeBuckets),
                              unpack(previous->negativeSpans, previous->negativeBuckets));
    return fell ? CounterResetHint::Unknown : CounterResetHint::NotReset;
}

bool FloatHistogram::sameAs(const FloatHistogram& other) const
{
    return schema == other.schema && sameBits(count, other.count) && sameBits(sum, other.sum) &&
           zeroThreshold == other.zeroThreshold && sameBits(zeroCount, other.zeroCount) &&
           (!usesCustomBuckets() || customValues == other.customValues) &&
           sameBuckets(unpack(positiveSpans, positiveBuckets), unpack(other.positiveSpans, other.positiveBuckets)) &&
           sameBuckets(unpack(negativeSpans, negativeBuckets), unpack(other.negativeSpans, other.negativeBuckets));
}

HistogramBucket FloatHistogram::zeroBucket() const { return {-zeroThreshold, zeroThreshold, true, true, zeroCount}; }

std::vector<HistogramBucket> FloatHistogram::buckets() const
{
    std::vector<HistogramBucket> out;
    const SparseBuckets negative = unpack(negativeSpans, negativeBuckets);
    const SparseBuckets positive = unpack(positiveSpans, positiveBuckets);
    out.reserve(negative.size() + positive.size() + 1);
    const auto add = [&](HistogramBucket bucket) {
        if (bucket.upper < 0 && bucket.upper > -zeroThreshold) bucket.upper = -zeroThreshold;
        if (bucket.lower > 0 && bucket.lower < zeroThreshold) bucket.lower = zeroThreshold;
        out.push_back(bucket);
    };
    for (auto it = negative.rbegin(); it != negative.rend(); ++it) add(bucketAt(*this, false, it->first, it->second));
    if (zeroCount > 0) out.push_back(zeroBucket());
    for (const auto& [index, bucketCount] : positive) add(bucketAt(*this, true, index, bucketCount));
    return out;
}

}  // namespace watchglass
