#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/storage/column_chunks.h"
#include "engine/storage/plane_codec.h"
#include "engine/storage/sqlite.h"
#include "engine/storage/storage.h"

namespace watchglass::storage {

/// Times that series have in common: those of one target. Immutable.
struct SharedTimes {
    std::shared_ptr<const std::vector<std::int64_t>> times;
    std::uint64_t hash = 0;  ///< hashOfTimes()
};
[[nodiscard]] std::uint64_t hashOfTimes(const std::vector<std::int64_t>& times);

/// Writes the samples of a block, in chunks (column_chunks.h), and its table `times`: times that several series have
/// stand in a row of their own, twice over, since much hangs on it (FORMAT.md). Threads: one.
class SeriesRows {
public:
    /// Makes the tables. Errors: Io.
    [[nodiscard]] static Result<SeriesRows> create(Database& database);

    /// Adds the samples of a series; ids are 1, 2, ... Errors: Io.
    [[nodiscard]] Result<void> add(std::uint64_t id, const Columns& columns);
    /// Writes what add() still holds back. Errors: Io.
    [[nodiscard]] Result<void> finish();
    /// XXH3 over the samples of all series, in their order.
    [[nodiscard]] std::uint64_t identity() const { return m_identity; }

private:
    /// A series whose times no other had so far.
    struct Waiting {
        std::uint64_t id = 0;
        std::uint64_t hash = 0;
        std::vector<std::int64_t> times;
        std::string values;
    };

    SeriesRows(ChunkWriter columns, Statement times) : m_columns(std::move(columns)), m_times(std::move(times)) {}
    [[nodiscard]] std::string encode(const std::vector<double>& values);
    [[nodiscard]] Result<void> write(std::uint64_t id, std::size_t count, std::uint64_t timesRow,
                                     std::string_view rest);
    [[nodiscard]] Result<void> writeAlone(const Waiting& one);

    ChunkWriter m_columns;
    Statement m_times;
    std::unique_ptr<PlaneEncoder> m_planes = std::make_unique<PlaneEncoder>();
    std::uint64_t m_identity = 0;
    std::list<Waiting> m_waiting;                              ///< oldest first
    std::unordered_map<std::uint64_t, std::uint64_t> m_rowOf;  ///< of a hash
    std::vector<std::string> m_rows;                           ///< of `times`, row i at i - 1
};

/// Reads rows of the table `times`; those in use are not read again.
/// Threads: the owner locks.
class TimesRows {
public:
    /// Errors: Corrupt when neither copy can be read; Io.
    [[nodiscard]] Result<SharedTimes> read(Database& database, std::uint64_t row);

private:
    struct Known {
        std::weak_ptr<const std::vector<std::int64_t>> times;
        std::uint64_t hash = 0;
    };
    std::unordered_map<std::uint64_t, Known> m_known;
};

}  // namespace watchglass::storage
