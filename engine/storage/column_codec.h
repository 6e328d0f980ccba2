#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/storage/bytes.h"
#include "engine/storage/storage.h"

namespace watchglass::storage {

/// The samples of one series as a journal has them (FORMAT.md): count, times, values.
[[nodiscard]] std::string encodeColumns(const Columns& columns);

/// Replaces times and values of `out`. False when the bytes end early or make no sense.
[[nodiscard]] bool decodeColumns(std::string_view bytes, Columns& out);

/// How the values of a series are encoded in a block.
enum ValueCoding : std::uint8_t { kFrames = 0, kPlanes = 1 };

/// Replaces `out` by a series as blocks have it: its times may stand in a row of their own (SeriesRows), whose number
/// is returned, with no times in `out`; else 0. Blocks of format 4 have frames only, and `coded` is false. None when
/// the bytes end early or make no sense.
[[nodiscard]] std::optional<std::uint64_t> decodeStoredColumns(ByteReader& in, bool coded, Columns& out);

}  // namespace watchglass::storage
