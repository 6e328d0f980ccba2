#pragma once

#include <cstdint>

#include "engine/storage/sqlite.h"
#include "engine/storage/stored_tables.h"

namespace watchglass::storage {

// What all readers of journal files share.

inline constexpr std::int64_t kJournalFormat = 4;

/// The format of a journal file. A row of meta that does not match its checksum is no reason to give up the rest:
/// each row carries a version and a checksum of its own. Errors: InvalidInput for a newer one; Corrupt; Io.
[[nodiscard]] Result<std::int64_t> journalFormat(Database& database);

/// The labels of a journal file of any format. Errors: as readLabelRows().
[[nodiscard]] Result<LabelRowsRead> readJournalLabels(Database& database, std::int64_t format,
                                                      const LabelReader& reader);

}  // namespace watchglass::storage
