#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#define XXH_STATIC_LINKING_ONLY
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace watchglass {

/// XXH3, 64 bits, with a seed of this process: nobody outside can make texts that collide. For tables in memory whose
/// keys come from others; inline for loops in which it counts.
class SeededHash {
public:
    SeededHash();
    [[nodiscard]] std::uint64_t operator()(std::string_view text) const
    {
        return XXH3_64bits_withSecretandSeed(text.data(), text.size(), m_secret.data(), m_secret.size(), m_seed);
    }

private:
    std::uint64_t m_seed = 0;
    std::array<unsigned char, XXH3_SECRET_DEFAULT_SIZE> m_secret{};
};

}  // namespace watchglass
