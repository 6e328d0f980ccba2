#pragma once

#include <cstdint>
#include <string_view>

namespace watchglass::import {

/// CRC-32 with Castagnoli's polynomial, the checksum of all of Prometheus's files.
[[nodiscard]] std::uint32_t crc32c(std::string_view bytes);

}  // namespace watchglass::import
