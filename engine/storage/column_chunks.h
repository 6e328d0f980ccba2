#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/storage/sqlite.h"

namespace watchglass::storage {

// The columns of a block: one stream of bytes over all its series, cut into rows that just fill SQLite's pages, and
// where each series stands in it (FORMAT.md). Rows of a series each would leave a third of the pages empty.

/// Where the bytes of a series are in the stream.
struct StreamPlace {
    std::uint64_t offset = 0;
    std::uint32_t length = 0;
};

/// Writes the tables `columns` and `places`.
/// Threads: one.
class ChunkWriter {
public:
    /// Makes both tables, in a database whose pages have kChunkPageBytes. Errors: Io.
    [[nodiscard]] static Result<ChunkWriter> create(Database& database);

    /// Adds the bytes of a series; ids are 1, 2, ... and come in any order. Errors: Io.
    [[nodiscard]] Result<void> add(std::uint64_t id, std::string_view bytes);
    /// Writes what add() still holds back. Errors: Io.
    [[nodiscard]] Result<void> finish();

private:
    ChunkWriter(Statement columns, Statement places) : m_columns(std::move(columns)), m_places(std::move(places)) {}
    [[nodiscard]] Result<void> writeChunk(std::string_view bytes);

    Statement m_columns;
    Statement m_places;
    std::string m_held;  ///< less than a chunk
    std::uint64_t m_offset = 0;
    std::int64_t m_chunks = 0;
    std::vector<StreamPlace> m_where;  ///< of id i at i - 1
};

/// Reads what ChunkWriter wrote. The database must outlive it.
/// Threads: the owner locks.
class ChunkReader {
public:
    /// Errors: Corrupt when the tables are not there; Io.
    [[nodiscard]] static Result<ChunkReader> open(Database& database);

    /// The bytes of a series, in place of what `out` holds. Errors: Corrupt when they are not there; Io.
    [[nodiscard]] Result<void> read(std::uint64_t id, std::string& out);

private:
    ChunkReader(Database& database, Statement columns) : m_database(&database), m_columns(std::move(columns)) {}
    [[nodiscard]] Result<StreamPlace> placeOf(std::uint64_t id);

    Database* m_database;
    Statement m_columns;
    std::unordered_map<std::uint64_t, std::vector<StreamPlace>> m_rows;  ///< of `places`, those that were needed
};

/// Bytes of a page of a block.
inline constexpr int kChunkPageBytes = 8192;

}  // namespace watchglass::storage
