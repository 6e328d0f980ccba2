#pragma once

#include <cstdint>
#include <string_view>

#include "engine/base/error.h"
#include "engine/storage/storage.h"

namespace watchglass::import {

/// How a chunk of Prometheus is encoded (tsdb/chunkenc/chunk.go).
enum class ChunkEncoding : std::uint8_t { Xor = 1, Histogram = 2, FloatHistogram = 3 };

/// Appends the samples of a chunk to `out`, as they stand there: times may go back in a damaged one.
/// Errors: Corrupt; InvalidInput for an encoding of a newer Prometheus.
[[nodiscard]] Result<void> decodeChunk(ChunkEncoding encoding, std::string_view data, storage::Columns& out);

}  // namespace watchglass::import
