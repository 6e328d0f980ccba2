#include "engine/storage/store.h"

#include <algorithm>

#include "engine/storage/querier.h"

namespace watchglass::storage {

AppendResult StoreData::append(const SampleBatch& batch, Bounds bounds)
{
    const AppendResult result = head.append(batch, bounds);
    if (result.appended > 0) {
        history.record(batch.times.empty() ? batch.tMs : *std::min_element(batch.times.begin(), batch.times.end()));
    }
    return result;
}

Store::Store(StorageOptions options, const Clock& clock)
    : m_options(std::move(options)), m_clock(clock),
      m_data(std::make_shared<StoreData>(Head::Options{m_options.outOfOrderMs, false}))
{
}

Result<SeriesRef> Store::series(const Labels& labels) { return m_data->index.add(labels); }

AppendResult Store::append(const SampleBatch& batch)
{
    Bounds bounds;
    bounds.maxMs = m_clock.nowMs() + kFutureMs;
    return m_data->append(batch, bounds);
}

std::shared_ptr<const Querier> Store::querier() const
{
    return std::make_shared<const StoreQuerier>(m_data, m_data->index, m_data->selections, m_data->head);
}

std::optional<std::int64_t> Store::oldestMs() const { return m_data->head.oldestMs(); }

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
