// What happens to samples as they get older: blocks are cut, merged and removed.

#include <algorithm>
#include <array>

#include "engine/base/log.h"
#include "engine/storage/durable_store.h"
#include "engine/storage/files.h"

namespace watchglass::storage {

namespace {

namespace fs = std::filesystem;

/// Lengths of merged blocks in periods of a new one: with 6 h these are 1 and 3 days. Longer ones would make a look at
/// one hour dear, since a series of a block is decoded as a whole.
constexpr std::array<std::int64_t, 2> kMergedPeriods = {4, 12};

/// Fails when the program ends: it can be tried again.
BlockSource stoppable(BlockSource source, const std::stop_token& stop)
{
    return [source = std::move(source), stop](SeriesRef ref, Columns& out) -> Result<void> {
        if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "the program ends");
        return source(ref, out);
    };
}

/// The first two or more neighbours that lie in one finished span; without any that is damaged, whose bytes are kept.
BlockList runToMerge(const BlockList& list, std::int64_t span)
{
    for (std::size_t from = 0; from < list.size();) {
        const std::int64_t end = (list[from]->fromMs() / span + 1) * span;
        std::size_t to = from;
        bool good = true;
        while (to < list.size() && list[to]->toMs() <= end) good = list[to++]->damage().empty() && good;
        const bool finished = list.back()->toMs() >= end;
        if (good && finished && to - from > 1) {
            return {list.begin() + static_cast<std::ptrdiff_t>(from), list.begin() + static_cast<std::ptrdiff_t>(to)};
        }
        from = std::max(to, from + 1);
    }
    return {};
}

}  // namespace

Result<void> DurableStore::maintain(const std::stop_token& stop)
{
    awaitReplay();
    if (!m_lock) return fail(ErrorCode::Io, "the data directory cannot be written", m_options.directory.string());
    MutexLock lock(m_maintenance);
    auto done = cutBlocks(stop);
    if (done) done = mergeBlocks(stop);
    if (done || done.error().code == ErrorCode::Cancelled) {
        setTrouble(kBlocks, std::string());
    } else {
        setTrouble(kBlocks, done.error());
    }
    dropCovered();
    applyRetention();
    forgetSeries();
    addRollups(stop);
    return done;
}

/// Periods that ended more than half a period ago become blocks.
Result<void> DurableStore::cutBlocks(const std::stop_token& stop)
{
    const auto oldest = m_data->head.oldestMs();
    const auto newest = m_data->head.newestMs();
    if (!oldest || !newest) return {};
    const std::int64_t period = m_options.blockMs;
    const std::int64_t end = (std::min(*newest, m_clock.nowMs()) - period / 2) / period * period;
    const std::int64_t before = blocksEndMs();
    const std::int64_t from = std::max(*oldest, before) / period * period;
    if (from >= end) return {};
    {
        MutexLock lock(m_writeMutex);
        if (!m_unwritten.empty()) return {};
    }
    m_data->head.refuseBefore(end);  // a sample that came after its block was written would be in none
    const auto written = writeBlocks(from, end, stop);
    if (!written) m_data->head.refuseBefore(blocksEndMs());
    if (blocksEndMs() == before) return written;
    // A new generation from here on, so that the journals up to now can go once they are covered.
    MutexLock lock(m_writeMutex);
    queue(m_data->head.nextGeneration(++m_generation));
    if (!writeQueue() || !written) return written;
    std::erase_if(m_oldJournals, [&](const OldJournal& old) {
        if (old.newestMs >= end) return false;
        removeDatabase(old.path);
        return true;
    });
    return {};
}

Result<void> DurableStore::writeBlocks(std::int64_t fromMs, std::int64_t endMs, const std::stop_token& stop)
{
    const std::int64_t period = m_options.blockMs;
    while (fromMs < endMs) {
        // The program may have been away for a year.
        const auto next = m_data->head.nextMs(fromMs);
        if (!next || *next >= endMs) break;
        fromMs = *next / period * period;
        const auto path = writeBlock(
            m_options.directory, m_data->index, fromMs, fromMs + period,
            stoppable(headSource(m_data->head, m_data->tombstones.snapshot(), fromMs, fromMs + period), stop));
        if (!path) return tl::make_unexpected(path.error());
        fromMs += period;
        if (path->empty()) continue;
        auto block = Block::open(*path, m_data->index, m_columns);
        if (!block) return tl::make_unexpected(block.error());
        BlockList list = *blocks();
        list.push_back(std::move(*block));
        setBlocks(std::move(list));
        m_headCovered = true;
    }
    return {};
}

/// Forgets what is in blocks, unless a querier made before the newest of them may still read it here.
void DurableStore::dropCovered()
{
    const std::int64_t end = blocksEndMs();
    std::erase_if(m_oldLists, [](const auto& list) { return list.expired(); });
    const bool needed = std::any_of(m_oldLists.begin(), m_oldLists.end(), [&](const auto& old) {
        const std::shared_ptr<const BlockList> list = old.lock();
        return list && (list->empty() || list->back()->toMs() < end);
    });
    if (!m_headCovered || needed) return;
    m_headCovered = false;
    m_data->head.drop(end);
}

