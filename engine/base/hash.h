#pragma once

#include <cstdint>
#include <string_view>

namespace watchglass {

/// XXH3, 64 bits, of the bytes. Stable over versions and machines: may be stored.
[[nodiscard]] std::uint64_t hashBytes(std::string_view bytes);

/// Of a sequence: what comes before, and what is next. For tables in memory only.
[[nodiscard]] constexpr std::uint64_t hashNext(std::uint64_t before, std::uint64_t next)
{
    std::uint64_t h = (before ^ (next + 0x9E3779B97F4A7C15ULL + (before << 6) + (before >> 2))) * 0xBF58476D1CE4E5B9ULL;
    h ^= h >> 31;
    return h * 0x94D049BB133111EBULL;
}

}  // namespace watchglass
