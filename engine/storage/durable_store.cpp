#include "engine/storage/durable_store.h"

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

void removeJournal(const fs::path& path)
{
    std::error_code ignored;
    for (const char* rest : {"", "-wal", "-shm"}) fs::remove(path.string() + rest, ignored);
}

/// Blocks that were being written when the process ended.
void removeUnfinished(const fs::path& directory)
{
    std::vector<fs::path> found;
    std::error_code error;
    for (auto it = fs::directory_iterator(directory, error); !error && it != fs::directory_iterator();
         it.increment(error)) {
        const std::string name = it->path().filename().string();
        if (name.starts_with("block-") && name.find(".db.tmp") != std::string::npos) found.push_back(it->path());
    }
    for (const fs::path& path : found) fs::remove(path, error);
}

std::uint64_t sizeOf(const fs::path& directory)
{
    std::uint64_t bytes = 0;
    std::error_code error;
    for (auto it = fs::directory_iterator(directory, error); !error && it != fs::directory_iterator();
         it.increment(error)) {
        const auto size = it->file_size(error);
        if (!error) bytes += size;
        error.clear();
    }
    return bytes;
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
    if (raw->m_lock) raw->m_flusher = std::jthread([raw](const std::stop_token& stop) { raw->run(stop); });
    return std::unique_ptr<Storage>(std::move(store));
}

DurableStore::DurableStore(StorageOptions options, const Clock& clock, std::optional<DirectoryLock> lock)
    : m_options(std::move(options)), m_clock(clock), m_lock(std::move(lock)),
      m_data(std::make_shared<StoreData>(Head::Options{m_options.outOfOrderMs, m_lock.has_value()})),
      m_blocks(std::make_shared<const BlockList>())
{
}

DurableStore::~DurableStore()
{
    if (m_flusher.joinable()) {
        m_flusher.request_stop();
        m_wake.notify_all();
        m_flusher.join();
        if (auto done = flush(); !done)
            logError("storage", "the last samples were not written: " + done.error().message);
    }
}

Result<void> DurableStore::load()
{
    loadBlocks();
    MutexLock lock(m_writeMutex);
    if (auto loaded = loadTombstones(); !loaded) return loaded;
    const std::int64_t from = blocksEndMs();
    for (const fs::path& path : databasesOf(m_options.directory, "journal-")) {
        m_generation = std::max(m_generation, generationOf(path) + 1);
        const auto replayed = replayJournal(path, m_data->index, m_data->head, from);
        if (!replayed) {
            if (replayed.error().code == ErrorCode::InvalidInput) return tl::make_unexpected(replayed.error());
            setAside(path, replayed.error());
            continue;
        }
        if (replayed->damagedRows > 0) {
            logError("storage", path.string() + ": " + std::to_string(replayed->damagedRows) +
                                    " damaged rows were left out; the rest was read");
        }
        if (replayed->newestMs) {
            m_oldJournals.push_back({path, *replayed->newestMs});
        } else {
            removeJournal(path);
        }
    }
    (void)m_data->head.nextGeneration(m_generation);
    if (auto begun = useJournal(m_generation); !begun) setTrouble(kJournal, begun.error());
    return {};
}

void DurableStore::loadBlocks()
{
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
    std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a->fromMs() < b->fromMs(); });
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
    auto journal = Journal::create(path);
    if (!journal) {
        removeJournal(path);  // half of one would be in the way of the next attempt
        return tl::make_unexpected(journal.error());
    }
    m_journal.emplace(std::move(*journal));
    m_journalGeneration = generation;
    return {};
}

Result<SeriesRef> DurableStore::series(const Labels& labels) { return m_data->index.add(labels); }

AppendResult DurableStore::append(const SampleBatch& batch)
{
    Bounds bounds;
    bounds.maxMs = m_clock.nowMs() + kFutureMs;
    bounds.minMs = std::max(bounds.minMs, blocksEndMs());  // what is in blocks does not change any more
    return m_data->append(batch, bounds);
}

std::shared_ptr<const Querier> DurableStore::querier() const
{
    return std::make_shared<const StoreQuerier>(m_data, blocks());
}

