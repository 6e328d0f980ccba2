#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/base/mutex.h"
#include "engine/storage/rollup_buckets.h"
#include "engine/storage/sqlite.h"

namespace watchglass::storage {

class Block;

/// Aggregates of the buckets of one block, in a file of their own beside it (FORMAT.md): it can be written late, and
/// lost without loss. Opened when it is first read; whoever gets nothing from it reads the block.
///
/// Threads: any; a mutex is held while one series is read.
class RollupFile {
public:
    /// `identity` is the block's: the file of any other is not used.
    RollupFile(std::filesystem::path path, std::uint64_t identity) : m_path(std::move(path)), m_identity(identity) {}

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    /// Appends the buckets of a series. False, and nothing, when there are none that can be read.
    [[nodiscard]] bool read(std::int64_t id, std::int64_t lengthMs, RollupKind kind, std::int64_t minMs,
                            std::int64_t maxMs, RollupColumns& out) const;
    /// Reads all columns of a series. Errors: NotFound, Corrupt, Io.
    [[nodiscard]] Result<BucketColumns> readAll(std::int64_t id, std::int64_t lengthMs) const;
    /// Whether something of it could not be read: it is to be written anew.
    [[nodiscard]] bool damaged() const;

private:
    [[nodiscard]] Result<std::string> content(std::int64_t id, std::int64_t lengthMs) const;
    [[nodiscard]] Result<void> open() const WG_REQUIRES(m_mutex);

    const std::filesystem::path m_path;
    const std::uint64_t m_identity;
    mutable Mutex m_mutex;
    mutable bool m_opened WG_GUARDED_BY(m_mutex) = false;
    mutable bool m_damaged WG_GUARDED_BY(m_mutex) = false;
    mutable bool m_reported WG_GUARDED_BY(m_mutex) = false;
    mutable std::unique_ptr<Database> m_database WG_GUARDED_BY(m_mutex);
    mutable std::array<std::optional<Statement>, 2> m_select WG_GUARDED_BY(m_mutex);
};

/// Where the rollups of a block are, or would be.
[[nodiscard]] std::filesystem::path rollupPath(const std::filesystem::path& block);

/// Writes the rollups of a block, durably, over those that are there. Series with histograms have empty ones.
/// Errors: Io; those of reading the block; Cancelled when `goOn` said no.
[[nodiscard]] Result<void> writeRollups(const Block& block, const std::function<bool()>& goOn);

/// Makes the rollups of a block anew and compares: calls `bad` with each series ("": the file) and what is wrong.
void checkRollups(const Block& block,
                  const std::function<void(const std::string& series, const std::string& what)>& bad);

}  // namespace watchglass::storage
