#pragma once

#include <string>
#include <string_view>

#include "engine/storage/storage.h"

namespace watchglass::storage {

/// The samples of one series as a block has them (FORMAT.md): count, times, values.
[[nodiscard]] std::string encodeColumns(const Columns& columns);

/// Replaces times and values of `out`. False when the bytes end early or make no sense.
[[nodiscard]] bool decodeColumns(std::string_view bytes, Columns& out);

}  // namespace watchglass::storage
