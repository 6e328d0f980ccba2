#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace watchglass::storage {

// What value_codec.h and plane_codec.h take for a decimal: an integer over a power of ten.

inline constexpr int kMaxExponent = 15;
inline constexpr std::array<double, kMaxExponent + 1> kPowers = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                                 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
inline constexpr double kMaxMantissa = 9007199254740992.0;  // 2^53: whole numbers are exact up to here

/// Whether value == mantissa / 10^exponent to the bit, with a mantissa below 2^53.
inline bool scales(double value, int exponent, std::int64_t& mantissa)
{
    const double scaled = std::nearbyint(value * kPowers[static_cast<std::size_t>(exponent)]);
    if (!(std::fabs(scaled) < kMaxMantissa)) return false;  // also NaN
    mantissa = static_cast<std::int64_t>(scaled);
    const double back = static_cast<double>(mantissa) / kPowers[static_cast<std::size_t>(exponent)];
    return std::bit_cast<std::uint64_t>(back) == std::bit_cast<std::uint64_t>(value);  // tells -0.0 from 0.0
}

}  // namespace watchglass::storage
