// The encodings of Prometheus's chunks: tsdb/docs/format/chunks.md, tsdb/chunkenc/{xor,histogram,float_histogram}.go.

#include "engine/import/prometheus_chunk.h"

#include <array>
#include <bit>
#include <cmath>

#include "engine/import/bit_reader.h"
#include "engine/model/sample.h"

namespace watchglass::import {

namespace {

/// More buckets than a chunk could have values for.
constexpr std::size_t kMostBuckets = 1U << 20;

auto damaged(const char* what) { return fail(ErrorCode::Corrupt, std::string("a chunk is damaged: ") + what); }

/// A float that is told by what changed since the last one.
struct XorValue {
    std::uint64_t bits = 0;
    unsigned leading = 0;
    unsigned trailing = 0;

    [[nodiscard]] double value() const { return std::bit_cast<double>(bits); }

    /// False when the bits cannot be.
    [[nodiscard]] bool read(BitReader& in)
    {
        if (!in.bit()) return true;
        unsigned significant = 64 - leading - trailing;
        if (in.bit()) {
            leading = static_cast<unsigned>(in.bits(5));
            significant = static_cast<unsigned>(in.bits(6));
            if (significant == 0) significant = 64;
            if (leading + significant > 64) return false;
            trailing = 64 - leading - significant;
        }
        bits ^= in.bits(significant) << trailing;
        return true;
    }
};

constexpr std::array<unsigned, 9> kVarbitSizes = {0, 3, 6, 9, 12, 18, 25, 56, 64};

std::int64_t varbit(BitReader& in)
{
    const unsigned size = kVarbitSizes[in.ones(8)];
    return size == 0 ? 0 : in.signedBits(size);
}

std::uint64_t varbitUnsigned(BitReader& in) { return in.bits(kVarbitSizes[in.ones(8)]); }

/// Adds as Go does, where integers wrap.
std::int64_t wrapped(std::int64_t a, std::int64_t b)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

Result<void> decodeXor(BitReader in, unsigned count, storage::Columns& out)
{
    constexpr std::array<unsigned, 5> kSizes = {0, 14, 17, 20, 64};
    std::int64_t t = 0;
    std::int64_t delta = 0;
    XorValue value;
    for (unsigned i = 0; i < count; ++i) {
        bool good = true;
        if (i == 0) {
            t = in.varint();
            value.bits = in.bits(64);
        } else {
            if (i == 1) {
                delta = static_cast<std::int64_t>(in.uvarint());
            } else if (const unsigned size = kSizes[in.ones(4)]; size > 0) {
                delta = wrapped(delta, in.signedBits(size));
            }
            t = wrapped(t, delta);
            good = value.read(in);
        }
        if (!good || in.failed()) return damaged("it ends early");
        out.times.push_back(t);
        out.values.push_back(value.value());
        if (!out.histograms.empty()) out.histograms.emplace_back();
    }
    return {};
}

/// What all histograms of a chunk have in common.
Result<FloatHistogram> readLayout(BitReader& in)
{
    FloatHistogram out;
    if (const auto threshold = static_cast<int>(in.bits(8)); threshold == 255) {
        out.zeroThreshold = std::bit_cast<double>(in.bits(64));
    } else if (threshold > 0) {
        out.zeroThreshold = std::ldexp(0.5, threshold - 243);
    }
    out.schema = static_cast<std::int32_t>(varbit(in));
    std::size_t buckets = 0;
    const auto readSpans = [&](std::vector<HistogramSpan>& spans, std::vector<double>& counts) {
        std::size_t own = 0;
        for (std::uint64_t left = varbitUnsigned(in); left > 0 && !in.failed() && buckets <= kMostBuckets; --left) {
            const auto length = static_cast<std::uint32_t>(varbitUnsigned(in));
            spans.push_back({static_cast<std::int32_t>(varbit(in)), length});
            own += length;
            buckets += std::size_t{length} + 1;
        }
        if (buckets <= kMostBuckets) counts.resize(own);
    };
    readSpans(out.positiveSpans, out.positiveBuckets);
    readSpans(out.negativeSpans, out.negativeBuckets);
    if (out.usesCustomBuckets()) {
        for (std::uint64_t left = varbitUnsigned(in); left > 0 && !in.failed(); --left) {
            const std::uint64_t bound = varbitUnsigned(in);
            out.customValues.push_back(bound == 0 ? std::bit_cast<double>(in.bits(64))
                                                  : static_cast<double>(bound - 1) / 1000);
        }
    }
    if (in.failed() || buckets > kMostBuckets) return damaged("its buckets cannot be told");
    return out;
}

void put(std::int64_t tMs, const FloatHistogram& histogram, storage::Columns& out)
{
    out.histograms.resize(out.times.size());
    out.times.push_back(tMs);
    // The end of a series of histograms has no buckets.
    const bool stale = isStaleMarker(histogram.sum);
    out.values.push_back(stale ? staleMarker() : 0);
    out.histograms.push_back(stale ? nullptr : std::make_shared<const FloatHistogram>(histogram));
}

/// An integer that is told by how its change changed.
struct DeltaValue {
    std::int64_t value = 0;
    std::int64_t delta = 0;

