#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/storage/storage.h"

namespace watchglass::import {

/// What was written, and what OpenMetrics has no words for.
struct ExportCounts {
    std::uint64_t series = 0;
    std::uint64_t samples = 0;
    std::uint64_t histograms = 0;  ///< native ones: left out
};

/// Writes the samples in [minMs, maxMs] of the series that match all matchers of any of the sets as OpenMetrics text
/// with timestamps, series after series, those of one name together. Staleness markers are left out, the payload of
/// NaNs is lost. `write` gets the text in pieces and returns false to end. Errors: those of the querier; Io when
/// `write` says false.
[[nodiscard]] Result<ExportCounts> exportOpenMetrics(const storage::Querier& querier,
                                                     const std::vector<std::vector<Matcher>>& sets, std::int64_t minMs,
                                                     std::int64_t maxMs,
                                                     const std::function<bool(std::string_view)>& write);

}  // namespace watchglass::import
