#include "engine/storage/value_codec.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "engine/storage/decimals.h"
#include "engine/storage/int_codec.h"

namespace watchglass::storage {

namespace {

using U64 = std::uint64_t;

enum Kind : std::uint8_t { kRaw = 0, kXor = 1, kDecimal = 2, kDecimalWithExceptions = 3 };
constexpr unsigned kKindBits = 2;

U64 bitsOf(double value) { return std::bit_cast<U64>(value); }

struct Decimals {
    int exponent = 0;
    std::array<std::int64_t, kFrameLength> mantissas;
    std::array<std::uint8_t, kFrameLength> exceptions;
    std::size_t exceptionCount = 0;
};

/// Writes the frame as numbers over one power of ten. False when too many values are no short decimals.
bool toDecimals(std::span<const double> values, Decimals& out)
{
    const std::size_t allowed = values.size() / 16 + 1;
    std::int64_t mantissa = 0;
    int exponent = 0;
    std::size_t bad = 0;
    for (const double value : values) {
        int own = exponent;
        while (own <= kMaxExponent && !scales(value, own, mantissa)) ++own;
        if (own > kMaxExponent) {
            if (++bad > allowed) return false;
            continue;
        }
        exponent = own;
    }
    out.exponent = exponent;
    out.exceptionCount = 0;
    std::int64_t last = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (scales(values[i], exponent, mantissa)) {
            last = mantissa;
        } else {
            if (out.exceptionCount == allowed) return false;
            out.exceptions[out.exceptionCount++] = static_cast<std::uint8_t>(i);
        }
        out.mantissas[i] = last;  // an exception repeats its neighbour: costs the least
    }
    if (out.exceptionCount > 0 && out.exceptions[0] == 0) {
        std::size_t first = 0;
        while (first < out.exceptionCount && out.exceptions[first] == first) ++first;
        if (first < values.size()) std::fill_n(out.mantissas.begin(), first, out.mantissas[first]);
    }
    return true;
}

void putDecimals(std::span<const double> values, const Decimals& decimals, std::string& out)
{
    const bool exceptions = decimals.exceptionCount > 0;
    out += static_cast<char>((decimals.exponent << kKindBits) | (exceptions ? kDecimalWithExceptions : kDecimal));
    if (exceptions) {
        out += static_cast<char>(decimals.exceptionCount);
        for (std::size_t i = 0; i < decimals.exceptionCount; ++i) {
            const std::uint8_t at = decimals.exceptions[i];
            out += static_cast<char>(at);
            putFixed(out, values[at]);
        }
    }
    encodeInts(std::span(decimals.mantissas.data(), values.size()), out);
}

class BitWriter {
public:
    explicit BitWriter(std::string& out) : m_out(out) {}

    void put(U64 bits, unsigned count)
    {
        if (count > 32) {
            put(bits & 0xFFFFFFFFU, 32);
            bits >>= 32;
            count -= 32;
        }
        m_word |= (bits & ((U64{1} << count) - 1)) << m_used;
        m_used += count;
        while (m_used >= 8) {
            m_out += static_cast<char>(m_word);
            m_word >>= 8;
            m_used -= 8;
        }
    }
    void finish()
    {
        if (m_used > 0) m_out += static_cast<char>(m_word);
    }

private:
    std::string& m_out;
    U64 m_word = 0;
    unsigned m_used = 0;
};

class BitReader {
public:
    explicit BitReader(ByteReader& in) : m_in(in) {}

