// Samples of the past that come from elsewhere: they become blocks at once, as far as blocks reach or may reach, and go
// through the head behind that.

#include <algorithm>
#include <limits>

#include "engine/storage/durable_store.h"
#include "engine/storage/history.h"

namespace watchglass::storage {

namespace {

/// Lengths of new blocks in periods, as merging would make them.
constexpr std::int64_t kSpans[] = {12, 4, 1};

std::int64_t floorTo(std::int64_t tMs, std::int64_t period)
{
    const std::int64_t rest = tMs % period;
    return tMs - (rest < 0 ? rest + period : rest);
}

}  // namespace

/// Where the samples of one period come from: what is stored, and the history.
BlockSource DurableStore::withHistory(const HistoryWork& work, std::shared_ptr<const Block> stored, std::int64_t fromMs,
                                      std::int64_t toMs, HistoryCounts& counts)
{
    return [&work, &counts, stored = std::move(stored), fromMs, toMs](SeriesRef ref, Columns& out) -> Result<void> {
        if (stored) {
            if (auto read = stored->readAll(ref, out); !read) return read;
        }
        // Series that are new since then are not in the history.
        const std::uint32_t series = ref < work.seriesOf.size() ? work.seriesOf[ref] : HistoryWork::kNone;
        if (series == HistoryWork::kNone) return {};
        Columns added;
        if (auto read = work.history.read(series, fromMs, toMs - 1, added); !read) return read;
        mergeHistory(std::move(added), out, counts);
        return {};
    };
}

Result<HistoryCounts> DurableStore::addHistory(const History& history)
{
    awaitReplay();
    if (!m_lock) return fail(ErrorCode::Io, "the data directory cannot be written", m_options.directory.string());
    HistoryCounts counts;
    const auto first = history.nextMs(std::numeric_limits<std::int64_t>::min());
    if (!first) return counts;
    MutexLock lock(m_maintenance);
    HistoryWork work{history, {}, {}};
    work.refs.reserve(history.size());
    for (std::size_t i = 0; i < history.size(); ++i) work.refs.push_back(m_data->index.add(history.labels(i)));
    work.seriesOf.assign(m_data->index.last() + 1, HistoryWork::kNone);
    for (std::size_t i = 0; i < work.refs.size(); ++i) work.seriesOf[work.refs[i]] = static_cast<std::uint32_t>(i);

    // Blocks may reach up to what only the head has: of older times the journal is not looked at.
    const std::int64_t period = m_options.blockMs;
    std::int64_t end = floorTo(std::min(m_clock.nowMs() - period / 2, history.maxMs()), period);
    if (const auto oldest = m_data->head.nextMs(blocksEndMs())) end = std::min(end, floorTo(*oldest, period));
    end = std::max(end, blocksEndMs());
    m_data->head.refuseBefore(end);
    auto written = writeHistoryBlocks(work, *first, end, counts);
    if (!written) m_data->head.refuseBefore(blocksEndMs());
    m_data->history.record(AppendHistory::kEverything);
    if (written) written = appendHistory(work, end, counts);
    if (!written) return tl::make_unexpected(written.error());
    return counts;
}

Result<void> DurableStore::writeHistoryBlocks(const HistoryWork& work, std::int64_t firstMs, std::int64_t endMs,
                                              HistoryCounts& counts)
{
    const std::int64_t period = m_options.blockMs;
    for (auto next = work.history.nextMs(firstMs); next && *next < endMs;) {
        BlockList list = *blocks();
        const auto behind = std::find_if(list.begin(), list.end(), [&](const auto& b) { return b->toMs() > *next; });
        std::shared_ptr<const Block> stored;
        std::int64_t from = floorTo(*next, period);
        std::int64_t to = from + period;
        if (behind != list.end() && (*behind)->fromMs() <= *next) {
            stored = *behind;
            from = stored->fromMs();
            to = stored->toMs();
            if (const std::string damage = stored->damage(); !damage.empty()) {
                return fail(ErrorCode::Corrupt, "the block is damaged (watchglass db repair): " + damage,
                            stored->path().string());
            }
        } else {
            for (const std::int64_t periods : kSpans) {
                const std::int64_t span = period * periods;
                const std::int64_t start = floorTo(*next, span);
                const bool free = (behind == list.begin() || (*(behind - 1))->toMs() <= start) &&
                                  (behind == list.end() || (*behind)->fromMs() >= start + span);
                if (!free || start + span > endMs || (periods > 1 && span > m_retentionMs.load() / 10)) continue;
                from = start;
                to = start + span;
                break;
            }
        }
        const auto path = writeBlock(m_options.directory, m_data->index, from, to,
                                     withHistory(work, stored, from, to, counts));
        if (!path) return tl::make_unexpected(path.error());
        if (!path->empty()) {
            auto block = Block::open(*path, m_data->index, m_columns);
            if (!block) return tl::make_unexpected(block.error());
            if (stored) {
                *behind = std::move(*block);
            } else {
                list.insert(behind, std::move(*block));
            }
            setBlocks(std::move(list));
        }
        next = work.history.nextMs(to);
    }
    return {};
}

Result<void> DurableStore::appendHistory(const HistoryWork& work, std::int64_t fromMs, HistoryCounts& counts)
{
    constexpr std::size_t kFlushAfter = 1'000'000;
    std::size_t unwritten = 0;
    Columns columns;
    std::vector<SeriesRef> refs;
    for (std::size_t i = 0; i < work.refs.size(); ++i) {
        columns.clear();
        const auto read = work.history.read(i, fromMs, std::numeric_limits<std::int64_t>::max(), columns);
        if (!read) return read;
        refs.assign(columns.times.size(), work.refs[i]);
        const AppendResult done = append({0, refs, columns.values, columns.times, columns.histograms});
        const std::uint64_t refused = done.outOfOrder + done.duplicate + done.outOfBounds;
        counts.added += done.appended;
        counts.refused += refused;
        counts.known += refs.size() - done.appended - refused;
        unwritten += done.appended;
        if (unwritten < kFlushAfter && i + 1 < work.refs.size()) continue;
        unwritten = 0;
        if (auto flushed = flush(); !flushed) return flushed;
    }
    return {};
}

}  // namespace watchglass::storage
