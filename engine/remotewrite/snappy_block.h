#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace watchglass::remotewrite {

/// Bytes of a request when it is unpacked. Prometheus sends some 100 kB; backfills of others a few MB.
inline constexpr std::size_t kMostUnpackedBytes = 64U << 20;

/// Unpacks one block of the Snappy format (not the framed one).
/// Memory is taken only for a length that so many packed bytes can reach: the length that the block claims may lie.
/// Errors: InvalidInput for what is no such block, Limit for more than `mostBytes`.
[[nodiscard]] Result<std::string> unpackSnappy(std::string_view block, std::size_t mostBytes = kMostUnpackedBytes);

}  // namespace watchglass::remotewrite