Result<void> DurableStore::flush()
{
    if (!m_lock) return fail(ErrorCode::Io, "the data directory cannot be written", m_options.directory.string());
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

void DurableStore::maintain()
{
    MutexLock lock(m_writeMutex);
    cutBlocks();
    dropCovered();
    applyRetention();
}

/// Periods that ended more than half a period ago become blocks.
void DurableStore::cutBlocks()
{
    const auto oldest = m_data->head.oldestMs();
    const auto newest = m_data->head.newestMs();
    if (!oldest || !newest) return;
    const std::int64_t period = m_options.blockMs;
    const std::int64_t end = (std::min(*newest, m_clock.nowMs()) - period / 2) / period * period;
    const std::int64_t from = std::max(*oldest, blocksEndMs()) / period * period;
    if (from >= end || !m_unwritten.empty()) return;
    const std::int64_t before = blocksEndMs();
    m_data->head.refuseBefore(end);  // a sample that came after its block was written would be in none
    if (auto done = writeBlocks(from, end); !done) {
        setTrouble(kBlocks, done.error());
        m_data->head.refuseBefore(blocksEndMs());
        return;
    }
    setTrouble(kBlocks, std::string());
    if (blocksEndMs() == before) return;
    // A new generation from here on, so that the journals up to now can go once they are covered.
    queue(m_data->head.nextGeneration(++m_generation));
    if (!writeQueue()) return;
    std::erase_if(m_oldJournals, [&](const OldJournal& old) {
        if (old.newestMs >= end) return false;
        removeJournal(old.path);
        return true;
    });
}

Result<void> DurableStore::writeBlocks(std::int64_t fromMs, std::int64_t endMs)
{
    const std::int64_t period = m_options.blockMs;
    while (fromMs < endMs) {
        // The program may have been away for a year.
        const auto next = m_data->head.nextMs(fromMs);
        if (!next || *next >= endMs) break;
        fromMs = *next / period * period;
        const auto path = writeBlock(m_options.directory, m_data->index, fromMs, fromMs + period,
                                     headSource(m_data->head, m_data->tombstones.snapshot(), fromMs, fromMs + period));
        if (!path) return tl::make_unexpected(path.error());
        fromMs += period;
        if (path->empty()) continue;
        auto block = Block::open(*path, m_data->index, m_columns);
        if (!block) return tl::make_unexpected(block.error());
        m_oldLists.emplace_back(blocks());
        BlockList list = *blocks();
        list.push_back(std::move(*block));
        setBlocks(std::move(list));
    }
    return {};
}

/// Forgets what is in blocks, unless a querier made before the newest of them may still read it here.
void DurableStore::dropCovered()
{
    if (m_oldLists.empty()) return;
    std::erase_if(m_oldLists, [](const auto& list) { return list.expired(); });
    if (m_oldLists.empty()) m_data->head.drop(blocksEndMs());
}

void DurableStore::applyRetention()
{
    BlockList list = *blocks();
    const std::int64_t oldest = m_clock.nowMs() - m_options.retentionMs;
    const auto remove = [&](const std::shared_ptr<const Block>& block) {
        std::error_code ignored;
        fs::remove(block->path(), ignored);  // readers keep the open file
        logInfo("storage", "retention removed " + block->path().filename().string());
    };
    std::size_t gone = 0;
    while (gone < list.size() && list[gone]->toMs() <= oldest) remove(list[gone++]);
    if (m_options.retentionBytes > 0) {
        while (gone < list.size() && sizeOf(m_options.directory) > m_options.retentionBytes) remove(list[gone++]);
    }
    if (gone == 0) return;
    const std::int64_t firstMs = gone < list.size() ? list[gone]->fromMs() : blocksEndMs();
    list.erase(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(gone));
    setBlocks(std::move(list));
    m_data->history.record(AppendHistory::kEverything);
    if (m_data->tombstones.snapshot()->empty()) return;
    m_data->tombstones.dropBefore(firstMs);
    (void)m_tombstones->replace(*m_data->tombstones.snapshot(), m_data->index);  // what stays there hides nothing
}

void DurableStore::run(const std::stop_token& stop)
{
    nameThisThread("wg-flusher");
    std::int64_t maintainedMs = m_clock.nowMs();
    while (!stop.stop_requested()) {
        {
            MutexLock lock(m_wakeMutex);
            m_wake.wait_for(m_wakeMutex, stop, std::chrono::milliseconds(m_options.commitIntervalMs),
                            [] { return false; });
        }
        (void)flush();
        const std::int64_t nowMs = m_clock.nowMs();
        if (nowMs - maintainedMs >= kMaintainMs || nowMs < maintainedMs) {
            maintainedMs = nowMs;
            maintain();
        }
    }
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
    MutexLock lock(m_stateMutex);
    m_blocks = std::make_shared<const BlockList>(std::move(list));
}

std::int64_t DurableStore::blocksEndMs() const
{
    const auto list = blocks();
    return list->empty() ? std::numeric_limits<std::int64_t>::min() + 1 : list->back()->toMs();
}

std::optional<std::int64_t> DurableStore::oldestMs() const
{
    const auto list = blocks();
    return list->empty() ? m_data->head.oldestMs() : std::optional(list->front()->fromMs());
}

StorageStats DurableStore::stats() const
{
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
    out.bytesOnDisk = sizeOf(m_options.directory);
    out.minMs = oldestMs();
    out.maxMs = m_data->head.newestMs();
    MutexLock lock(m_stateMutex);
    out.trouble = m_troubles[kJournal].empty() ? m_troubles[kBlocks] : m_troubles[kJournal];
    return out;
}

}  // namespace watchglass::storage
