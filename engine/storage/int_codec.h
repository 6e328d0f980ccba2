#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/storage/bytes.h"

namespace watchglass::storage {

/// Numbers a frame holds at most. Each frame chooses its own transform and width.
inline constexpr std::size_t kFrameLength = 128;

/// Appends `values` in frames: offsets from the smallest or differences less the smallest difference,
/// whichever is narrower, packed at one width (FORMAT.md). Any value is allowed.
void encodeInts(std::span<const std::int64_t> values, std::string& out);

/// Reads `out.size()` values. Returns false, and fails `in`, when the bytes end early or make no sense.
[[nodiscard]] bool decodeInts(ByteReader& in, std::span<std::int64_t> out);
/// The same of one frame, each divided by `power`.
[[nodiscard]] bool decodeScaledFrame(ByteReader& in, double power, std::span<double> out);

}  // namespace watchglass::storage
