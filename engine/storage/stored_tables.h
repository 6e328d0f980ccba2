#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/storage/label_rows.h"
#include "engine/storage/sqlite.h"

namespace watchglass::storage {

// What journals and blocks have in common: tables `meta` and `labels`, and reading past damaged pages.

/// It may take the row: the next one is read into what it leaves.
using LabelReader = std::function<void(LabelRow& row)>;

/// What reading a `labels` table came to: damaged rows cost only themselves.
struct LabelRowsRead {
    std::uint64_t series = 0;
    std::uint64_t damagedRows = 0;
    std::optional<Error> firstDamage;
};

/// Reads all rows of the `labels` table. Errors: Io; Corrupt when the table itself cannot be read.
[[nodiscard]] Result<LabelRowsRead> readLabelRows(Database& database, const LabelReader& reader);

/// Steps through "SELECT id, ... WHERE id > ?1 ORDER BY id" and over pages that are damaged: calls `row` with the
/// statement at each row that can be reached. Returns how often it had to step over something.
/// Errors: Io, and Corrupt when not even that works.
[[nodiscard]] Result<std::uint64_t> readRows(Database& database, std::string_view select,
                                             const std::function<void(Statement&)>& row);

/// SQL that makes a `meta` table and its one row with checksum: `CREATE TABLE meta(...)` and the INSERT for these
/// numbers.
[[nodiscard]] std::string metaSql(std::initializer_list<std::pair<const char*, std::int64_t>> numbers);

/// The row of a `meta` table. Format 1 has no checksum, and from format 2 on the last column is one of all others.
struct Meta {
    std::int64_t format = 0;
    std::vector<std::int64_t> numbers;  ///< all columns but the checksum, the format too
    bool good = false;                  ///< the checksum holds, or there is none
};
/// Errors: Corrupt when there is none; Io.
[[nodiscard]] Result<Meta> readMeta(Database& database);

}  // namespace watchglass::storage
