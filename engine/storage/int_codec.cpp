#include "engine/storage/int_codec.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>

#include "engine/storage/kernels.h"

namespace watchglass::storage {

namespace {

using U64 = std::uint64_t;

// The first byte: the width, or that a common factor comes before it.
constexpr std::uint8_t kDeltas = 0x80;
constexpr std::uint8_t kFactor = 63;

unsigned widthOf(U64 value)
{
    const auto width = static_cast<unsigned>(std::bit_width(value));
    return width > kMaxPacked ? 64 : width;
}

void pack(const U64* values, std::size_t count, unsigned width, std::string& out)
{
    if (width == 0) return;
    if (width == 64) {
        out.append(reinterpret_cast<const char*>(values), count * 8);
        return;
    }
    const std::size_t start = out.size();
    const std::size_t bytes = (count * width + 7) / 8;
    out.resize(start + bytes + 8);  // room for whole words; cut again below
    char* at = out.data() + start;
    U64 word = 0;
    unsigned used = 0;
    for (std::size_t i = 0; i < count; ++i) {
        word |= values[i] << used;
        used += width;
        if (used >= 64) {
            std::memcpy(at, &word, 8);
            at += 8;
            used -= 64;
            word = used ? values[i] >> (width - used) : 0;
        }
    }
    std::memcpy(at, &word, 8);
    out.resize(start + bytes);
}

/// `out` has room for a whole frame; what comes after `count` values is unspecified.
bool unpack(ByteReader& in, std::size_t count, unsigned width, U64* out)
{
    const std::string_view bytes = in.take((U64{count} * width + 7) / 8);
    if (in.failed()) return false;
    if (width == 64) {
        std::memcpy(out, bytes.data(), bytes.size());
        return true;
    }
    const std::size_t groups = (count + kPackedGroup - 1) / kPackedGroup;
    const auto unpackGroups = kernels().unpack[width];
    // The last group and its loads may reach beyond the bytes.
    const std::size_t reach = groups * width + 8;
    if (reach <= bytes.size() + in.left()) {
        unpackGroups(bytes.data(), groups, out);
        return true;
    }
    char padded[kFrameLength / kPackedGroup * kMaxPacked + 8];
    std::memcpy(padded, bytes.data(), bytes.size());
    std::memset(padded + bytes.size(), 0, reach - bytes.size());
    unpackGroups(padded, groups, out);
    return true;
}

/// What all offsets from the smallest are multiples of; 1 where differences wrap.
U64 factorOf(const U64* offsets, std::size_t count, U64 range)
{
    if (range >> 63 != 0) return 1;
    U64 factor = 0;
    for (std::size_t i = 0; i < count && factor != 1; ++i) {
        if (factor == 0 || offsets[i] % factor != 0) factor = std::gcd(factor, offsets[i]);
    }
    return std::max<U64>(factor, 1);
}

void encodeFrame(std::span<const std::int64_t> values, std::string& out)
{
    const std::size_t count = values.size();
    U64 offsets[kFrameLength];
    U64 deltas[kFrameLength];
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    const U64 range = static_cast<U64>(*high) - static_cast<U64>(*low);
    for (std::size_t i = 0; i < count; ++i) offsets[i] = static_cast<U64>(values[i]) - static_cast<U64>(*low);
    const U64 factor = factorOf(offsets, count, range);
    const unsigned offsetWidth = widthOf(range / factor);

    // Differences wrap: the decoder adds with the same wrap.
    std::int64_t lowDelta = 0;
    std::int64_t highDelta = 0;
    for (std::size_t i = 1; i < count; ++i) {
        const auto delta = static_cast<std::int64_t>(static_cast<U64>(values[i]) - static_cast<U64>(values[i - 1]));
        deltas[i - 1] = static_cast<U64>(delta);
        lowDelta = i == 1 ? delta : std::min(lowDelta, delta);
        highDelta = i == 1 ? delta : std::max(highDelta, delta);
    }
    const unsigned deltaWidth = widthOf((static_cast<U64>(highDelta) - static_cast<U64>(lowDelta)) / factor);

    const bool byDelta = count > 1 && deltaWidth < offsetWidth;
    const unsigned width = byDelta ? deltaWidth : offsetWidth;
    const bool divided = factor > 1 && width > 0;
    if (divided) {
        out += static_cast<char>(kFactor);
        putVarint(out, factor);
    }
    const auto divide = [&](U64* numbers, std::size_t n) {
        if (divided) std::for_each(numbers, numbers + n, [&](U64& number) { number /= factor; });
    };
    if (byDelta) {
        out += static_cast<char>(kDeltas | deltaWidth);
        putSigned(out, values[0]);
        putSigned(out, lowDelta);
        for (std::size_t i = 0; i + 1 < count; ++i) deltas[i] -= static_cast<U64>(lowDelta);
        divide(deltas, count - 1);
        pack(deltas, count - 1, deltaWidth, out);
        return;
    }
    out += static_cast<char>(offsetWidth);
    putSigned(out, *low);
    divide(offsets, count);
    pack(offsets, count, offsetWidth, out);
}

/// Whether all numbers of a frame lie within +-2^51: less than 2^50 from the base, and the base from zero.
bool isSmall(U64 base, U64 step, unsigned width, U64 factor)
{
    constexpr unsigned kBits = 42;  // of each of the two parts of 128 differences
    const auto isBelow = [](U64 number, unsigned bits) { return number + (U64{1} << bits) < U64{2} << bits; };
    return width + static_cast<unsigned>(std::bit_width(factor)) <= kBits && isBelow(step, kBits) && isBelow(base, 50);
}

template <class Number>
bool decodeFrame(ByteReader& in, const Kernels::Into<Number>& into, double power, Number* out, std::size_t count)
{
    std::uint8_t head = in.byte();
    U64 factor = 1;
    if (head == kFactor) {
        factor = in.varint();
        head = in.byte();
    }
    const unsigned width = head & 0x7F;
    if (width > kMaxPacked && width != 64) {
        in.fail();
        return false;
    }
    const auto base = static_cast<U64>(in.signedVarint());
    const bool deltas = (head & kDeltas) != 0;
    const U64 step = deltas ? static_cast<U64>(in.signedVarint()) : 0;
    const Kernels::Scale scale{power, isSmall(base, step, width, factor)};
    if (width == 0) {
        into.ramp(count, base, step, scale, out);
        return !in.failed();
    }
    U64 numbers[1 + kFrameLength + kPackedGroup];  // the last group may be a part of one
    numbers[0] = 0 - step;                         // the first value of differences is `base`
    const std::size_t held = deltas ? count - 1 : count;
    if (!unpack(in, held, width, numbers + 1)) return false;
    if (factor != 1) kernels().multiply(numbers + 1, held, factor);
    if (deltas) {
        into.sum(numbers, count, base, step, scale, out);
    } else {
        into.offset(numbers + 1, count, base, scale, out);
    }
    return true;
}

}  // namespace

void encodeInts(std::span<const std::int64_t> values, std::string& out)
{
    for (std::size_t i = 0; i < values.size(); i += kFrameLength) {
        encodeFrame(values.subspan(i, std::min(kFrameLength, values.size() - i)), out);
    }
}

bool decodeInts(ByteReader& in, std::span<std::int64_t> out)
{
    for (std::size_t i = 0; i < out.size(); i += kFrameLength) {
        const auto frame = out.subspan(i, std::min(kFrameLength, out.size() - i));
        if (!decodeFrame(in, kernels().ints, 1, reinterpret_cast<U64*>(frame.data()), frame.size())) return false;
    }
    return !in.failed();
}

bool decodeScaledFrame(ByteReader& in, double power, std::span<double> out)
{
    return decodeFrame(in, kernels().doubles, power, out.data(), out.size()) && !in.failed();
}

}  // namespace watchglass::storage
