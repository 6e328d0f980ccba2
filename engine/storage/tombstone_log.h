#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/storage/series_index.h"
#include "engine/storage/sqlite.h"
#include "engine/storage/tombstones.h"

namespace watchglass::storage {

/// tombstones.db: what was deleted and is still in journals or blocks (FORMAT.md). Threads: one at a time.
class TombstoneLog {
public:
    using Entries = std::vector<std::pair<SeriesRef, Interval>>;

    /// Opens the file of the directory, made when it is missing. Errors: Io, Corrupt; InvalidInput for a newer format.
    [[nodiscard]] static Result<TombstoneLog> open(const std::filesystem::path& path);

    /// All entries; the labels are added to the index. Errors: Corrupt when a row is damaged; `out` has the others.
    [[nodiscard]] Result<void> read(SeriesIndex& index, Entries& out);
    /// Durable on return. Errors: Io; then nothing of it is stored.
    [[nodiscard]] Result<void> add(const Entries& deleted, const SeriesIndex& index);
    /// Replaces all entries, likewise.
    [[nodiscard]] Result<void> replace(const Tombstones::Map& all, const SeriesIndex& index);

    /// Writes a copy to a file that is not there yet, durable on return. Errors: Io.
    [[nodiscard]] Result<void> copyTo(const std::filesystem::path& path);

private:
    explicit TombstoneLog(std::unique_ptr<Database> database) : m_database(std::move(database)) {}
    [[nodiscard]] Result<void> write(const Entries& entries, const SeriesIndex& index, bool replaceAll);

    std::unique_ptr<Database> m_database;
};

}  // namespace watchglass::storage
