#include "engine/storage/durable_store.h"

#include <malloc.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "engine/base/log.h"
#include "engine/base/thread_pool.h"
#include "engine/storage/files.h"

namespace watchglass::storage {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMaintainMs = 60'000;
constexpr std::size_t kMostUnwritten = 86'400;  ///< commits kept for a disk that may have room again

std::uint64_t generationOf(const fs::path& journal)
{
    const std::string stem = journal.stem().string();
    std::uint64_t out = 0;
    const std::size_t dash = stem.find('-');
    std::from_chars(stem.data() + dash + 1, stem.data() + stem.size(), out);
    return out;
}

fs::path journalPath(const fs::path& directory, std::uint64_t generation)
{
    std::string digits = std::to_string(generation);
    if (digits.size() < 8) digits.insert(0, 8 - digits.size(), '0');
    return directory / ("journal-" + digits + ".db");
}

/// What a start, scrapes and queries needed for a moment goes back to the system.
void returnFreeMemory()
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

/// Blocks that were being written when the process ended.
void removeUnfinished(const fs::path& directory)
{
    std::vector<fs::path> found;
    std::error_code error;
    for (auto it = fs::directory_iterator(directory, error); !error && it != fs::directory_iterator();
         it.increment(error)) {
        const std::string name = it->path().filename().string();
        const bool ours = name.starts_with("block-") || name.starts_with("rollup-");
        if (ours && name.find(".db.tmp") != std::string::npos) found.push_back(it->path());
    }
    for (const fs::path& path : found) fs::remove(path, error);
}

}  // namespace

Result<std::unique_ptr<Storage>> Storage::open(StorageOptions options, const Clock& clock)
{
    if (options.directory.empty()) return std::make_unique<Store>(std::move(options), clock);
    return DurableStore::open(std::move(options), clock);
}

Result<std::unique_ptr<Storage>> DurableStore::open(StorageOptions options, const Clock& clock)
{
    std::error_code error;
    fs::create_directories(options.directory, error);
    if (!error) fs::permissions(options.directory, fs::perms::owner_all, error);
    error.clear();
    auto lock = DirectoryLock::take(options.directory);
    if (!lock && lock.error().code == ErrorCode::Limit) return tl::make_unexpected(lock.error());
    std::optional<DirectoryLock> held;
    if (lock) held.emplace(std::move(*lock));
    std::unique_ptr<DurableStore> store(new DurableStore(std::move(options), clock, std::move(held)));
    if (!lock) store->setTrouble(kJournal, lock.error());
    if (lock) {
        if (auto loaded = store->load(); !loaded) return tl::make_unexpected(loaded.error());
    }
    DurableStore* raw = store.get();
    if (raw->m_lock) {
        raw->m_flusher = std::jthread([raw](const std::stop_token& stop) { raw->flushAllTheTime(stop); });
        if (raw->m_options.maintainInBackground) {
            raw->m_maintainer = std::jthread([raw](const std::stop_token& stop) { raw->maintainAllTheTime(stop); });
        }
    }
    return std::unique_ptr<Storage>(std::move(store));
}

DurableStore::DurableStore(StorageOptions options, const Clock& clock, std::optional<DirectoryLock> lock)
    : m_options(std::move(options)), m_clock(clock), m_lock(std::move(lock)),
      m_data(std::make_shared<StoreData>(Head::Options{m_options.outOfOrderMs, m_lock.has_value()},
                                         m_options.maxExemplars)),
      m_blocks(std::make_shared<const BlockList>())
{
}

DurableStore::~DurableStore()
{
    if (m_flusher.joinable()) {
        m_flusher.request_stop();
        m_maintainer.request_stop();
        m_wake.notify_all();
        m_flusher.join();
        if (m_maintainer.joinable()) m_maintainer.join();
        if (auto done = flush(); !done)
            logError("storage", "the last samples were not written: " + done.error().message);
    }
}

Result<void> DurableStore::load()
{
    loadBlocks();
    MutexLock lock(m_writeMutex);
    if (auto loaded = loadTombstones(); !loaded) return loaded;
    std::vector<JournalReplay> journals;
    for (const fs::path& path : databasesOf(m_options.directory, "journal-")) {
        m_generation = std::max(m_generation, generationOf(path) + 1);
        auto opened = JournalReplay::open(path, m_data->index);
        if (opened) {
            journals.push_back(std::move(*opened));
        } else if (opened.error().code == ErrorCode::InvalidInput) {
            return tl::make_unexpected(opened.error());
        } else {
            setAside(path, opened.error());
        }
    }
    (void)m_data->head.nextGeneration(m_generation);
    if (auto begun = useJournal(m_generation); !begun) setTrouble(kJournal, begun.error());
    if (journals.empty()) return {};
    m_replayed = false;
    m_replayer = std::jthread([this, from = blocksEndMs(), journals = std::move(journals)]() mutable {
        nameThisThread("wg-replay");
        replay(std::move(journals), from);
    });
    return {};
}

