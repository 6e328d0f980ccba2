#include "engine/promql/range_cache.h"

#include <algorithm>

namespace watchglass::promql {

namespace {

/// All results together, and one: a larger one is asked for seldom.
constexpr std::size_t kMostBytes = 64U << 20;
constexpr std::size_t kMostBytesOfOne = 16U << 20;

std::size_t sizeOf(const QueryResult& result)
{
    std::size_t bytes = 256;
    for (const ResultSeries& series : result.series) {
        bytes += 128 + series.labels.packed().size() + series.values.size() * 8 + series.present.size() * 8;
        for (const HistogramPtr& h : series.histograms) {
            bytes += 16;
            if (h) bytes += 200 + (h->positiveBuckets.size() + h->negativeBuckets.size() + h->customValues.size()) * 8;
        }
    }
    return bytes;
}

}  // namespace

std::string RangeCache::key(std::string_view query, std::int64_t startMs, std::int64_t stepMs,
                            const QueryOptions& options)
{
    std::string key;
    for (const std::int64_t number : {startMs % stepMs, stepMs, options.lookbackMs, options.defaultSubqueryStepMs,
                                      std::int64_t{options.delayedNameRemoval}, std::int64_t{options.useStartTimes}}) {
        key += std::to_string(number);
        key += ' ';
    }
    key += query;
    return key;
}

std::optional<RangeCache::Entry> RangeCache::find(const std::string& key)
{
    const MutexLock lock(m_mutex);
    const auto found = m_byKey.find(key);
    if (found == m_byKey.end()) return std::nullopt;
    m_slots.splice(m_slots.begin(), m_slots, found->second);
    return found->second->entry;
}

void RangeCache::put(const std::string& key, Entry entry)
{
    const std::size_t bytes = sizeOf(*entry.result) + key.size();
    const MutexLock lock(m_mutex);
    if (const auto found = m_byKey.find(key); found != m_byKey.end()) eraseSlot(found->second);
    if (bytes > kMostBytesOfOne) return;
    m_slots.push_front({key, std::move(entry), bytes});
    m_byKey[key] = m_slots.begin();
    m_bytes += bytes;
    while (m_bytes > kMostBytes) eraseSlot(std::prev(m_slots.end()));
}

void RangeCache::forget(const std::string& key)
{
    const MutexLock lock(m_mutex);
    if (const auto found = m_byKey.find(key); found != m_byKey.end()) eraseSlot(found->second);
}

void RangeCache::eraseSlot(std::list<Slot>::iterator at)
{
    m_bytes -= at->bytes;
    m_byKey.erase(at->key);
    m_slots.erase(at);
}

}  // namespace watchglass::promql
