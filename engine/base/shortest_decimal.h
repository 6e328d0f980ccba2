#pragma once

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

/// The same where the number has three decimals at most and 15 digits, as most gauges do, in a third of the time;
/// false where not.
[[nodiscard]] bool shortDecimal(double value, ShortestDecimal& out);

/// Writes the digits, the first `count` of which count; `to` has room for kMostDigits.
void writeDigits(char* to, const ShortestDecimal& decimal);

}  // namespace watchglass
