#pragma once

#include <filesystem>

#include "engine/import/import_counts.h"

namespace watchglass::import {

/// Stores what a Prometheus has in its data directory: its blocks, and what is in its write-ahead log only. The
/// directory is only read; a Prometheus that runs should be stopped first, or a snapshot be used, as it may remove
/// blocks. Exemplars and metadata are left out. Blocks that cannot be read are left out and named in the notes. Errors:
/// NotFound for a folder without any of these; Io; those of the store.
[[nodiscard]] Result<ImportCounts> importPrometheus(const std::filesystem::path& dataDirectory,
                                                    storage::Storage& store);

}  // namespace watchglass::import