void DurableStore::replay(std::vector<JournalReplay> journals, std::int64_t fromMs)
{
    for (JournalReplay& journal : journals) {
        const fs::path path = journal.path();
        const auto replayed = journal.samples(m_data->head, fromMs);
        journal.close();  // the file may go
        if (!replayed) {
            setAside(path, replayed.error());
            continue;
        }
        if (replayed->damagedRows > 0) {
            logError("storage", path.string() + ": " + std::to_string(replayed->damagedRows) +
                                    " damaged rows were left out; the rest was read");
        }
        if (replayed->newestMs) {
            MutexLock lock(m_writeMutex);
            m_oldJournals.push_back({path, *replayed->newestMs});
        } else {
            removeDatabase(path);
        }
    }
    m_replayed.store(true, std::memory_order_release);
    m_replayed.notify_all();
}

void DurableStore::loadBlocks()
{
    MutexLock lock(m_maintenance);
    removeUnfinished(m_options.directory);
    BlockList list;
    for (const fs::path& path : databasesOf(m_options.directory, "block-")) {
        auto block = Block::open(path, m_data->index, m_columns);
        if (block) {
            if (const std::string damage = (*block)->damage(); !damage.empty()) {
                logError("storage", path.string() + " is damaged: " + damage);
            }
            list.push_back(std::move(*block));
        } else {
            setAside(path, block.error());
        }
    }
    std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) {
        return a->fromMs() != b->fromMs() ? a->fromMs() < b->fromMs() : a->toMs() > b->toMs();
    });
    // The process ended after it had merged blocks and before it had removed them.
    std::shared_ptr<const Block> last;
    std::erase_if(list, [&](const auto& block) {
        const bool merged = last && block->toMs() <= last->toMs() && last->damage().empty();
        if (merged) {
            removeDatabase(rollupPath(block->path()));
            removeDatabase(block->path());
        } else {
            last = block;
        }
        return merged;
    });
    for (const fs::path& path : databasesOf(m_options.directory, "rollup-")) {
        const bool wanted = std::any_of(list.begin(), list.end(),
                                        [&](const auto& block) { return rollupPath(block->path()) == path; });
        if (!wanted) removeDatabase(path);
    }
    setBlocks(std::move(list));
}

Result<void> DurableStore::loadTombstones()
{
    const fs::path path = m_options.directory / "tombstones.db";
    auto opened = TombstoneLog::open(path);
    if (!opened && opened.error().code == ErrorCode::Corrupt) {
        setAside(path, opened.error());
        opened = TombstoneLog::open(path);
    }
    if (!opened) {
        if (opened.error().code == ErrorCode::InvalidInput) return tl::make_unexpected(opened.error());
        logError("storage", "what was deleted cannot be read: " + opened.error().message);
        return {};
    }
    m_tombstones.emplace(std::move(*opened));
    TombstoneLog::Entries entries;
    if (auto read = m_tombstones->read(m_data->index, entries); !read) {
        logError("storage", "some deleted samples come back: " + read.error().message + " (" + path.string() + ")");
    }
    m_data->tombstones.add(entries);
    return {};
}

/// A damaged file costs only itself: it keeps its bytes under another name. One that cannot be read now may be
/// readable at the next start.
void DurableStore::setAside(const fs::path& path, const Error& error)
{
    if (error.code == ErrorCode::Io) {
        logError("storage", path.string() + " cannot be read and is left out: " + error.message);
        return;
    }
    logError("storage", path.string() + " cannot be used and is set aside as *.damaged: " + error.message);
    std::error_code ignored;
    fs::rename(path, path.string() + ".damaged", ignored);
    fs::rename(path.string() + "-wal", path.string() + ".damaged-wal", ignored);
}

Result<void> DurableStore::useJournal(std::uint64_t generation)
{
    if (m_journal && m_journalGeneration == generation) return {};
    if (m_journal) {
        m_oldJournals.push_back({m_journal->path(), m_data->head.newestMs().value_or(0)});
        m_journal.reset();
    }
    const fs::path path = journalPath(m_options.directory, generation);
    auto journal = Journal::create(path, m_options.syncEveryCommit);
    if (!journal) {
        removeDatabase(path);  // half of one would be in the way of the next attempt
        return tl::make_unexpected(journal.error());
    }
    m_journal.emplace(std::move(*journal));
    m_journalGeneration = generation;
    return {};
}

Result<SeriesRef> DurableStore::series(const Labels& labels) { return m_data->series(labels); }

AppendResult DurableStore::append(const SampleBatch& batch)
{
    awaitReplay();
    Bounds bounds;
    bounds.maxMs = m_clock.nowMs() + kFutureMs;
    bounds.minMs = std::max(bounds.minMs, blocksEndMs());  // what is in blocks does not change any more
    return m_data->append(batch, bounds);
}