/// Blocks of a whole longer period become one: fewer files, and longer columns, which are smaller.
Result<void> DurableStore::mergeBlocks(const std::stop_token& stop)
{
    for (const std::int64_t periods : kMergedPeriods) {
        const std::int64_t span = m_options.blockMs * periods;
        if (span > m_retentionMs.load() / 10) break;  // retention removes whole blocks
        for (auto run = runToMerge(*blocks(), span); !run.empty(); run = runToMerge(*blocks(), span)) {
            if (auto done = mergeRun(std::move(run), span, stop); !done) return done;
        }
    }
    return {};
}

Result<void> DurableStore::mergeRun(BlockList run, std::int64_t span, const std::stop_token& stop)
{
    const std::int64_t fromMs = run.front()->fromMs() / span * span;
    const auto path = writeBlock(m_options.directory, m_data->index, fromMs, fromMs + span,
                                 stoppable(blockSource(run, m_data->tombstones.snapshot()), stop));
    if (!path) return tl::make_unexpected(path.error());
    BlockList list = *blocks();
    const auto at = std::find(list.begin(), list.end(), run.front());
    const auto rest = list.erase(at, at + static_cast<std::ptrdiff_t>(run.size()));
    if (!path->empty()) {
        auto merged = Block::open(*path, m_data->index, m_columns);
        if (!merged) return tl::make_unexpected(merged.error());
        list.insert(rest, std::move(*merged));
    }
    setBlocks(std::move(list));
    for (const auto& block : run) {
        if (block->path() == *path) continue;
        removeDatabase(rollupPath(block->path()));
        removeDatabase(block->path());
    }
    return {};
}

void DurableStore::applyRetention()
{
    BlockList list = *blocks();
    if (list.empty()) return;
    // By the newest sample, where the clock says more: it may have jumped.
    const std::int64_t newest = std::max(list.back()->toMs(), m_data->head.newestMs().value_or(list.back()->toMs()));
    const std::int64_t oldest = std::min(m_clock.nowMs(), newest + kFutureMs) - m_retentionMs.load();
    std::size_t gone = 0;
    const auto remove = [&] {
        const fs::path& path = list[gone++]->path();
        removeDatabase(rollupPath(path));
        removeDatabase(path);  // readers keep the open file
        logInfo("storage", "retention removed " + path.filename().string());
    };
    while (gone < list.size() && list[gone]->toMs() <= oldest) remove();
    // The newest one stays: its end tells what of the journals is history.
    const std::uint64_t mostBytes = m_retentionBytes.load();
    while (mostBytes > 0 && gone + 1 < list.size() && bytesIn(m_options.directory) > mostBytes) remove();
    if (gone == 0) return;
    m_forgetRounds = 2;
    const std::int64_t firstMs = gone < list.size() ? list[gone]->fromMs() : list.back()->toMs();
    list.erase(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(gone));
    setBlocks(std::move(list));
    m_data->history.record(AppendHistory::kEverything);
    MutexLock lock(m_writeMutex);
    if (m_data->tombstones.snapshot()->empty()) return;
    m_data->tombstones.dropBefore(firstMs);
    (void)m_tombstones->replace(*m_data->tombstones.snapshot(), m_data->index);  // what stays there hides nothing
}

void DurableStore::forgetSeries()
{
    if (m_forgetRounds == 0) return;
    SeriesIndex& index = m_data->index;
    std::vector<bool> needed(index.last() + 1);
    const auto need = [&](SeriesRef ref) {
        if (ref < needed.size()) needed[ref] = true;
    };
    const std::shared_ptr<const BlockList> list = blocks();
    for (const auto& block : *list) block->forEachRef(need);
    const Tombstones::Snapshot deleted = m_data->tombstones.snapshot();
    for (const auto& [ref, intervals] : *deleted) need(ref);
    for (const SeriesRef ref : m_data->exemplars.refs()) need(ref);
    std::vector<SeriesRef> refs = index.select({});
    std::erase_if(refs, [&](SeriesRef ref) { return ref >= needed.size() || needed[ref]; });

    MutexLock lock(m_writeMutex);
    queue(m_data->head.takePending());
    if (!writeQueue()) return;  // it may still have to write labels of theirs
    --m_forgetRounds;
    const std::size_t gone = m_data->head.forgetSeries(std::move(refs), index);
    if (gone == 0) return;
    m_data->selections.clear();
    logInfo("storage", "forgot " + std::to_string(gone) + " series of which nothing is stored any more");
}

void DurableStore::setLimits(const StorageLimits& limits)
{
    m_retentionMs = limits.retentionMs;
    m_retentionBytes = limits.retentionBytes;
    m_data->setLimits(limits);
}

}  // namespace watchglass::storage
