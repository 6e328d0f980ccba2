#include "engine/storage/rollup_codec.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "engine/storage/int_codec.h"
#include "engine/storage/value_codec.h"

namespace watchglass::storage {

namespace {

/// Columns in their order in the file, as bits.
enum Part : std::uint32_t {
    kEnds = 1,
    kCounts = 2,
    kFirstTimes = 4,
    kLastTimes = 8,
    kStale = 16,
    kFirsts = 32,
    kLasts = 64,
    kMins = 128,
    kMaxs = 256,
    kSums = 512,
    kCarries = 1024,
    kMagnitudes = 2048,
    kFalls = 4096,
    kAll = 8191
};

std::uint32_t partsOf(RollupKind kind)
{
    switch (kind) {
    case RollupKind::Newest: return kEnds | kLastTimes | kStale | kLasts;
    case RollupKind::Last: return kEnds | kCounts | kLastTimes | kLasts;
    case RollupKind::First: return kEnds | kCounts | kFirstTimes | kFirsts;
    case RollupKind::Count: return kEnds | kCounts;
    case RollupKind::Min: return kEnds | kCounts | kFirsts | kMins;  // a column may be as an earlier one
    case RollupKind::Max: return kEnds | kCounts | kLasts | kMaxs;
    case RollupKind::Sum: return kEnds | kCounts | kSums | kCarries | kMagnitudes;
    case RollupKind::Change: return kEnds | kCounts | kFirstTimes | kLastTimes | kFirsts | kLasts;
    case RollupKind::Increase: return kEnds | kCounts | kFirstTimes | kLastTimes | kFirsts | kLasts | kFalls;
    }
    return kAll;
}

bool sameBits(const std::vector<double>& a, const std::vector<double>& b)
{
    const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(value); };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](double x, double y) { return bits(x) == bits(y); });
}

std::vector<double> absolute(const std::vector<double>& values)
{
    std::vector<double> out(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) out[i] = std::fabs(values[i]);
    return out;
}

void putInts(std::string& out, const std::vector<std::int64_t>& values)
{
    std::string bytes;
    encodeInts(values, bytes);
    putText(out, bytes);
}

/// Nothing where the column is what a reader expects anyway.
void putValues(std::string& out, const std::vector<double>& values, const std::vector<double>& expected)
{
    std::string bytes;
    if (!sameBits(values, expected)) encodeValues(values, bytes);
    putText(out, bytes);
}

bool getInts(std::string_view bytes, std::size_t n, std::vector<std::int64_t>& out)
{
    out.resize(n);
    ByteReader in(bytes);
    return decodeInts(in, out) && in.atEnd();
}

bool getValues(std::string_view bytes, std::size_t n, std::vector<double>& out)
{
    out.resize(n);
    ByteReader in(bytes);
    return decodeValues(in, out) && in.atEnd();
}

bool getStale(std::string_view bytes, std::size_t n, BucketColumns& out)
{
    ByteReader in(bytes);
    while (!in.atEnd() && !in.failed()) {
        out.stale.push_back({static_cast<std::int64_t>(in.varint()), static_cast<std::int64_t>(in.varint())});
        const bool ascends = out.stale.size() < 2 || out.stale[out.stale.size() - 2].bucket < out.stale.back().bucket;
        const std::int64_t bucket = out.stale.back().bucket;
        if (!ascends || bucket < 0 || static_cast<std::size_t>(bucket) >= n) return false;
    }
    return !in.failed();
}

bool getFalls(std::string_view bytes, std::size_t n, BucketColumns& out)
{
    ByteReader in(bytes);
    std::uint64_t bucket = 0;
    out.hasFalls = in.byte() == 0;
    while (!in.atEnd() && !in.failed()) {
        bucket += in.varint();
        const auto before = in.fixed<double>();
        const auto after = in.fixed<double>();
        if (bucket >= n) return false;
        out.falls.push_back({static_cast<std::int64_t>(bucket), before, after});
    }
    return !in.failed();
}

/// Whether buckets ascend, at times that there are, and distances lie within them, as far as they were read.
bool makesSense(const BucketColumns& in)
{
    constexpr std::int64_t kLastMs = std::int64_t{1} << 55;  // a million years
    const auto within = [](const std::vector<std::int64_t>& numbers, std::int64_t least, std::int64_t most) {
        return std::all_of(numbers.begin(), numbers.end(), [&](std::int64_t n) { return n >= least && n <= most; });
    };
    return std::is_sorted(in.ends.begin(), in.ends.end()) &&
           within(in.ends, -kLastMs / in.lengthMs, kLastMs / in.lengthMs) &&
           within(in.counts, 0, std::numeric_limits<std::uint32_t>::max()) && within(in.firstTimes, 0, in.lengthMs) &&
           within(in.lastTimes, 0, in.lengthMs) &&
           std::all_of(in.stale.begin(), in.stale.end(),
                       [&](const BucketColumns::Stale& one) { return one.time >= 0 && one.time <= in.lengthMs; });
}

