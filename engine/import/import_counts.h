#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/storage/storage.h"

namespace watchglass::import {

/// What came of an import.
struct ImportCounts {
    std::uint64_t series = 0;
    std::uint64_t samples = 0;            ///< taken, those included that were there already
    std::uint64_t refused = 0;            ///< from the future, or another value is stored at that time
    std::optional<std::int64_t> minMs{};  ///< of what was read, or a little before
    std::optional<std::int64_t> maxMs{};  ///< likewise, or a little behind
    std::vector<std::string> notes{};     ///< what was left out, and why
};

/// Adds all of `history`. Errors: those of Storage::addHistory().
[[nodiscard]] Result<ImportCounts> importHistory(const storage::History& history, storage::Storage& store);

}  // namespace watchglass::import
