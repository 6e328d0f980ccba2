#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>

namespace watchglass::bench {

/// Bits that the XOR code of Gorilla takes for the values of a column (Pelkonen et al., VLDB 2015, 4.1.2), the first
/// one as it is. Prometheus's chunks hold values so.
inline std::uint64_t gorillaBits(std::span<const double> values)
{
    std::uint64_t bits = 64;
    int leading = 65;
    int trailing = 0;
    for (std::size_t i = 1; i < values.size(); ++i) {
        const std::uint64_t x = std::bit_cast<std::uint64_t>(values[i]) ^ std::bit_cast<std::uint64_t>(values[i - 1]);
        if (x == 0) {
            bits += 1;
            continue;
        }
        const int zerosBefore = std::min(std::countl_zero(x), 31);
        const int zerosBehind = std::countr_zero(x);
        if (leading <= zerosBefore && trailing <= zerosBehind) {
            bits += 2 + static_cast<std::uint64_t>(64 - leading - trailing);
        } else {
            leading = zerosBefore;
            trailing = zerosBehind;
            bits += 2 + 5 + 6 + static_cast<std::uint64_t>(64 - leading - trailing);
        }
    }
    return bits;
}

/// The same of Chimp, without its window of 128 values (Liakos et al., VLDB 2022, 3.2).
inline std::uint64_t chimpBits(std::span<const double> values)
{
    static constexpr std::array<int, 8> kLeading = {0, 8, 12, 16, 18, 20, 22, 24};
    std::uint64_t bits = 64;
    int before = 65;
    for (std::size_t i = 1; i < values.size(); ++i) {
        const std::uint64_t x = std::bit_cast<std::uint64_t>(values[i]) ^ std::bit_cast<std::uint64_t>(values[i - 1]);
        int leading = 0;
        for (const int step : kLeading) leading = x != 0 && std::countl_zero(x) >= step ? step : leading;
        const int zerosBehind = x == 0 ? 64 : std::countr_zero(x);
        if (zerosBehind > 6) {
            bits += x == 0 ? 2 : 2 + 3 + 6 + static_cast<std::uint64_t>(64 - leading - zerosBehind);
            before = 65;
        } else if (leading == before) {
            bits += 2 + static_cast<std::uint64_t>(64 - leading);
        } else {
            before = leading;
            bits += 2 + 3 + static_cast<std::uint64_t>(64 - leading);
        }
    }
    return bits;
}

}  // namespace watchglass::bench
