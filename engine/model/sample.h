#pragma once

#include <bit>
#include <cstdint>

namespace watchglass {

/// The staleness marker's bits: this NaN and no other says "the series ended here"
/// (prometheus model/value/value.go).
inline constexpr std::uint64_t kStaleNanBits = 0x7ff0000000000002ULL;
/// The NaN that parsers produce for "NaN".
inline constexpr std::uint64_t kNormalNanBits = 0x7ff8000000000001ULL;

/// Compare by bits before any arithmetic: arithmetic quiets the payload.
[[nodiscard]] inline double staleMarker() { return std::bit_cast<double>(kStaleNanBits); }
[[nodiscard]] inline bool isStaleMarker(double value) { return std::bit_cast<std::uint64_t>(value) == kStaleNanBits; }

/// One value at one time.
struct Sample {
    std::int64_t tMs = 0;
    double value = 0;
};

}  // namespace watchglass