std::shared_ptr<const Querier> DurableStore::querier() const
{
    awaitReplay();
    return std::make_shared<const StoreQuerier>(m_data, blocks());
}

Result<void> DurableStore::flush()
{
    if (!m_lock) return fail(ErrorCode::Io, "the data directory cannot be written", m_options.directory.string());
    awaitReplay();
    MutexLock lock(m_writeMutex);
    queue(m_data->head.takePending());
    return writeQueue();
}

void DurableStore::queue(Pending pending)
{
    if (!pending.empty()) m_unwritten.push_back(std::move(pending));
    while (m_unwritten.size() > kMostUnwritten) {
        // Its samples are lost to a restart; the labels are still needed by those that follow.
        Pending oldest = std::move(m_unwritten.front());
        m_unwritten.pop_front();
        Pending& next = m_unwritten.front();
        if (next.generation != oldest.generation) continue;
        next.newSeries.insert(next.newSeries.begin(), oldest.newSeries.begin(), oldest.newSeries.end());
    }
}

Result<void> DurableStore::writeQueue()
{
    const auto all = [this]() WG_REQUIRES(m_writeMutex) -> Result<void> {
        while (!m_unwritten.empty()) {
            const Pending& next = m_unwritten.front();
            if (auto ready = useJournal(next.generation); !ready) return ready;
            if (auto done = m_journal->write(next, m_data->index); !done) return done;
            m_unwritten.pop_front();
        }
        return useJournal(m_generation);
    };
    auto done = all();
    if (done) {
        setTrouble(kJournal, std::string());
    } else {
        setTrouble(kJournal, done.error());
    }
    return done;
}

void DurableStore::flushAllTheTime(const std::stop_token& stop)
{
    nameThisThread("wg-flusher");
    while (!stop.stop_requested()) {
        wait(stop, m_options.commitIntervalMs);
        (void)flush();
    }
}

void DurableStore::maintainAllTheTime(const std::stop_token& stop)
{
    nameThisThread("wg-maintain");
    while (!stop.stop_requested()) {
        (void)maintain(stop);
        returnFreeMemory();
        wait(stop, kMaintainMs);
    }
}

void DurableStore::wait(const std::stop_token& stop, std::int64_t ms)
{
    MutexLock lock(m_wakeMutex);
    m_wake.wait_for(m_wakeMutex, stop, std::chrono::milliseconds(ms), [] { return false; });
}

void DurableStore::setTrouble(Part part, std::string trouble)
{
    static constexpr std::array kWhat = {"nothing is written to disk, samples stay in memory",
                                         "no block can be written, samples stay in memory and in the journal"};
    static constexpr std::array kOver = {"samples are written to disk again", "blocks are written again"};
    MutexLock lock(m_stateMutex);
    if (m_troubles[part] == trouble) return;
    if (!trouble.empty()) {
        logError("storage", std::string(kWhat[part]) + ": " + trouble);
    } else {
        logInfo("storage", kOver[part]);
    }
    m_troubles[part] = std::move(trouble);
}

std::shared_ptr<const BlockList> DurableStore::blocks() const
{
    MutexLock lock(m_stateMutex);
    return m_blocks;
}

void DurableStore::setBlocks(BlockList list)
{
    auto next = std::make_shared<const BlockList>(std::move(list));
    MutexLock lock(m_stateMutex);
    m_blocks.swap(next);
    m_oldLists.emplace_back(next);
}

std::int64_t DurableStore::blocksEndMs() const
{
    const auto list = blocks();
    return list->empty() ? std::numeric_limits<std::int64_t>::min() + 1 : list->back()->toMs();
}

std::optional<std::int64_t> DurableStore::oldestMs() const
{
    awaitReplay();
    const auto list = blocks();
    return list->empty() ? m_data->head.oldestMs() : std::optional(list->front()->fromMs());
}

StorageStats DurableStore::stats() const
{
    awaitReplay();
    const Head::Counts counts = m_data->head.counts();
    const auto list = blocks();
    StorageStats out;
    out.series = m_data->index.size();
    out.samplesAppended = counts.appended;
    out.outOfOrder = counts.outOfOrder;
    out.duplicates = counts.duplicate;
    out.blocks = list->size();
    out.damagedBlocks = static_cast<std::uint64_t>(
        std::count_if(list->begin(), list->end(), [](const auto& block) { return !block->damage().empty(); }));
    out.rollups = static_cast<std::uint64_t>(
        std::count_if(list->begin(), list->end(), [](const auto& block) { return block->rollups() != nullptr; }));
    out.bytesOnDisk = bytesIn(m_options.directory);
    out.minMs = oldestMs();
    out.maxMs = m_data->head.newestMs();
    out.trouble = trouble();
    return out;
}

std::string DurableStore::trouble() const
{
    MutexLock lock(m_stateMutex);
    return m_troubles[kJournal].empty() ? m_troubles[kBlocks] : m_troubles[kJournal];
}

}  // namespace watchglass::storage
