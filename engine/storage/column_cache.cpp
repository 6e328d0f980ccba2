#include "engine/storage/column_cache.h"

#include "engine/base/hash.h"
#include "engine/model/sample.h"

namespace watchglass::storage {

namespace {

/// Without the times, which are shared.
std::size_t sizeOf(const DecodedColumn& column)
{
    std::size_t bytes = column.values.size() * 8 + 200;
    for (const HistogramPtr& h : column.histograms) {
        bytes += sizeof(HistogramPtr);
        if (!h) continue;
        bytes += sizeof(FloatHistogram) +
                 8 * (h->positiveSpans.size() + h->negativeSpans.size() + h->positiveBuckets.size() +
                      h->negativeBuckets.size() + h->customValues.size());
    }
    return bytes;
}

/// Hashes of times that nobody has any more are thrown out when there are so many.
constexpr std::size_t kMostTimes = 4096;

template <class T>
void append(const std::vector<T>& from, const ColumnSlice& slice, std::vector<T>& to)
{
    to.insert(to.end(), from.begin() + static_cast<std::ptrdiff_t>(slice.from),
              from.begin() + static_cast<std::ptrdiff_t>(slice.to));
}

}  // namespace

std::uint64_t ColumnSlice::timesId() const { return empty() ? 0 : hashNext(hashNext(column->timesHash, from), to) | 1; }

void ColumnSlice::appendTo(Columns& out) const
{
    if (empty()) return;
    out.noStale = column->noStale && (out.noStale || out.times.empty());
    out.timesId = hashNext(out.timesId, timesId()) | 1;
    if (!column->histograms.empty()) {
        out.histograms.resize(out.times.size());
        append(column->histograms, *this, out.histograms);
    }
    append(*column->times, *this, out.times);
    append(column->values, *this, out.values);
    if (!out.histograms.empty()) out.histograms.resize(out.times.size());
}

void ColumnSlice::assignTo(Columns& out) const
{
    const std::uint64_t id = hashNext(0, timesId()) | 1;
    if (empty() || out.timesId != id || out.times.size() != to - from) {
        out.clear();
        appendTo(out);
        return;
    }
    out.values.clear();
    out.histograms.clear();
    out.startTimes.clear();
    out.noStale = column->noStale;
    append(column->values, *this, out.values);
    if (!column->histograms.empty()) append(column->histograms, *this, out.histograms);
}

std::shared_ptr<const DecodedColumn> ColumnCache::find(std::uint64_t block, SeriesRef ref)
{
    const MutexLock lock(m_mutex);
    const auto found = m_byKey.find({block, ref});
    if (found == m_byKey.end()) return nullptr;
    m_slots.splice(m_slots.begin(), m_slots, found->second);
    return found->second->column;
}

std::shared_ptr<const DecodedColumn> ColumnCache::put(std::uint64_t block, SeriesRef ref, Columns&& columns,
                                                      SharedTimes times)
{
    auto column = std::make_shared<DecodedColumn>();
    columns.values.shrink_to_fit();
    column->values = std::move(columns.values);
    column->histograms = std::move(columns.histograms);
    column->noStale = !hasStaleMarker(column->values);
    const std::uint64_t hash = times.times ? times.hash : hashOfTimes(columns.times);
    if (!times.times) {
        columns.times.shrink_to_fit();
        times.times = std::make_shared<const std::vector<std::int64_t>>(std::move(columns.times));
    }

    const MutexLock lock(m_mutex);
    auto known = m_times[hash].lock();
    if (!known || (known != times.times && *known != *times.times)) {
        known = std::move(times.times);
        m_times[hash] = known;
    }
    if (m_times.size() > kMostTimes) std::erase_if(m_times, [](const auto& entry) { return entry.second.expired(); });
    column->times = std::move(known);
    column->timesHash = hash;

    const Key key{block, ref};
    if (const auto there = m_byKey.find(key); there != m_byKey.end()) return there->second->column;
    m_slots.push_front({key, column});
    m_byKey.emplace(key, m_slots.begin());
    m_bytes += sizeOf(*column);
    while (m_bytes > m_maxBytes && m_slots.size() > 1) {
        m_bytes -= sizeOf(*m_slots.back().column);
        m_byKey.erase(m_slots.back().key);
        m_slots.pop_back();
    }
    return column;
}

void ColumnCache::drop(std::uint64_t block)
{
    const MutexLock lock(m_mutex);
    for (auto slot = m_slots.begin(); slot != m_slots.end();) {
        if (slot->key.block != block) {
            ++slot;
            continue;
        }
        m_bytes -= sizeOf(*slot->column);
        m_byKey.erase(slot->key);
        slot = m_slots.erase(slot);
    }
}

std::uint64_t ColumnCache::nextBlock()
{
    const MutexLock lock(m_mutex);
    return ++m_blocks;
}

}  // namespace watchglass::storage
