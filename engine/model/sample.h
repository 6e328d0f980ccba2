#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>

namespace watchglass {

/// The staleness marker's bits: this NaN and no other says "the series ended here"
/// (prometheus model/value/value.go).
inline constexpr std::uint64_t kStaleNanBits = 0x7ff0000000000002ULL;
/// The NaN that parsers produce for "NaN".
inline constexpr std::uint64_t kNormalNanBits = 0x7ff8000000000001ULL;

/// Compare by bits before any arithmetic: arithmetic quiets the payload.
[[nodiscard]] inline double staleMarker() { return std::bit_cast<double>(kStaleNanBits); }
[[nodiscard]] inline bool isStaleMarker(double value) { return std::bit_cast<std::uint64_t>(value) == kStaleNanBits; }

[[nodiscard]] inline bool hasStaleMarker(std::span<const double> values)
{
    // Few have any NaN, and doubles compare two at a time where words of 64 bits do not.
    using Doubles = double __attribute__((vector_size(16)));
    using Masks = std::int64_t __attribute__((vector_size(16)));
    Masks nan{};
    std::size_t i = 0;
    for (; i + 2 <= values.size(); i += 2) {
        Doubles two;
        std::memcpy(&two, values.data() + i, sizeof two);
        nan |= two != two;
    }
    if ((nan[0] | nan[1]) != 0) i = 0;
    return std::any_of(values.begin() + static_cast<std::ptrdiff_t>(i), values.end(), isStaleMarker);
}

/// One value at one time.
struct Sample {
    std::int64_t tMs = 0;
    double value = 0;
};

}  // namespace watchglass
