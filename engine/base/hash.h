#pragma once

#include <cstdint>
#include <string_view>

namespace watchglass {

/// XXH3, 64 bits, of the bytes. Stable over versions and machines: may be stored.
[[nodiscard]] std::uint64_t hashBytes(std::string_view bytes);

}  // namespace watchglass
