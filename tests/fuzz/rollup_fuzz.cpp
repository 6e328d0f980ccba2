// Any bytes as the buckets of a rollup file, read for every kind of question. Then the bytes as samples, whose buckets
// must come back from the file, and give what the samples themselves give where that is told apart easily.

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

#include "engine/model/sample.h"
#include "engine/storage/rollup_buckets.h"
#include "engine/storage/rollup_codec.h"

using namespace watchglass;
using namespace watchglass::storage;

namespace {

constexpr std::array kKinds = {RollupKind::Newest, RollupKind::Last,   RollupKind::First,
                               RollupKind::Count,  RollupKind::Min,    RollupKind::Max,
                               RollupKind::Sum,    RollupKind::Change, RollupKind::Increase};

void require(bool holds)
{
    if (!holds) std::abort();
}

bool sameBits(const std::vector<double>& a, const std::vector<double>& b)
{
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0);
}

void readAnything(std::string_view bytes)
{
    for (const std::int64_t lengthMs : kRollupLengthsMs) {
        for (const RollupKind kind : kKinds) {
            BucketColumns buckets;
            if (!decodeBuckets(bytes, lengthMs, kind, buckets)) continue;
            // As RollupFile::read() asks.
            if (kind == RollupKind::Sum && !buckets.hasSums) continue;
            RollupColumns out;
            constexpr std::int64_t kEver = std::int64_t{1} << 60;
            appendBuckets(buckets, kind, -kEver, kEver, out);
            require(kind == RollupKind::Count ? out.values.empty() : out.times.size() == out.values.size());
        }
    }
}

/// Samples some seconds to hours apart, some of them staleness markers.
Columns samplesOf(std::string_view bytes)
{
    Columns out;
    std::int64_t tMs = 1'700'000'000'000;
    for (std::size_t at = 0; at + sizeof(double) <= bytes.size() && out.times.size() < 2000; at += sizeof(double)) {
        std::uint64_t bits = 0;
        std::memcpy(&bits, bytes.data() + at, sizeof(bits));
        tMs += 1 + static_cast<std::int64_t>(bits % 7 == 0 ? bits % 10'000'000 : bits % 20'000);
        out.times.push_back(tMs);
        const bool small = bits % 5 != 0;
        out.values.push_back(bits % 11 == 0 ? staleMarker()
                             : small        ? static_cast<double>(static_cast<std::int8_t>(bits >> 56)) / 4
                                            : std::bit_cast<double>(bits));
    }
    return out;
}

void comesBack(const Columns& samples)
{
    if (samples.times.empty()) return;
    for (const std::int64_t lengthMs : kRollupLengthsMs) {
        const BucketColumns made = makeBuckets(samples, lengthMs);
        BucketColumns read;
        require(decodeAllBuckets(encodeBuckets(made), lengthMs, read));
        require(read.ends == made.ends && read.counts == made.counts && read.firstTimes == made.firstTimes &&
                read.lastTimes == made.lastTimes && read.hasFalls == made.hasFalls &&
                read.falls.size() == made.falls.size() && read.stale.size() == made.stale.size());
        require(sameBits(read.firsts, made.firsts) && sameBits(read.lasts, made.lasts) &&
                sameBits(read.mins, made.mins) && sameBits(read.maxs, made.maxs));
        if (made.hasSums) require(sameBits(read.sums, made.sums) && sameBits(read.carries, made.carries));

        std::int64_t counted = 0;
        for (const std::int64_t count : read.counts) counted += count;
        const auto markers = std::count_if(samples.values.begin(), samples.values.end(), isStaleMarker);
        require(counted + markers == static_cast<std::int64_t>(samples.times.size()));
        require(std::is_sorted(read.ends.begin(), read.ends.end()));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    readAnything(bytes);
    comesBack(samplesOf(bytes));
    // Damage within what is otherwise right gets further than noise does.
    if (size < 4) return 0;
    std::string encoded = encodeBuckets(makeBuckets(samplesOf(bytes), kRollupLengthsMs[1]));
    const std::size_t at = (data[0] | std::size_t{data[1]} << 8U) % encoded.size();
    encoded[at] = static_cast<char>(data[2]);
    readAnything(encoded);
    return 0;
}
