#include "engine/storage/rollup_buckets.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "engine/base/kahan_sum.h"

namespace watchglass::storage {

namespace {

/// Counters are reset a few times; gauges fall every other time, and nobody asks for their rate.
constexpr std::size_t kSomeFalls = 8;

std::int64_t bucketOf(std::int64_t tMs, std::int64_t lengthMs)
{
    const std::int64_t whole = tMs / lengthMs;
    return whole * lengthMs < tMs ? whole + 1 : whole;
}

/// What min_over_time and max_over_time keep of two values in their order.
double better(double earlier, double later, bool greatest)
{
    const bool beats = greatest ? later > earlier : later < earlier;
    return beats || std::isnan(earlier) ? later : earlier;
}

void beginBucket(BucketColumns& out, std::int64_t bucket)
{
    out.ends.push_back(bucket);
    out.counts.push_back(0);
    out.firstTimes.push_back(0);
    out.lastTimes.push_back(0);
    for (auto* values : {&out.firsts, &out.lasts, &out.mins, &out.maxs, &out.sums, &out.carries, &out.magnitudes}) {
        values->push_back(0);
    }
}

void addSample(BucketColumns& out, std::int64_t tMs, double value)
{
    const std::size_t b = out.size() - 1;
    const std::int64_t back = out.endMs(b) - tMs;
    if (out.counts[b] == 0) {
        out.firstTimes[b] = back;
        out.firsts[b] = out.mins[b] = out.maxs[b] = value;
    } else {
        out.mins[b] = better(out.mins[b], value, false);
        out.maxs[b] = better(out.maxs[b], value, true);
        // NaN is no fall, but whoever looks for falls must see it between its neighbours.
        if (!(value >= out.lasts[b])) out.falls.push_back({static_cast<std::int64_t>(b), out.lasts[b], value});
    }
    KahanSum sum{out.sums[b], out.carries[b]};
    sum.add(value);
    out.sums[b] = sum.sum;
    out.carries[b] = sum.c;
    out.magnitudes[b] += std::fabs(value);
    out.lastTimes[b] = back;
    out.lasts[b] = value;
    ++out.counts[b];
}

}  // namespace

int grainOf(std::span<const double> values, int grain)
{
    for (const double value : values) {
        const auto bits = std::bit_cast<std::uint64_t>(value);
        const int exponent = static_cast<int>(bits >> 52 & 0x7FF);
        std::uint64_t mantissa = bits & ((std::uint64_t{1} << 52) - 1);
        if (exponent == 0x7FF) continue;
        if (exponent != 0) mantissa |= std::uint64_t{1} << 52;
        if (mantissa == 0) continue;
        grain = std::min(grain, std::max(exponent, 1) - 1075 + std::countr_zero(mantissa));
    }
    return grain;
}

BucketColumns makeBuckets(const Columns& samples, std::int64_t lengthMs)
{
    BucketColumns out;
    out.lengthMs = lengthMs;
    out.grain = grainOf(samples.values, out.grain);
    for (std::size_t i = 0; i < samples.times.size(); ++i) {
        const std::int64_t bucket = bucketOf(samples.times[i], lengthMs);
        if (out.ends.empty() || out.ends.back() != bucket) beginBucket(out, bucket);
        const auto b = static_cast<std::int64_t>(out.size() - 1);
        const bool marked = !out.stale.empty() && out.stale.back().bucket == b;
        if (isStaleMarker(samples.values[i])) {
            if (!marked) out.stale.push_back({b, 0});
            out.stale.back().time = out.ends.back() * lengthMs - samples.times[i];
        } else {
            if (marked) out.stale.pop_back();  // it is not the newest any more
            addSample(out, samples.times[i], samples.values[i]);
        }
    }
    // Two columns of noise for each 20 samples or so would make the file as large as the block.
    const bool exact = std::all_of(out.carries.begin(), out.carries.end(), [](double c) { return c == 0; });
    out.hasSums = exact || lengthMs == kRollupLengthsMs[0];
    if (!out.hasSums) {
        out.sums.clear();
        out.carries.clear();
        out.magnitudes.clear();
    }
    out.hasFalls = out.falls.size() <= out.size() / 4 + kSomeFalls;
    if (!out.hasFalls) out.falls.clear();
    return out;
}

namespace {

void appendNewest(const BucketColumns& in, std::size_t from, std::size_t to, RollupColumns& out)
{
    auto stale = std::lower_bound(in.stale.begin(), in.stale.end(), from, [](const auto& entry, std::size_t bucket) {
        return static_cast<std::size_t>(entry.bucket) < bucket;
    });
    for (std::size_t b = from; b < to; ++b) {
        const bool isStale = stale != in.stale.end() && static_cast<std::size_t>(stale->bucket) == b;
        out.times.push_back(in.endMs(b) - (isStale ? stale->time : in.lastTimes[b]));
        out.values.push_back(isStale ? staleMarker() : in.lasts[b]);
        if (isStale) ++stale;
    }
}

void appendChange(const BucketColumns& in, std::size_t from, std::size_t to, RollupColumns& out)
{
    auto fall = std::lower_bound(in.falls.begin(), in.falls.end(), from, [](const auto& entry, std::size_t bucket) {
        return static_cast<std::size_t>(entry.bucket) < bucket;
    });
    const auto add = [&](std::int64_t tMs, double value, std::int64_t weight) {
        out.times.push_back(tMs);
        out.values.push_back(value);
        out.weights.push_back(static_cast<std::uint32_t>(weight));
    };
    for (std::size_t b = from; b < to; ++b) {
        if (in.counts[b] == 0) continue;
        const std::int64_t lastMs = in.endMs(b) - in.lastTimes[b];
        add(in.endMs(b) - in.firstTimes[b], in.firsts[b], in.counts[b]);
        for (; fall != in.falls.end() && static_cast<std::size_t>(fall->bucket) == b; ++fall) {
            add(lastMs, fall->before, 0);
            add(lastMs, fall->after, 0);
        }
        if (in.counts[b] > 1) add(lastMs, in.lasts[b], 0);
    }
}

}  // namespace

void appendBuckets(const BucketColumns& in, RollupKind kind, std::int64_t minMs, std::int64_t maxMs, RollupColumns& out)
{
    const auto first = std::lower_bound(in.ends.begin(), in.ends.end(), bucketOf(minMs, in.lengthMs));
    const auto last = std::upper_bound(first, in.ends.end(), bucketOf(maxMs + 1, in.lengthMs) - 1);
    const auto from = static_cast<std::size_t>(first - in.ends.begin());
    const auto to = static_cast<std::size_t>(last - in.ends.begin());
    out.buckets += to - from;
    if (kind == RollupKind::Newest) return appendNewest(in, from, to, out);
    if (kind == RollupKind::Change || kind == RollupKind::Increase) return appendChange(in, from, to, out);
    if (kind == RollupKind::Sum) out.grain = std::min(out.grain, in.grain);
    for (std::size_t b = from; b < to; ++b) {
        if (in.counts[b] == 0) continue;
        std::int64_t back = 0;
        switch (kind) {
        case RollupKind::Last:
            back = in.lastTimes[b];
            out.values.push_back(in.lasts[b]);
            break;
        case RollupKind::First:
            back = in.firstTimes[b];
            out.values.push_back(in.firsts[b]);
            break;
        case RollupKind::Min: out.values.push_back(in.mins[b]); break;
        case RollupKind::Max: out.values.push_back(in.maxs[b]); break;
        case RollupKind::Sum:
            out.values.push_back(in.sums[b]);
            out.carries.push_back(in.carries[b]);
            out.magnitudes.push_back(in.magnitudes[b]);
            [[fallthrough]];
        default: out.weights.push_back(static_cast<std::uint32_t>(in.counts[b])); break;
        }
        out.times.push_back(in.endMs(b) - back);
    }
}

void appendSamples(const Columns& samples, RollupKind kind, RollupColumns& out)
{
    const bool weighs = kind == RollupKind::Count || kind == RollupKind::Sum || kind == RollupKind::Change ||
                        kind == RollupKind::Increase;
    for (std::size_t i = 0; i < samples.times.size(); ++i) {
        const double value = samples.values[i];
        if (kind != RollupKind::Newest && isStaleMarker(value)) continue;
        out.times.push_back(samples.times[i]);
        if (kind != RollupKind::Count) out.values.push_back(value);
        if (weighs) out.weights.push_back(1);
        if (kind == RollupKind::Sum) {
            out.carries.push_back(0);
            out.magnitudes.push_back(std::fabs(value));
        }
    }
    if (kind == RollupKind::Sum) out.grain = grainOf(samples.values, out.grain);
    out.samples += samples.times.size();
}

}  // namespace watchglass::storage