    void read(BitReader& in)
    {
        delta = wrapped(delta, varbit(in));
        value = wrapped(value, delta);
    }
};

/// Counts are unsigned, and deltas between buckets are not.
double asCount(std::int64_t value) { return static_cast<double>(static_cast<std::uint64_t>(value)); }

Result<void> decodeHistograms(BitReader in, unsigned count, bool gauge, storage::Columns& out)
{
    if (count == 0) return {};
    auto layout = readLayout(in);
    if (!layout) return tl::make_unexpected(layout.error());
    FloatHistogram& h = *layout;
    if (gauge) h.counterResetHint = CounterResetHint::Gauge;
    DeltaValue t;
    DeltaValue total;
    DeltaValue zero;
    XorValue sum;
    std::vector<DeltaValue> positive(h.positiveBuckets.size());
    std::vector<DeltaValue> negative(h.negativeBuckets.size());
    const auto readSide = [&](std::vector<DeltaValue>& deltas, std::vector<double>& counts, bool first) {
        std::int64_t current = 0;
        for (std::size_t i = 0; i < deltas.size(); ++i) {
            if (first) {
                deltas[i].value = varbit(in);
            } else {
                deltas[i].read(in);
            }
            current = wrapped(current, deltas[i].value);
            counts[i] = static_cast<double>(current);
        }
    };
    for (unsigned i = 0; i < count; ++i) {
        bool good = true;
        if (i == 0) {
            t.value = varbit(in);
            total.value = static_cast<std::int64_t>(varbitUnsigned(in));
            zero.value = static_cast<std::int64_t>(varbitUnsigned(in));
            sum.bits = in.bits(64);
        } else {
            t.read(in);
            total.read(in);
            zero.read(in);
            good = sum.read(in);
        }
        h.count = asCount(total.value);
        h.zeroCount = asCount(zero.value);
        h.sum = sum.value();
        if (i == 0 || !isStaleMarker(h.sum)) {
            readSide(positive, h.positiveBuckets, i == 0);
            readSide(negative, h.negativeBuckets, i == 0);
        }
        if (!good || in.failed()) return damaged("it ends early");
        put(t.value, h, out);
    }
    return {};
}

Result<void> decodeFloatHistograms(BitReader in, unsigned count, bool gauge, storage::Columns& out)
{
    if (count == 0) return {};
    auto layout = readLayout(in);
    if (!layout) return tl::make_unexpected(layout.error());
    FloatHistogram& h = *layout;
    if (gauge) h.counterResetHint = CounterResetHint::Gauge;
    DeltaValue t;
    XorValue total;
    XorValue zero;
    XorValue sum;
    std::vector<XorValue> positive(h.positiveBuckets.size());
    std::vector<XorValue> negative(h.negativeBuckets.size());
    bool good = true;
    const auto read = [&](XorValue& value, bool first) {
        if (first) {
            value.bits = in.bits(64);
        } else {
            good = value.read(in) && good;
        }
        return value.value();
    };
    for (unsigned i = 0; i < count; ++i) {
        const bool first = i == 0;
        if (first) {
            t.value = varbit(in);
        } else {
            t.read(in);
        }
        h.count = read(total, first);
        h.zeroCount = read(zero, first);
        h.sum = read(sum, first);
        if (first || !isStaleMarker(h.sum)) {
            for (std::size_t b = 0; b < positive.size(); ++b) h.positiveBuckets[b] = read(positive[b], first);
            for (std::size_t b = 0; b < negative.size(); ++b) h.negativeBuckets[b] = read(negative[b], first);
        }
        if (!good || in.failed()) return damaged("it ends early");
        put(t.value, h, out);
    }
    return {};
}

}  // namespace

Result<void> decodeChunk(ChunkEncoding encoding, std::string_view data, storage::Columns& out)
{
    const std::size_t header = encoding == ChunkEncoding::Xor ? 2 : 3;
    if (data.size() < header) return damaged("it is too short");
    const unsigned count = static_cast<unsigned char>(data[0]) * 256U + static_cast<unsigned char>(data[1]);
    const bool gauge = header == 3 && (static_cast<unsigned char>(data[2]) & 0xC0U) == 0xC0U;
    const BitReader in(data.substr(header));
    switch (encoding) {
    case ChunkEncoding::Xor: return decodeXor(in, count, out);
    case ChunkEncoding::Histogram: return decodeHistograms(in, count, gauge, out);
    case ChunkEncoding::FloatHistogram: return decodeFloatHistograms(in, count, gauge, out);
    }
    return fail(ErrorCode::InvalidInput, "chunks of the encoding " + std::to_string(static_cast<int>(encoding)) +
                                             " cannot be read: they come from a newer Prometheus or one with "
                                             "experimental features");
}

}  // namespace watchglass::import
