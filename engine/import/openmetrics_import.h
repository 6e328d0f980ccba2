#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/base/error.h"
#include "engine/storage/storage.h"

namespace watchglass::import {

/// What came of an import.
struct ImportCounts {
    std::uint64_t series = 0;
    std::uint64_t samples = 0;  ///< taken, those included that were there already
    std::uint64_t refused = 0;  ///< older than what the store still takes, from the future, or another value at a time
    std::optional<std::int64_t> minMs{};  ///< of all samples of the text
    std::optional<std::int64_t> maxMs{};
};

/// Appends the samples of an OpenMetrics text to `store`, in order of time, and flushes. Nothing is appended when the
/// text has an error.
/// Errors: InvalidInput for text that does not parse, a sample without a timestamp or a repeated label name, `where`
/// is "line N"; those of the store.
[[nodiscard]] Result<ImportCounts> importOpenMetrics(std::string_view text, storage::Storage& store);

}  // namespace watchglass::import
