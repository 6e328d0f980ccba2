#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/model/histogram.h"
#include "engine/storage/bytes.h"

namespace watchglass::storage {

/// Appends histograms in runs of one layout (FORMAT.md): schema, spans and bounds once a run, then columns of hints,
/// counts, sums and buckets. Every bit pattern survives. None may be null.
void encodeHistograms(std::span<const HistogramPtr> histograms, std::string& out);

/// Reads `count` histograms. Returns false, and fails `in`, when the bytes end early or make no sense.
[[nodiscard]] bool decodeHistograms(ByteReader& in, std::size_t count, std::vector<HistogramPtr>& out);

}  // namespace watchglass::storage
