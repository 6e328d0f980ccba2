#include "engine/model/histogram.h"

#include <algorithm>
#include <cmath>

#include "engine/base/go_float.h"
#include "engine/model/histogram_buckets.h"

namespace watchglass {
namespace {

using namespace histogram_detail;

/// Exponential schemas that exist or are reserved (prometheus model/histogram/generic.go).
constexpr std::int32_t kLowestSchema = -9;
constexpr std::int32_t kHighestSchema = 52;

/// An exponential histogram taken apart, to be brought to another resolution and zero threshold.
struct Parts {
    explicit Parts(const FloatHistogram& h)
        : schema(h.schema), zeroThreshold(h.zeroThreshold), zeroCount(h.zeroCount),
          positive(unpack(h.positiveSpans, h.positiveBuckets)), negative(unpack(h.negativeSpans, h.negativeBuckets))
    {
    }

    void reduceTo(std::int32_t target)
    {
        if (target < schema) {
            positive = reduceResolution(positive, schema, target);
            negative = reduceResolution(negative, schema, target);
            schema = target;
        }
    }

    /// Moves what the wider zero bucket covers into it. A threshold inside a populated bucket grows to the
    /// bucket's far bound. Returns the threshold it came to.
    [[nodiscard]] double widestThreshold(double threshold) const
    {
        while (true) {
            const double grown = std::max(grow(positive, threshold), grow(negative, threshold));
            if (grown == threshold) {
                return threshold;
            }
            threshold = grown;
        }
    }

    void widenZeroBucket(double threshold)
    {
        if (threshold == zeroThreshold) {
            return;
        }
        swallow(positive, threshold);
        swallow(negative, threshold);
        zeroThreshold = threshold;
    }

    std::int32_t schema;
    double zeroThreshold;
    double zeroCount;
    SparseBuckets positive;
    SparseBuckets negative;

private:
    [[nodiscard]] double grow(const SparseBuckets& buckets, double threshold) const
    {
        for (const auto& [index, count] : buckets) {
            const double upper = exponentialBound(index, schema);
            if (exponentialBound(index - 1, schema) >= threshold) {
                break;
            }
            if (upper > threshold && count != 0) {
                return upper;
            }
        }
        return threshold;
    }

    void swallow(SparseBuckets& buckets, double threshold)
    {
        SparseBuckets kept;
        for (const auto& bucket : buckets) {
            if (exponentialBound(bucket.first - 1, schema) < threshold) {
                zeroCount += bucket.second;
            } else if (bucket.second != 0) {
                kept.push_back(bucket);
            }
        }
        buckets = std::move(kept);
    }
};

/// Zero thresholds of both sides made equal. Either may have to grow, which may make the other grow again.
void reconcileZeroBuckets(Parts& a, Parts& b)
{
    double threshold = std::max(a.zeroThreshold, b.zeroThreshold);
    if (a.zeroThreshold == b.zeroThreshold) {
        return;
    }
    while (true) {
        double grown = threshold;
        for (const Parts* parts : {&a, &b}) {
            if (grown > parts->zeroThreshold) {
                grown = parts->widestThreshold(grown);
            }
        }
        if (grown == threshold) {
            break;
        }
        threshold = grown;
    }
    a.widenZeroBucket(threshold);
    b.widenZeroBucket(threshold);
}

CounterResetHint combineHints(CounterResetHint a, CounterResetHint b)
{
    if (a == b) {
        return a;
    }
    const bool gauge = a == CounterResetHint::Gauge || b == CounterResetHint::Gauge;
    return gauge ? CounterResetHint::Gauge : CounterResetHint::Unknown;
}

/// Puts custom buckets into those whose bounds both histograms have.
void addMapped(std::vector<double>& to, const std::vector<double>& toBounds, const FloatHistogram& from, double sign)
{
    for (const auto& [index, count] : unpack(from.positiveSpans, from.positiveBuckets)) {
        std::size_t target = toBounds.size();
        if (index >= 0 && static_cast<std::size_t>(index) < from.customValues.size()) {
            const double bound = from.customValues[static_cast<std::size_t>(index)];
            const auto at = std::lower_bound(toBounds.begin(), toBounds.end(), bound);
            target = static_cast<std::size_t>(at - toBounds.begin());
        }
        to[target] += sign * count;
    }
}

void combineCustom(FloatHistogram& h, const FloatHistogram& other, double sign)
{
    if (h.customValues == other.customValues) {
        pack(mergeBuckets(unpack(h.positiveSpans, h.positiveBuckets),
                          unpack(other.positiveSpans, other.positiveBuckets), sign),
             h.positiveSpans, h.positiveBuckets);
        return;
    }
    std::vector<double> shared;
    std::set_intersection(h.customValues.begin(), h.customValues.end(), other.customValues.begin(),
                          other.customValues.end(), std::back_inserter(shared));
    std::vector<double> counts(shared.size() + 1);
    addMapped(counts, shared, h, 1);
    addMapped(counts, shared, other, sign);
    SparseBuckets buckets;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] != 0) {
            buckets.emplace_back(static_cast<std::int64_t>(i), counts[i]);
        }
    }
    pack(buckets, h.positiveSpans, h.positiveBuckets);
    h.customValues = std::move(shared);
}

