#include "engine/storage/int_codec.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace watchglass::storage {

namespace {

using U64 = std::uint64_t;

constexpr unsigned kMaxPacked = 56;  // one unaligned 8-byte load covers 7 bits of shift and 56 of value
constexpr std::uint8_t kDeltas = 0x80;

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

/// Values are unpacked in groups of eight: `width` bytes, at places and shifts that are known to the compiler.
constexpr std::size_t kGroup = 8;
static_assert(kFrameLength % kGroup == 0);
using UnpackGroups = void (*)(const char* from, std::size_t groups, U64* out);

template <unsigned Width>
void unpackGroups(const char* from, std::size_t groups, U64* out)
{
    constexpr U64 kMask = (U64{1} << Width) - 1;
    for (; groups > 0; --groups, from += Width, out += kGroup) {
        [&]<std::size_t... I>(std::index_sequence<I...>)
        {
            const auto load = [from](std::size_t byte) {
                U64 word;
                std::memcpy(&word, from + byte, 8);
                return word;
            };
            ((out[I] = (load(I * Width / 8) >> (I * Width % 8)) & kMask), ...);
        }
        (std::make_index_sequence<kGroup>());
    }
}

template <std::size_t... Width>
constexpr std::array<UnpackGroups, sizeof...(Width)> unpackers(std::index_sequence<Width...>)
{
    return {unpackGroups<Width>...};
}
constexpr auto kUnpackers = unpackers(std::make_index_sequence<kMaxPacked + 1>());

/// `out` has room for a whole frame; what comes after `count` values is unspecified.
bool unpack(ByteReader& in, std::size_t count, unsigned width, U64* out)
{
    const std::string_view bytes = in.take((U64{count} * width + 7) / 8);
    if (in.failed()) return false;
    if (width == 64) {
        std::memcpy(out, bytes.data(), bytes.size());
        return true;
    }
    // A copy with room behind it: the last group and its 8-byte loads may reach beyond the bytes.
    const std::size_t groups = (count + kGroup - 1) / kGroup;
    char padded[kFrameLength / kGroup * kMaxPacked + 8];
    std::memcpy(padded, bytes.data(), bytes.size());
    std::memset(padded + bytes.size(), 0, groups * width + 8 - bytes.size());
    kUnpackers[width](padded, groups, out);
    return true;
}

void encodeFrame(std::span<const std::int64_t> values, std::string& out)
{
    const std::size_t count = values.size();
    U64 offsets[kFrameLength];
    U64 deltas[kFrameLength];
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    const unsigned offsetWidth = widthOf(static_cast<U64>(*high) - static_cast<U64>(*low));

    // Differences wrap: the decoder adds with the same wrap.
    std::int64_t lowDelta = 0;
    std::int64_t highDelta = 0;
    for (std::size_t i = 1; i < count; ++i) {
        const auto delta = static_cast<std::int64_t>(static_cast<U64>(values[i]) - static_cast<U64>(values[i - 1]));
        deltas[i - 1] = static_cast<U64>(delta);
        lowDelta = i == 1 ? delta : std::min(lowDelta, delta);
        highDelta = i == 1 ? delta : std::max(highDelta, delta);
    }
    const unsigned deltaWidth = widthOf(static_cast<U64>(highDelta) - static_cast<U64>(lowDelta));

    if (count > 1 && deltaWidth < offsetWidth) {
        out += static_cast<char>(kDeltas | deltaWidth);
        putSigned(out, values[0]);
        putSigned(out, lowDelta);
        for (std::size_t i = 0; i + 1 < count; ++i) deltas[i] -= static_cast<U64>(lowDelta);
        pack(deltas, count - 1, deltaWidth, out);
        return;
    }
    out += static_cast<char>(offsetWidth);
    putSigned(out, *low);
    for (std::size_t i = 0; i < count; ++i) offsets[i] = static_cast<U64>(values[i]) - static_cast<U64>(*low);
    pack(offsets, count, offsetWidth, out);
}

bool decodeFrame(ByteReader& in, std::int64_t* out, std::size_t count)
{
    const std::uint8_t head = in.byte();
    const unsigned width = head & 0x7F;
    if (width > kMaxPacked && width != 64) {
        in.fail();
        return false;
    }
    const auto base = static_cast<U64>(in.signedVarint());
    U64 packed[kFrameLength];
    if (head & kDeltas) {
        const auto step = static_cast<U64>(in.signedVarint());
        if (!unpack(in, count - 1, width, packed)) return false;
        U64 value = base;
        out[0] = static_cast<std::int64_t>(value);
        for (std::size_t i = 1; i < count; ++i) {
            value += packed[i - 1] + step;
            out[i] = static_cast<std::int64_t>(value);
        }
        return true;
    }
    if (!unpack(in, count, width, packed)) return false;
    for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<std::int64_t>(packed[i] + base);
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
        if (!decodeFrame(in, out.data() + i, std::min(kFrameLength, out.size() - i))) return false;
    }
    return !in.failed();
}

}  // namespace watchglass::storage
