#include "engine/base/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace watchglass {

std::uint64_t hashBytes(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

}  // namespace watchglass