/// Buckets that end below the zero threshold add nothing: their counts stand for what cannot be there.
SparseBuckets aboveThreshold(const SparseBuckets& buckets, std::int32_t schema, double threshold)
{
    const auto first = std::find_if(buckets.begin(), buckets.end(), [&](const auto& bucket) {
        return exponentialBound(bucket.first, schema) > threshold;
    });
    return {first, buckets.end()};
}

void combineExponential(FloatHistogram& h, const FloatHistogram& other, double sign)
{
    Parts a(h);
    Parts b(other);
    reconcileZeroBuckets(a, b);
    const std::int32_t schema = std::min(a.schema, b.schema);
    a.reduceTo(schema);
    b.reduceTo(schema);
    h.schema = schema;
    h.zeroThreshold = a.zeroThreshold;
    h.zeroCount = a.zeroCount + sign * b.zeroCount;
    pack(mergeBuckets(a.positive, aboveThreshold(b.positive, schema, a.zeroThreshold), sign), h.positiveSpans,
         h.positiveBuckets);
    pack(mergeBuckets(a.negative, aboveThreshold(b.negative, schema, a.zeroThreshold), sign), h.negativeSpans,
         h.negativeBuckets);
}

bool knownSchema(const FloatHistogram& h)
{
    return h.usesCustomBuckets() || (h.schema >= kLowestSchema && h.schema <= kHighestSchema);
}

/// From the first to the last populated bucket; empty if that is absurdly far.
void appendBuckets(std::string& out, std::string_view key, std::string_view offsetKey, SparseBuckets buckets)
{
    constexpr std::int64_t kMostWritten = 1'000'000;
    const auto populated = [](const auto& bucket) { return bucket.second != 0; };
    buckets.erase(buckets.begin(), std::find_if(buckets.begin(), buckets.end(), populated));
    while (!buckets.empty() && !populated(buckets.back())) {
        buckets.pop_back();
    }
    if (buckets.empty() || buckets.back().first - buckets.front().first > kMostWritten) {
        return;
    }
    if (buckets.front().first != 0) {
        out.append(" ").append(offsetKey).append(":").append(std::to_string(buckets.front().first));
    }
    out.append(" ").append(key).append(":");
    char before = '[';
    std::int64_t next = buckets.front().first;
    for (const auto& [index, count] : buckets) {
        for (; next < index; ++next) {
            out.append(1, before).append("0");
            before = ' ';
        }
        out.append(1, before).append(formatFloatG(count));
        before = ' ';
        ++next;
    }
    out += ']';
}

}  // namespace

std::string_view counterResetHintText(CounterResetHint hint)
{
    switch (hint) {
    case CounterResetHint::Unknown: return "unknown";
    case CounterResetHint::Reset: return "reset";
    case CounterResetHint::NotReset: return "not_reset";
    case CounterResetHint::Gauge: return "gauge";
    }
    return "unknown";
}

Result<void> FloatHistogram::add(const FloatHistogram& other) { return combine(other, 1); }

Result<void> FloatHistogram::subtract(const FloatHistogram& other) { return combine(other, -1); }

Result<void> FloatHistogram::combine(const FloatHistogram& other, double sign)
{
    if (usesCustomBuckets() != other.usesCustomBuckets()) {
        return fail(ErrorCode::InvalidInput, "cannot apply this operation on histograms with a mix of exponential and "
                                             "custom bucket schemas");
    }
    if (!knownSchema(*this) || !knownSchema(other)) {
        return fail(ErrorCode::InvalidInput, "histogram has an unknown schema");
    }
    if (std::isnan(zeroThreshold) || std::isnan(other.zeroThreshold)) {
        return fail(ErrorCode::InvalidInput, "zero threshold of a histogram is not a number");
    }
    counterResetHint = combineHints(counterResetHint, other.counterResetHint);
    count += sign * other.count;
    sum += sign * other.sum;
    if (usesCustomBuckets()) {
        combineCustom(*this, other, sign);
    } else {
        combineExponential(*this, other, sign);
    }
    return {};
}

std::string FloatHistogram::toTestExpression() const
{
    std::string out;
    const auto number = [&](std::string_view key, double value) {
        if (value != 0) {
            out.append(" ").append(key).append(":").append(formatFloatG(value));
        }
    };
    if (schema != 0) {
        out += " schema:" + std::to_string(schema);
    }
    number("count", count);
    number("sum", sum);
    if (!usesCustomBuckets()) {
        number("z_bucket", zeroCount);
        number("z_bucket_w", zeroThreshold);
    } else {
        out += " custom_values:[";
        for (std::size_t i = 0; i < customValues.size(); ++i) {
            out.append(i > 0 ? " " : "").append(formatFloatG(customValues[i]));
        }
        out += ']';
    }
    if (counterResetHint != CounterResetHint::Unknown) {
        out.append(" counter_reset_hint:").append(counterResetHintText(counterResetHint));
    }
    appendBuckets(out, "buckets", "offset", unpack(positiveSpans, positiveBuckets));
    if (!usesCustomBuckets()) {
        appendBuckets(out, "n_buckets", "n_offset", unpack(negativeSpans, negativeBuckets));
    }
    return "{{" + (out.empty() ? out : out.substr(1)) + "}}";
}

}  // namespace watchglass
