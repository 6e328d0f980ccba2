// What the admin API asks of a store: deletions and snapshots.

#include <algorithm>
#include <ctime>
#include <random>

#include "engine/storage/durable_store.h"
#include "engine/storage/files.h"

namespace watchglass::storage {

namespace {

namespace fs = std::filesystem;

/// "20261128T080307Z-0123456789abcdef", as Prometheus names them.
std::string snapshotName(std::int64_t nowMs)
{
    const std::time_t seconds = nowMs / 1000;
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    char time[32];
    const std::size_t length = std::strftime(time, sizeof time, "%Y%m%dT%H%M%SZ-", &utc);
    std::random_device random;
    std::string out(time, length);
    for (int i = 0; i < 16; ++i) out += "0123456789abcdef"[random() % 16];
    return out;
}

bool holdsDeleted(const Block& block, const Tombstones::Map& deleted)
{
    return std::any_of(deleted.begin(), deleted.end(), [&](const auto& entry) {
        return block.has(entry.first) &&
               std::any_of(entry.second.begin(), entry.second.end(),
                           [&](const Interval& interval) { return block.overlaps(interval.minMs, interval.maxMs); });
    });
}

}  // namespace

Result<void> DurableStore::deleteSeries(const std::vector<Matcher>& matchers, std::int64_t minMs, std::int64_t maxMs)
{
    awaitReplay();
    if (!m_lock) return fail(ErrorCode::Io, "the data directory cannot be written", m_options.directory.string());
    MutexLock lock(m_writeMutex);
    const auto deleted = whatToDelete(*querier(), matchers, minMs, maxMs);
    if (!deleted) return tl::make_unexpected(deleted.error());
    if (deleted->empty()) return {};
    if (!m_tombstones) {
        auto opened = TombstoneLog::open(m_options.directory / "tombstones.db");
        if (!opened) return tl::make_unexpected(opened.error());
        m_tombstones.emplace(std::move(*opened));
    }
    if (auto done = m_tombstones->add(*deleted, m_data->index); !done) return done;
    m_data->remove(*deleted);
    return {};
}

Result<void> DurableStore::cleanTombstones()
{
    awaitReplay();
    if (!m_lock) return fail(ErrorCode::Io, "the data directory cannot be written", m_options.directory.string());
    MutexLock maintenance(m_maintenance);
    for (;;) {
        const Tombstones::Snapshot deleted = m_data->tombstones.snapshot();
        if (deleted->empty()) return {};
        const auto list = blocks();
        for (const auto& block : *list) {
            if (!holdsDeleted(*block, *deleted)) continue;
            if (auto done = cleanBlock(block); !done) return done;
        }
        MutexLock lock(m_writeMutex);
        if (m_data->tombstones.snapshot() != deleted) continue;  // something was deleted meanwhile
        // What the journals have from before the end of the blocks is never read again.
        m_data->tombstones.dropBefore(blocksEndMs());
        m_forgetRounds = 2;
        return m_tombstones->replace(*m_data->tombstones.snapshot(), m_data->index);
    }
}

Result<void> DurableStore::cleanBlock(const std::shared_ptr<const Block>& block)
{
    if (const std::string damage = block->damage(); !damage.empty()) {
        return fail(ErrorCode::Corrupt, "a damaged block is not written anew: " + damage, block->path().string());
    }
    const auto path = writeBlock(m_options.directory, m_data->index, block->fromMs(), block->toMs(),
                                 blockSource({block}, m_data->tombstones.snapshot()));
    if (!path) return tl::make_unexpected(path.error());
    BlockList list = *blocks();
    const auto at = std::find(list.begin(), list.end(), block);
    if (path->empty()) {
        removeDatabase(rollupPath(block->path()));
        std::error_code error;
        fs::remove(block->path(), error);
        if (error) return fail(ErrorCode::Io, "cannot remove the block: " + error.message(), block->path().string());
        list.erase(at);
    } else {
        auto opened = Block::open(*path, m_data->index, m_columns);
        if (!opened) return tl::make_unexpected(opened.error());
        *at = std::move(*opened);
    }
    setBlocks(std::move(list));
    return {};
}

Result<std::string> DurableStore::snapshot(bool skipHead, const SnapshotPart& addMore)
{
    awaitReplay();
    if (!m_lock) return fail(ErrorCode::Io, "the data directory cannot be written", m_options.directory.string());
    MutexLock maintenance(m_maintenance);
    if (!skipHead) {
        MutexLock lock(m_writeMutex);
        // A new generation: the journals up to here are closed files, which nobody changes any more.
        queue(m_data->head.nextGeneration(++m_generation));
        if (auto done = writeQueue(); !done) return tl::make_unexpected(done.error());
    }
    const std::string name = snapshotName(m_clock.nowMs());
    const fs::path folder = m_options.directory / "snapshots";
    const fs::path unfinished = folder / (name + ".tmp");
    auto done = fillSnapshot(unfinished, skipHead);
    if (done && addMore) done = addMore(unfinished);
    if (done) done = syncDirectory(unfinished);
    if (!done) {
        std::error_code ignored;
        fs::remove_all(unfinished, ignored);
        return tl::make_unexpected(done.error());
    }
    if (done = renameDurably(unfinished, folder / name); !done) return tl::make_unexpected(done.error());
    return name;
}

Result<void> DurableStore::fillSnapshot(const fs::path& folder, bool skipHead)
{
    std::error_code error;
    fs::create_directories(folder, error);
    if (!error) fs::permissions(folder, fs::perms::owner_all, error);
    if (error) return fail(ErrorCode::Io, "cannot make the folder: " + error.message(), folder.string());
    const std::shared_ptr<const BlockList> list = blocks();
    for (const auto& block : *list) {
        if (auto done = linkOrCopy(block->path(), folder / block->path().filename()); !done) return done;
        const fs::path rollups = rollupPath(block->path());
        if (!block->rollups()) continue;
        if (auto done = linkOrCopy(rollups, folder / rollups.filename()); !done) return done;
    }
    fs::path current;
    {
        MutexLock lock(m_writeMutex);
        if (m_journal) current = m_journal->path();
        if (auto done = m_tombstones ? m_tombstones->copyTo(folder / "tombstones.db") : Result<void>(); !done)
            return done;
    }
    if (!skipHead) {
        for (const fs::path& path : databasesOf(m_options.directory, "journal-")) {
            if (path == current) continue;
            // A copy, not a link: whoever opens a journal may write to it.
            for (const char* rest : {"", "-wal"}) {
                const fs::path from = path.string() + rest;
                if (!fs::exists(from, error)) continue;
                if (auto done = copyDurably(from, folder / from.filename()); !done) return done;
            }
        }
    }
    return {};
}

}  // namespace watchglass::storage
