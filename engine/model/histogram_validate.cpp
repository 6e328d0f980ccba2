#include <cmath>
#include <limits>
#include <string>

#include "engine/base/go_float.h"
#include "engine/model/histogram.h"

namespace watchglass {
namespace {

constexpr std::int32_t kFinestSchema = 8;
constexpr std::int32_t kCoarsestSchema = -4;

auto refuse(std::string message) { return fail(ErrorCode::InvalidInput, std::move(message)); }

Result<void> checkSpans(const std::vector<HistogramSpan>& spans, std::size_t buckets, bool firstMayBeNegative)
{
    std::uint64_t wanted = 0;
    for (std::size_t i = 0; i < spans.size(); ++i) {
        if (spans[i].offset < 0 && (i > 0 || !firstMayBeNegative)) {
            return refuse("span number " + std::to_string(i + 1) + " with offset " + std::to_string(spans[i].offset) +
                          ": histogram has a span whose offset is negative");
        }
        wanted += spans[i].length;
    }
    if (wanted == buckets) return {};
    return refuse("spans need " + std::to_string(wanted) + " buckets, have " + std::to_string(buckets) +
                  " buckets: histogram spans specify different number of buckets than provided");
}

Result<void> checkBuckets(const std::vector<double>& buckets)
{
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        if (buckets[i] >= 0 || std::isnan(buckets[i])) continue;
        return refuse("bucket number " + std::to_string(i + 1) + " has observation count of " +
                      formatFloat(buckets[i]) + ": histogram has a bucket whose observation count is negative");
    }
    return {};
}

Result<void> checkBounds(const FloatHistogram& h)
{
    double previous = -std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < h.customValues.size(); ++i) {
        const double bound = h.customValues[i];
        if (std::isnan(bound)) return refuse("histogram custom bounds must not be NaN");
        if (i > 0 && bound <= previous) {
            return refuse("previous bound is " + formatFloat(previous) + " and current is " + formatFloat(bound) +
                          ": histogram custom bounds must be in strictly increasing order");
        }
        previous = bound;
    }
    if (previous == std::numeric_limits<double>::infinity()) {
        return refuse("last +Inf bound must not be explicitly defined: histogram custom bounds must be finite");
    }
    if (auto spans = checkSpans(h.positiveSpans, h.positiveBuckets.size(), false); !spans) return spans;
    std::uint64_t length = 0;
    for (const HistogramSpan& span : h.positiveSpans) {
        length += span.length + static_cast<std::uint64_t>(span.offset);
    }
    if (length <= h.customValues.size() + 1) return {};
    return refuse("only " + std::to_string(h.customValues.size()) +
                  " custom bounds defined which is insufficient to "
                  "cover total span length of " +
                  std::to_string(length) + ": histogram custom bounds are too few");
}

Result<void> checkCustom(const FloatHistogram& h)
{
    if (auto bounds = checkBounds(h); !bounds) return tl::make_unexpected(bounds.error().within("custom buckets"));
    if (h.zeroCount != 0) return refuse("custom buckets: must have zero count of 0");
    if (h.zeroThreshold != 0) return refuse("custom buckets: must have zero threshold of 0");
    if (!h.negativeSpans.empty()) return refuse("custom buckets: must not have negative spans");
    if (!h.negativeBuckets.empty()) return refuse("custom buckets: must not have negative buckets");
    return {};
}

Result<void> checkExponential(const FloatHistogram& h)
{
    auto checked = checkSpans(h.positiveSpans, h.positiveBuckets.size(), true);
    if (!checked) return tl::make_unexpected(checked.error().within("positive side"));
    checked = checkSpans(h.negativeSpans, h.negativeBuckets.size(), true);
    if (checked) checked = checkBuckets(h.negativeBuckets);
    if (!checked) return tl::make_unexpected(checked.error().within("negative side"));
    if (h.zeroCount < 0) {
        return refuse("zero bucket has observation count of " + formatFloat(h.zeroCount) +
                      ": histogram has a bucket whose observation count is negative");
    }
    if (!h.customValues.empty()) return refuse("histogram with exponential schema must not have custom bounds");
    return {};
}

}  // namespace

Result<void> FloatHistogram::validate(bool integers) const
{
    if (!usesCustomBuckets() && (schema < kCoarsestSchema || schema > kFinestSchema)) {
        return refuse("histogram has an invalid schema, which must be between -4 and 8 for exponential buckets, or -53 "
                      "for custom buckets, got schema " +
                      std::to_string(schema));
    }
    if (auto shape = usesCustomBuckets() ? checkCustom(*this) : checkExponential(*this); !shape) return shape;
    if (count < 0) {
        return refuse("observation count is  " + formatFloat(count) + ": histogram's observation count is negative");
    }
    if (auto buckets = checkBuckets(positiveBuckets); !buckets) {
        return tl::make_unexpected(buckets.error().within("positive side"));
    }
    if (!integers) return {};
    double total = zeroCount;
    for (const std::vector<double>* side : {&positiveBuckets, &negativeBuckets}) {
        for (const double bucket : *side) total += bucket;
    }
    const std::string found = formatFloat(total) + " observations found in buckets, but the Count field is " +
                              formatFloat(count) + ": histogram's observation count should ";
    if (std::isnan(sum) && total > count) {
        return refuse(found + "be at least the number of observations found in the buckets");
    }
    if (!std::isnan(sum) && total != count) {
        return refuse(found + "equal the number of observations found in the buckets (in absence of NaN)");
    }
    return {};
}

}  // namespace watchglass