    U64 get(unsigned count)
    {
        if (count > 32) {
            const U64 low = get(32);
            return low | (get(count - 32) << 32);
        }
        while (m_held < count) {
            m_word |= U64{m_in.byte()} << m_held;
            m_held += 8;
        }
        const U64 bits = m_word & ((U64{1} << count) - 1);
        m_word >>= count;
        m_held -= count;
        return bits;
    }

private:
    ByteReader& m_in;
    U64 m_word = 0;
    unsigned m_held = 0;
};

// Per value after the first: 0 = the same; 01 = the changed bits lie in the last window; 11 = new window.
void putXor(std::span<const double> values, std::string& out)
{
    out += static_cast<char>(kXor);
    putFixed(out, values[0]);
    BitWriter bits(out);
    unsigned low = 0;
    unsigned length = 0;
    for (std::size_t i = 1; i < values.size(); ++i) {
        const U64 changed = bitsOf(values[i]) ^ bitsOf(values[i - 1]);
        if (changed == 0) {
            bits.put(0, 1);
            continue;
        }
        const auto first = static_cast<unsigned>(std::countr_zero(changed));
        const unsigned span = 64 - static_cast<unsigned>(std::countl_zero(changed)) - first;
        // A new window costs 12 bits: keep the old one while it wastes no more.
        if (length > 0 && first >= low && first + span <= low + length && length - span <= 12) {
            bits.put(0b01, 2);
        } else {
            low = first;
            length = span;
            bits.put(0b11, 2);
            bits.put(low, 6);
            bits.put(length - 1, 6);
        }
        bits.put(changed >> low, length);
    }
    bits.finish();
}

bool getXor(ByteReader& in, double* out, std::size_t count)
{
    U64 value = in.fixed<U64>();
    out[0] = std::bit_cast<double>(value);
    BitReader bits(in);
    unsigned low = 0;
    unsigned length = 0;
    for (std::size_t i = 1; i < count && !in.failed(); ++i) {
        if (bits.get(1) != 0) {
            if (bits.get(1) != 0) {
                low = static_cast<unsigned>(bits.get(6));
                length = static_cast<unsigned>(bits.get(6)) + 1;
                if (low + length > 64) in.fail();
            }
            if (length == 0) in.fail();
            if (in.failed()) return false;
            value ^= bits.get(length) << low;
        }
        out[i] = std::bit_cast<double>(value);
    }
    return !in.failed();
}

bool getDecimals(ByteReader& in, int exponent, bool exceptions, double* out, std::size_t count)
{
    if (exponent > kMaxExponent) in.fail();
    std::array<std::uint8_t, kFrameLength> at;
    std::array<double, kFrameLength> exact;
    const std::size_t exceptionCount = exceptions ? in.byte() : 0;
    if (exceptionCount > count) in.fail();
    if (in.failed()) return false;
    for (std::size_t i = 0; i < exceptionCount; ++i) {
        at[i] = in.byte();
        exact[i] = in.fixed<double>();
        if (at[i] >= count) in.fail();
    }
    if (in.failed()) return false;
    if (!decodeScaledFrame(in, kPowers[static_cast<std::size_t>(exponent)], std::span(out, count))) return false;
    for (std::size_t i = 0; i < exceptionCount; ++i) out[at[i]] = exact[i];
    return true;
}

void encodeFrame(std::span<const double> values, std::string& out)
{
    const std::size_t start = out.size();
    const std::size_t rawSize = 1 + values.size() * 8;
    Decimals decimals;
    std::size_t best = rawSize;
    if (toDecimals(values, decimals)) {
        putDecimals(values, decimals, out);
        best = out.size() - start;
        if (best <= values.size() * 2 + 16) return;  // XOR hardly ever gets below two bytes a value
    }
    std::string other;
    putXor(values, other);
    if (other.size() < best) {
        out.replace(start, std::string::npos, other);
        best = other.size();
    }
    if (best < rawSize) return;
    out.resize(start);
    out += static_cast<char>(kRaw);
    out.append(reinterpret_cast<const char*>(values.data()), values.size() * 8);
}

bool decodeFrame(ByteReader& in, double* out, std::size_t count)
{
    const std::uint8_t head = in.byte();
    const std::uint8_t kind = head & ((1U << kKindBits) - 1);
    if (kind < kDecimal && (head >> kKindBits) != 0) in.fail();
    if (in.failed()) return false;
    switch (kind) {
    case kRaw: {
        const std::string_view bytes = in.take(count * 8);
        if (in.failed()) return false;
        std::memcpy(out, bytes.data(), bytes.size());
        return true;
    }
    case kXor: return getXor(in, out, count);
    default: return getDecimals(in, head >> kKindBits, kind == kDecimalWithExceptions, out, count);
    }
}

}  // namespace

void encodeValues(std::span<const double> values, std::string& out)
{
    for (std::size_t i = 0; i < values.size(); i += kFrameLength) {
        encodeFrame(values.subspan(i, std::min(kFrameLength, values.size() - i)), out);
    }
}

bool decodeValues(ByteReader& in, std::span<double> out)
{
    for (std::size_t i = 0; i < out.size(); i += kFrameLength) {
        if (!decodeFrame(in, out.data() + i, std::min(kFrameLength, out.size() - i))) return false;
    }
    return !in.failed();
}

}  // namespace watchglass::storage
