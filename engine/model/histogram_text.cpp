// How histograms are printed.

#include "engine/base/go_float.h"
#include "engine/model/histogram.h"
#include "engine/model/histogram_buckets.h"

#include <algorithm>

namespace watchglass {
namespace {

using namespace histogram_detail;

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

std::string bucketText(const HistogramBucket& bucket)
{
    return (bucket.lowerInclusive ? "[" : "(") + formatFloatG(bucket.lower) + ',' + formatFloatG(bucket.upper) +
           (bucket.upperInclusive ? "]:" : "):") + formatFloatG(bucket.count);
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

std::string FloatHistogram::toString() const
{
    std::string out = "{count:" + formatFloatG(count) + ", sum:" + formatFloatG(sum);
    const SparseBuckets negative = unpack(negativeSpans, negativeBuckets);
    for (auto it = negative.rbegin(); it != negative.rend(); ++it) {
        if (it->second != 0) out += ", " + bucketText(bucketAt(*this, false, it->first, it->second));
    }
    if (zeroCount != 0) out += ", " + bucketText(zeroBucket());
    const SparseBuckets positive = unpack(positiveSpans, positiveBuckets);
    for (const auto& [index, bucketCount] : positive) {
        if (bucketCount != 0) out += ", " + bucketText(bucketAt(*this, true, index, bucketCount));
    }
    return out + '}';
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
