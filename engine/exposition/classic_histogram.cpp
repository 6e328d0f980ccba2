#include "engine/exposition/classic_histogram.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "engine/base/go_float.h"

namespace watchglass::exposition {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
/// An integer histogram keeps so many empty buckets in a row, where cutting them out would take more room.
constexpr std::int64_t kMostEmptyBuckets = 2;
/// Beyond it counts are no integers of Go.
constexpr double kLargestInteger = 9223372036854775807.0;

bool isWhole(double value) { return std::fabs(value) < kLargestInteger && value == std::round(value); }

std::string notCumulative(double count, const char* relation, double other)
{
    return "count is not cumulative: " + formatFloat(count) + relation + formatFloat(other);
}

}  // namespace

void ClassicHistogram::clear()
{
    m_buckets.clear();
    m_count = 0;
    m_sum = 0;
    m_hasCount = false;
    m_error.clear();
}

void ClassicHistogram::complain(std::string text)
{
    if (m_error.empty()) m_error = std::move(text);
}

void ClassicHistogram::setCount(double count)
{
    if (count < 0) return complain("count must be non-negative: count=" + formatFloat(count));
    m_count = count;
    m_hasCount = true;
}

void ClassicHistogram::addBucket(double bound, double count)
{
    if (std::isnan(bound)) return complain("bucket boundary must not be NaN");
    if (count < 0) {
        return complain("bucket count must be non-negative: le=" + formatFloat(bound) +
                        ", count=" + formatFloat(count));
    }
    const auto at = std::lower_bound(m_buckets.begin(), m_buckets.end(), bound,
                                     [](const Bucket& bucket, double wanted) { return bucket.bound < wanted; });
    if (at != m_buckets.end() && at->bound == bound) return;
    if (at != m_buckets.begin() && count < (at - 1)->count) {
        return complain(notCumulative(count, " < ", (at - 1)->count));
    }
    if (at != m_buckets.end() && count > at->count) return complain(notCumulative(count, " > ", at->count));
    m_buckets.insert(at, {bound, count});
}

Result<ClassicHistogram::Converted> ClassicHistogram::convert() const
{
    if (!m_error.empty()) return fail(ErrorCode::InvalidInput, m_error);
    std::vector<Bucket> buckets = m_buckets;
    const double count = m_hasCount || buckets.empty() ? m_count : buckets.back().count;
    if (buckets.empty() || buckets.back().bound != kInfinity) buckets.push_back({kInfinity, count});

    Converted out;
    out.integer = isWhole(count) && std::all_of(buckets.begin(), buckets.end(),
                                                [](const Bucket& bucket) { return isWhole(bucket.count); });
    FloatHistogram& histogram = out.histogram;
    histogram.schema = kCustomBucketsSchema;
    histogram.count = count;
    histogram.sum = m_sum;
    histogram.positiveSpans.push_back({0, static_cast<std::uint32_t>(buckets.size())});
    double previous = 0;
    for (const Bucket& bucket : buckets) {
        histogram.positiveBuckets.push_back(bucket.count - previous);
        previous = bucket.count;
        if (bucket.bound != kInfinity) histogram.customValues.push_back(bucket.bound);
    }
    if (count != buckets.back().count) {
        return fail(ErrorCode::InvalidInput, "count mismatch: count=" + formatFloat(count) +
                                                 " != le=" + formatFloat(buckets.back().bound) +
                                                 " count=" + formatFloat(buckets.back().count));
    }
    histogram.compact(out.integer ? kMostEmptyBuckets : 0);
    return out;
}

ClassicName classicName(std::string_view metricName)
{
    constexpr std::array<std::pair<std::string_view, ClassicPart>, 3> kSuffixes{
        {{"_bucket", ClassicPart::Bucket}, {"_sum", ClassicPart::Sum}, {"_count", ClassicPart::Count}}};
    for (const auto& [suffix, part] : kSuffixes) {
        if (metricName.ends_with(suffix)) return {part, metricName.substr(0, metricName.size() - suffix.size())};
    }
    return {ClassicPart::None, metricName};
}

}  // namespace watchglass::exposition
