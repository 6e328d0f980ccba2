#pragma once

#include <string_view>

#include "engine/base/error.h"
#include "engine/import/import_counts.h"
#include "engine/storage/storage.h"

namespace watchglass::import {

/// Stores the samples of an OpenMetrics text, durably on return. Nothing is stored when the text has an error.
/// Errors: InvalidInput for text that does not parse, a sample without a timestamp or a repeated label name, `where`
/// is "line N"; those of the store.
[[nodiscard]] Result<ImportCounts> importOpenMetrics(std::string_view text, storage::Storage& store);

}  // namespace watchglass::import
