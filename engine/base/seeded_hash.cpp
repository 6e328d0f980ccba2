#include "engine/base/seeded_hash.h"

#include <random>

namespace watchglass {

SeededHash::SeededHash()
{
    std::random_device random;
    m_seed = (std::uint64_t{random()} << 32) | random();
    XXH3_generateSecret_fromSeed(m_secret.data(), m_seed);
}

}  // namespace watchglass
