#include "engine/model/histogram_buckets.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace watchglass::histogram_detail {

SparseBuckets unpack(const std::vector<HistogramSpan>& spans, const std::vector<double>& counts)
{
    SparseBuckets buckets;
    buckets.reserve(counts.size());
    std::int64_t index = 0;
    for (const HistogramSpan& span : spans) {
        index += span.offset;
        for (std::uint32_t i = 0; i < span.length && buckets.size() < counts.size(); ++i) {
            buckets.emplace_back(index++, counts[buckets.size()]);
        }
    }
    return buckets;
}

void pack(const SparseBuckets& buckets, std::vector<HistogramSpan>& spans, std::vector<double>& counts)
{
    spans.clear();
    counts.clear();
    std::int64_t next = 0;
    for (const auto& [index, count] : buckets) {
        if (spans.empty() || index != next) {
            spans.push_back({static_cast<std::int32_t>(index - next), 0});
        }
        ++spans.back().length;
        counts.push_back(count);
        next = index + 1;
    }
}

double exponentialBound(std::int64_t index, std::int32_t schema)
{
    if (schema <= 0) {
        const std::int64_t exponent = index * (std::int64_t{1} << -schema);
        if (exponent == 1024) {
            return std::numeric_limits<double>::max();
        }
        return std::ldexp(1.0, static_cast<int>(std::clamp<std::int64_t>(exponent, -5000, 5000)));
    }
    const std::int64_t steps = std::int64_t{1} << schema;
    const std::int64_t fraction = index & (steps - 1);
    const std::int64_t exponent = index >> schema;
    if (fraction == 0 && exponent == 1024) {
        return std::numeric_limits<double>::max();
    }
    return std::ldexp(std::exp2(static_cast<double>(fraction) / static_cast<double>(steps)),
                      static_cast<int>(std::clamp<std::int64_t>(exponent, -5000, 5000)));
}

SparseBuckets reduceResolution(const SparseBuckets& buckets, std::int32_t from, std::int32_t to)
{
    SparseBuckets reduced;
    for (const auto& [index, count] : buckets) {
        const std::int64_t target = ((index - 1) >> (from - to)) + 1;
        if (!reduced.empty() && reduced.back().first == target) {
            reduced.back().second += count;
        } else {
            reduced.emplace_back(target, count);
        }
    }
    return reduced;
}

SparseBuckets mergeBuckets(const SparseBuckets& a, const SparseBuckets& b, double sign)
{
    SparseBuckets merged;
    merged.reserve(a.size() + b.size());
    auto left = a.begin();
    for (const auto& [index, count] : b) {
        while (left != a.end() && left->first < index) {
            merged.push_back(*left++);
        }
        if (left != a.end() && left->first == index) {
            merged.emplace_back(index, left->second + sign * count);
            ++left;
        } else {
            merged.emplace_back(index, sign * count);
        }
    }
    merged.insert(merged.end(), left, a.end());
    return merged;
}

}  // namespace watchglass::histogram_detail
