#pragma once

#include <span>
#include <string>

#include "engine/storage/bytes.h"

namespace watchglass::storage {

/// Appends `values` in frames of kFrameLength, each in the smallest of: decimal integers with exceptions,
/// XOR with the value before, raw (FORMAT.md). Every bit pattern survives: NaN payloads, -0.0, infinities.
void encodeValues(std::span<const double> values, std::string& out);

/// Reads `out.size()` values. Returns false, and fails `in`, when the bytes end early or make no sense.
[[nodiscard]] bool decodeValues(ByteReader& in, std::span<double> out);

}  // namespace watchglass::storage