bool decode(std::string_view bytes, std::int64_t lengthMs, std::uint32_t wanted, BucketColumns& out)
{
    ByteReader in(bytes);
    const std::uint64_t n = in.varint();
    const std::int64_t grain = in.signedVarint();
    // An hour of a block of ten years; also bounds what damaged bytes can make us allocate.
    if (in.failed() || n == 0 || n > 2'000'000) return false;
    out = BucketColumns();
    out.lengthMs = lengthMs;
    out.grain = static_cast<int>(grain);
    std::string_view parts[13];
    for (std::string_view& part : parts) part = in.text();
    if (in.failed() || !in.atEnd()) return false;
    const auto ints = [&](Part part, std::string_view text, std::vector<std::int64_t>& to) {
        return (wanted & part) == 0 || getInts(text, n, to);
    };
    const auto values = [&](Part part, std::string_view text, std::vector<double>& to) {
        return (wanted & part) == 0 || text.empty() || getValues(text, n, to);
    };
    const bool read = ints(kEnds, parts[0], out.ends) && ints(kCounts, parts[1], out.counts) &&
                      ints(kFirstTimes, parts[2], out.firstTimes) && ints(kLastTimes, parts[3], out.lastTimes) &&
                      ((wanted & kStale) == 0 || getStale(parts[4], n, out)) && values(kFirsts, parts[5], out.firsts) &&
                      values(kLasts, parts[6], out.lasts) && values(kMins, parts[7], out.mins) &&
                      values(kMaxs, parts[8], out.maxs) && values(kSums, parts[9], out.sums) &&
                      values(kCarries, parts[10], out.carries) && values(kMagnitudes, parts[11], out.magnitudes) &&
                      ((wanted & kFalls) == 0 || getFalls(parts[12], n, out));
    if (!read || !makesSense(out)) return false;
    if ((wanted & kMins) != 0 && out.mins.empty()) out.mins = out.firsts;
    if ((wanted & kMaxs) != 0 && out.maxs.empty()) out.maxs = out.lasts;
    out.hasSums = !parts[9].empty();
    if ((wanted & kCarries) != 0 && out.hasSums && out.carries.empty()) out.carries.assign(n, 0);
    if ((wanted & kMagnitudes) != 0 && out.hasSums && out.magnitudes.empty()) out.magnitudes = absolute(out.sums);
    for (const auto& [part, column] :
         {std::pair(kFirsts, &out.firsts), std::pair(kLasts, &out.lasts), std::pair(kMins, &out.mins),
          std::pair(kMaxs, &out.maxs), std::pair(kSums, &out.sums)}) {
        const bool absent = part == kSums && !out.hasSums;
        if ((wanted & part) != 0 && !absent && column->size() != n) return false;
    }
    return true;
}

}  // namespace

std::string encodeBuckets(const BucketColumns& in)
{
    std::string out;
    putVarint(out, in.size());
    putSigned(out, in.grain);
    putInts(out, in.ends);
    putInts(out, in.counts);
    putInts(out, in.firstTimes);
    putInts(out, in.lastTimes);
    std::string sparse;
    for (const BucketColumns::Stale& stale : in.stale) {
        putVarint(sparse, static_cast<std::uint64_t>(stale.bucket));
        putVarint(sparse, static_cast<std::uint64_t>(stale.time));
    }
    putText(out, sparse);
    putValues(out, in.firsts, {});
    putValues(out, in.lasts, {});
    putValues(out, in.mins, in.firsts);
    putValues(out, in.maxs, in.lasts);
    putValues(out, in.sums, {});
    putValues(out, in.carries, std::vector<double>(in.sums.size()));
    putValues(out, in.magnitudes, absolute(in.sums));
    sparse.assign(1, in.hasFalls ? '\0' : '\1');
    std::int64_t before = 0;
    for (const BucketColumns::Fall& fall : in.falls) {
        putVarint(sparse, static_cast<std::uint64_t>(fall.bucket - before));
        putFixed(sparse, fall.before);
        putFixed(sparse, fall.after);
        before = fall.bucket;
    }
    putText(out, sparse);
    return out;
}

bool decodeBuckets(std::string_view bytes, std::int64_t lengthMs, RollupKind kind, BucketColumns& out)
{
    return decode(bytes, lengthMs, partsOf(kind), out);
}

bool decodeAllBuckets(std::string_view bytes, std::int64_t lengthMs, BucketColumns& out)
{
    return decode(bytes, lengthMs, kAll, out);
}

}  // namespace watchglass::storage
