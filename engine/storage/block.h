#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "engine/base/mutex.h"
#include "engine/storage/column_cache.h"
#include "engine/storage/column_chunks.h"
#include "engine/storage/head.h"
#include "engine/storage/rollup_file.h"
#include "engine/storage/series_index.h"
#include "engine/storage/shared_times.h"
#include "engine/storage/sqlite.h"
#include "engine/storage/stored_tables.h"
#include "engine/storage/tombstones.h"

namespace watchglass::storage {

/// The samples of one period [fromMs, toMs) in an immutable SQLite file (FORMAT.md).
///
/// Threads: any; a mutex is held while one series is read from the file.
class Block {
public:
    /// Errors: Io, Corrupt, InvalidInput for a newer format. The series' labels are added to the index.
    [[nodiscard]] static Result<std::shared_ptr<const Block>> open(const std::filesystem::path& path,
                                                                   SeriesIndex& index,
                                                                   std::shared_ptr<ColumnCache> cache);

    ~Block()
    {
        if (m_cache) m_cache->drop(m_cacheId);
    }
    Block(const Block&) = delete;
    Block& operator=(const Block&) = delete;

    [[nodiscard]] std::int64_t fromMs() const { return m_fromMs; }
    [[nodiscard]] std::int64_t toMs() const { return m_toMs; }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] bool overlaps(std::int64_t minMs, std::int64_t maxMs) const
    {
        return minMs < m_toMs && maxMs >= m_fromMs;
    }
    [[nodiscard]] bool has(SeriesRef ref) const { return idOf(ref) >= 0; }
    /// Calls `visit(ref)` with every series, ascending.
    template <class Visit>
    void forEachRef(Visit&& visit) const
    {
        for (const Entry& entry : m_entries) visit(SeriesRef{entry.ref});
    }
    /// What is wrong with it, as far as it was seen: rows that could not be read are left out from then on. "" if
    /// nothing is.
    [[nodiscard]] std::string damage() const;

    /// The samples of a series within [minMs, maxMs].
    /// Errors: Corrupt, Io; `where` is the file. The next read goes on without the series, or without the block.
    [[nodiscard]] Result<ColumnSlice> read(SeriesRef ref, std::int64_t minMs, std::int64_t maxMs) const;
    /// Appends all samples of a series, past the cache: for writing blocks anew.
    [[nodiscard]] Result<void> readAll(SeriesRef ref, Columns& out) const;
    /// Calls `visit` with the samples of each series, by its id in the file, until it fails. Errors: its own; as
    /// read().
    using SeriesVisitor = std::function<Result<void>(std::int64_t id, const Columns& samples)>;
    [[nodiscard]] Result<void> forEachSeries(const SeriesVisitor& visit) const;

    /// Of what it holds, or (of files of older programs) of its size.
    [[nodiscard]] std::uint64_t identity() const { return m_identity; }
    /// Null when there are none.
    [[nodiscard]] std::shared_ptr<const RollupFile> rollups() const;
    /// Looks for the rollups' file again: one was written.
    void findRollups() const;
    /// Appends the buckets of a series whose ends lie in [minMs, maxMs]. False, and nothing, when there are none.
    [[nodiscard]] bool readRollups(SeriesRef ref, RollupKind kind, std::int64_t lengthMs, std::int64_t minMs,
                                   std::int64_t maxMs, RollupColumns& out) const;

private:
    Block() = default;

    struct Entry {
        std::uint32_t ref = 0;
        std::uint32_t id = 0;  ///< in the file
    };
    [[nodiscard]] Result<void> readIndex(SeriesIndex& index, const Meta& meta) WG_REQUIRES(m_mutex);
    [[nodiscard]] std::int64_t idOf(SeriesRef ref) const;  ///< -1: not here
    /// A series; `times` are set, and those of `columns` empty, where others have the same.
    struct Decoded {
        Columns columns;
        SharedTimes times;
    };
    [[nodiscard]] Result<std::string> stored(std::int64_t id) const WG_REQUIRES(m_mutex);
    [[nodiscard]] Result<Decoded> decode(std::int64_t id) const;
    [[nodiscard]] Result<Columns> decodeWhole(std::int64_t id) const;
    void noteDamage(SeriesRef ref, const Error& error) const;

    std::filesystem::path m_path;
    std::int64_t m_fromMs = 0;
    std::int64_t m_toMs = 0;
    std::int64_t m_format = 0;
    std::uint64_t m_identity = 0;
    std::vector<Entry> m_entries;  ///< by ref
    std::shared_ptr<ColumnCache> m_cache;
    std::uint64_t m_cacheId = 0;
    mutable Mutex m_mutex;
    mutable std::unique_ptr<Database> m_database WG_GUARDED_BY(m_mutex);
    mutable std::optional<Statement> m_select WG_GUARDED_BY(m_mutex);  ///< where each series has a row of its own
    mutable std::optional<ChunkReader> m_chunks WG_GUARDED_BY(m_mutex);
    mutable TimesRows m_timesRows WG_GUARDED_BY(m_mutex);
    mutable std::atomic<bool> m_unreadable = false;  ///< the disk does not give it
    mutable std::atomic<bool> m_anyBad = false;
    mutable std::unordered_set<SeriesRef> m_bad WG_GUARDED_BY(m_mutex);  ///< series whose samples are damaged
    mutable std::string m_damage WG_GUARDED_BY(m_mutex);
    mutable std::shared_ptr<const RollupFile> m_rollups WG_GUARDED_BY(m_mutex);
};

/// Appends the samples of a series that go into a block.
using BlockSource = std::function<Result<void>(SeriesRef, Columns&)>;
/// What the head holds of [fromMs, toMs), without what was deleted.
[[nodiscard]] BlockSource headSource(const Head& head, Tombstones::Snapshot deleted, std::int64_t fromMs,
                                     std::int64_t toMs);
/// What blocks hold, oldest first, without what was deleted.
[[nodiscard]] BlockSource blockSource(std::vector<std::shared_ptr<const Block>> blocks, Tombstones::Snapshot deleted);

/// Writes the samples of `source`, all within [fromMs, toMs), to a block file: under another name first, synced, then
/// renamed. Returns the path, or an empty one, and no file, when there are none. Errors: Io; those of the source.
[[nodiscard]] Result<std::filesystem::path> writeBlock(const std::filesystem::path& directory, const SeriesIndex& index,
                                                       std::int64_t fromMs, std::int64_t toMs,
                                                       const BlockSource& source);

}  // namespace watchglass::storage
