#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace watchglass {

inline constexpr int kMostDigits = 17;

/// The fewest decimal digits that read back to a double: digits * 10^exponent. At most kMostDigits, the last not 0.
struct ShortestDecimal {
    std::uint64_t digits = 0;
    int exponent = 0;
    int count = 1;  ///< of digits
};

/// Of a finite number above zero.
[[nodiscard]] ShortestDecimal shortestDecimal(double value);

/// Drops zeros at the end and counts what is left.
inline void normalize(ShortestDecimal& decimal)
{
    constexpr auto kPowers = [] {
        std::array<std::uint64_t, kMostDigits + 1> out{};
        out[0] = 1;
        for (std::size_t i = 1; i < out.size(); ++i) out[i] = out[i - 1] * 10;
        return out;
    }();
    while (decimal.digits % 10 == 0) {
        decimal.digits /= 10;
        ++decimal.exponent;
    }
    const int atLeast = static_cast<int>(std::bit_width(decimal.digits)) * 1233 >> 12;  // log10(2)
    decimal.count = atLeast + (decimal.digits >= kPowers[static_cast<std::size_t>(atLeast)] ? 1 : 0);
}

/// The same where the number has three decimals at most and 15 digits, as most gauges do, in a third of the time;
/// false where not.
inline bool shortDecimal(double value, ShortestDecimal& out)
{
    constexpr double kScale = 1e3;
    constexpr double kMost = 1e12;  // two numbers of 15 digits are two doubles: there is no shorter one
    if (!(value < kMost)) return false;
    const auto scaled = static_cast<std::int64_t>(value * kScale + 0.5);
    if (static_cast<double>(scaled) / kScale != value || scaled == 0) return false;
    out.digits = static_cast<std::uint64_t>(scaled);
    out.exponent = -3;
    normalize(out);
    return true;
}

/// The text of kMostDigits digits, first to last: eight in each word, the first of them in its lowest byte.
struct DigitWords {
    std::uint64_t first = 0;
    std::uint64_t second = 0;
    char last = '0';
};

/// Eight digits, computed two, four and eight side by side.
inline std::uint64_t eightDigits(std::uint32_t value)
{
    const std::uint64_t fours = value / 10'000 | static_cast<std::uint64_t>(value % 10'000) << 32;
    const std::uint64_t high = (fours * 10'486 >> 20) & 0x7F0000007FULL;  // / 100
    const std::uint64_t twos = high | (fours - 100 * high) << 16;
    const std::uint64_t tens = (twos * 103 >> 10) & 0x000F000F000F000FULL;  // / 10
    return (tens | (twos - 10 * tens) << 8) | 0x3030303030303030ULL;
}

/// With zeros behind the digits.
inline DigitWords digitWords(const ShortestDecimal& decimal)
{
    constexpr auto kFills = [] {
        std::array<std::uint64_t, kMostDigits + 1> out{};
        out[kMostDigits] = 1;
        for (std::size_t i = kMostDigits; i > 0; --i) out[i - 1] = out[i] * 10;
        return out;
    }();
    constexpr std::uint64_t kTail = 1'000'000'000;
    const std::uint64_t all = decimal.digits * kFills[static_cast<std::size_t>(decimal.count)];
    const auto tail = static_cast<std::uint32_t>(all % kTail);
    return {eightDigits(static_cast<std::uint32_t>(all / kTail)), eightDigits(tail / 10),
            static_cast<char>('0' + tail % 10)};
}

}  // namespace watchglass
