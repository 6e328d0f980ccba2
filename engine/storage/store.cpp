#include "engine/storage/store.h"

#include <algorithm>
#include <limits>

#include "engine/storage/querier.h"

namespace watchglass::storage {

void StoreData::setLimits(const StorageLimits& limits)
{
    head.setOutOfOrder(limits.outOfOrderMs);
    exemplars.resize(limits.maxExemplars);
}

Result<SeriesRef> StoreData::series(const Labels& labels)
{
    const SeriesRef ref = index.add(labels);
    if (ref == 0) return fail(ErrorCode::Limit, "there were 4 billion series since the start of the program");
    return ref;
}

AppendResult StoreData::append(const SampleBatch& batch, Bounds bounds)
{
    const AppendResult result = head.append(batch, bounds);
    if (result.appended > 0) {
        std::int64_t first = batch.tMs;
        if (!batch.times.empty()) first = *std::min_element(batch.times.begin(), batch.times.end());
        if (result.zeros > 0) {
            for (const StartZero& start : batch.starts) first = std::min(first, start.tMs);
        }
        history.record(first);
    }
    return result;
}

void StoreData::remove(std::span<const std::pair<SeriesRef, Interval>> deleted)
{
    if (deleted.empty()) return;
    std::int64_t earliest = deleted.front().second.minMs;
    for (const auto& [ref, interval] : deleted) earliest = std::min(earliest, interval.minMs);
    tombstones.add(deleted);
    history.record(earliest);
}

Result<std::vector<std::pair<SeriesRef, Interval>>> whatToDelete(const Querier& querier,
                                                                 const std::vector<Matcher>& matchers,
                                                                 std::int64_t minMs, std::int64_t maxMs)
{
    const auto selected = querier.select(matchers, minMs, maxMs);
    if (!selected) return tl::make_unexpected(selected.error());
    std::vector<std::pair<SeriesRef, Interval>> out;
    Columns columns;
    for (const SelectedSeries& one : *selected) {
        if (auto read = querier.read(one.ref, minMs, maxMs, columns); !read) return tl::make_unexpected(read.error());
        if (columns.times.empty()) continue;
        out.push_back({one.ref, {columns.times.front(), columns.times.back()}});
    }
    return out;
}

Store::Store(StorageOptions options, const Clock& clock)
    : m_options(std::move(options)), m_clock(clock),
      m_data(std::make_shared<StoreData>(Head::Options{m_options.outOfOrderMs, false}, m_options.maxExemplars))
{
}

Result<SeriesRef> Store::series(const Labels& labels) { return m_data->series(labels); }

AppendResult Store::append(const SampleBatch& batch)
{
    Bounds bounds;
    bounds.maxMs = m_clock.nowMs() + kFutureMs;
    return m_data->append(batch, bounds);
}

std::shared_ptr<const Querier> Store::querier() const { return std::make_shared<const StoreQuerier>(m_data); }

std::optional<std::int64_t> Store::oldestMs() const { return m_data->head.oldestMs(); }

Result<void> Store::deleteSeries(const std::vector<Matcher>& matchers, std::int64_t minMs, std::int64_t maxMs)
{
    const auto deleted = whatToDelete(*querier(), matchers, minMs, maxMs);
    if (!deleted) return tl::make_unexpected(deleted.error());
    m_data->remove(*deleted);
    return {};
}

Result<std::string> Store::snapshot(bool, const SnapshotPart&)
{
    return fail(ErrorCode::InvalidInput, "samples are kept in memory only: there is nothing to make a snapshot of");
}

Result<HistoryCounts> Store::addHistory(const History& history)
{
    HistoryCounts counts;
    Columns columns;
    std::vector<SeriesRef> refs;
    for (std::size_t i = 0; i < history.size(); ++i) {
        columns.clear();
        const auto read = history.read(i, std::numeric_limits<std::int64_t>::min(),
                                       std::numeric_limits<std::int64_t>::max(), columns);
        if (!read) return tl::make_unexpected(read.error());
        refs.assign(columns.times.size(), m_data->index.add(history.labels(i)));
        const AppendResult done = append({0, refs, columns.values, columns.times, columns.histograms});
        const std::uint64_t refused = done.outOfOrder + done.duplicate + done.outOfBounds;
        counts.added += done.appended;
        counts.refused += refused;
        counts.known += refs.size() - done.appended - refused;
    }
    return counts;
}

Result<void> Store::flush() { return {}; }

StorageStats Store::stats() const
{
    const Head::Counts counts = m_data->head.counts();
    StorageStats out;
    out.series = counts.series;
    out.samplesAppended = counts.appended;
    out.outOfOrder = counts.outOfOrder;
    out.duplicates = counts.duplicate;
    out.minMs = oldestMs();
    out.maxMs = m_data->head.newestMs();
    return out;
}

}  // namespace watchglass::storage
