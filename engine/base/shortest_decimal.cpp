#include "engine/base/shortest_decimal.h"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

namespace watchglass {

namespace {

constexpr auto kPowers = [] {
    std::array<std::uint64_t, kMostDigits + 1> out{};
    std::uint64_t power = 1;
    for (std::uint64_t& p : out) {
        p = power;
        power *= 10;
    }
    return out;
}();

int digitCount(std::uint64_t value)
{
    const int bits = std::bit_width(value);
    const int atLeast = bits * 1233 >> 12;  // log10(2)
    return atLeast + (value >= kPowers[static_cast<std::size_t>(atLeast)] ? 1 : 0);
}

void dropZeros(ShortestDecimal& decimal)
{
    while (decimal.digits % 10 == 0) {
        decimal.digits /= 10;
        ++decimal.exponent;
    }
    decimal.count = digitCount(decimal.digits);
}

/// Eight digits, computed two, four and eight side by side.
void writeEight(char* to, std::uint32_t value)
{
    const std::uint64_t fours = value / 10'000 | static_cast<std::uint64_t>(value % 10'000) << 32;
    const std::uint64_t high = (fours * 10'486 >> 20) & 0x7F0000007FULL;  // / 100
    const std::uint64_t twos = high | (fours - 100 * high) << 16;
    const std::uint64_t tens = (twos * 103 >> 10) & 0x000F000F000F000FULL;  // / 10
    std::uint64_t text = tens | (twos - 10 * tens) << 8;
    text |= 0x3030303030303030ULL;
    if constexpr (std::endian::native == std::endian::big) text = __builtin_bswap64(text);
    std::memcpy(to, &text, sizeof text);
}

}  // namespace

ShortestDecimal shortestDecimal(double value)
{
    ShortestDecimal out;
#if FMT_VERSION >= 80000 && FMT_VERSION < 130000
    // Dragonbox as it is in fmt, whose own way of writing the digits costs more than finding them.
    const auto found = fmt::detail::dragonbox::to_decimal(value);
    out.digits = found.significand;
    out.exponent = found.exponent;
#else
    char text[40];
    const char* const end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr;
    const char* at = text;
    for (; at < end && *at != 'e'; ++at) {
        if (*at == '.') continue;
        out.digits = out.digits * 10 + static_cast<std::uint64_t>(*at - '0');
    }
    const int decimals = at - text > 1 ? static_cast<int>(at - text) - 2 : 0;
    ++at;
    std::from_chars(*at == '+' ? at + 1 : at, end, out.exponent);
    out.exponent -= decimals;
#endif
    dropZeros(out);
    return out;
}

bool shortDecimal(double value, ShortestDecimal& out)
{
    constexpr double kScale = 1e3;
    constexpr double kMost = 1e12;  // two numbers of 15 digits are two doubles: there is no shorter one
    if (!(value < kMost)) return false;
    const double scaled = std::nearbyint(value * kScale);
    if (scaled / kScale != value || scaled == 0) return false;
    out.digits = static_cast<std::uint64_t>(scaled);
    out.exponent = -3;
    dropZeros(out);
    return true;
}

void writeDigits(char* to, const ShortestDecimal& decimal)
{
    constexpr std::uint64_t kTail = 1'000'000'000;
    const std::uint64_t all = decimal.digits * kPowers[static_cast<std::size_t>(kMostDigits - decimal.count)];
    writeEight(to, static_cast<std::uint32_t>(all / kTail));
    const auto tail = static_cast<std::uint32_t>(all % kTail);
    writeEight(to + 8, tail / 10);
    to[16] = static_cast<char>('0' + tail % 10);
}

}  // namespace watchglass
