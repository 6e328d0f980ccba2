#include "engine/storage/tombstones.h"

#include <algorithm>
#include <limits>

namespace watchglass::storage {

namespace {

constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kFirst = std::numeric_limits<std::int64_t>::min();

/// Keeps the elements of `list`, if it has any, whose index is in `kept`.
template <class T>
void keep(std::vector<T>& list, const std::vector<std::size_t>& kept)
{
    if (list.empty()) return;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if (kept[i] != i) list[i] = std::move(list[kept[i]]);
    }
    list.resize(kept.size());
}

}  // namespace

void addInterval(Intervals& intervals, Interval added)
{
    if (added.minMs > added.maxMs) return;
    const auto apart = [&](const Interval& one) { return one.maxMs != kLast && one.maxMs + 1 < added.minMs; };
    const auto from = std::partition_point(intervals.begin(), intervals.end(), apart);
    auto to = from;
    while (to != intervals.end() && (added.maxMs == kLast || to->minMs <= added.maxMs + 1)) {
        added = {std::min(added.minMs, to->minMs), std::max(added.maxMs, to->maxMs)};
        ++to;
    }
    intervals.insert(intervals.erase(from, to), added);
}

Intervals gapsOf(const Intervals& intervals, std::int64_t minMs, std::int64_t maxMs)
{
    Intervals out;
    for (const Interval& one : intervals) {
        if (one.maxMs < minMs) continue;
        if (one.minMs > maxMs) break;
        if (one.minMs > minMs) out.push_back({minMs, one.minMs - 1});
        if (one.maxMs >= maxMs) return out;
        minMs = one.maxMs + 1;
    }
    if (minMs <= maxMs) out.push_back({minMs, maxMs});
    return out;
}

void removeIntervals(const Intervals& intervals, Columns& columns)
{
    std::vector<std::size_t> kept;
    kept.reserve(columns.times.size());
    auto next = intervals.begin();
    for (std::size_t i = 0; i < columns.times.size(); ++i) {
        const std::int64_t t = columns.times[i];
        while (next != intervals.end() && next->maxMs < t) ++next;
        if (next == intervals.end() || t < next->minMs) kept.push_back(i);
    }
    if (kept.size() == columns.times.size()) return;
    keep(columns.times, kept);
    keep(columns.values, kept);
    keep(columns.histograms, kept);
    keep(columns.startTimes, kept);
}

Tombstones::Snapshot Tombstones::snapshot() const
{
    const MutexLock lock(m_mutex);
    return m_map;
}

void Tombstones::add(std::span<const std::pair<SeriesRef, Interval>> deleted)
{
    const MutexLock lock(m_mutex);
    auto next = std::make_shared<Map>(*m_map);
    for (const auto& [ref, interval] : deleted) addInterval((*next)[ref], interval);
    m_map = std::move(next);
}

void Tombstones::dropBefore(std::int64_t cutMs)
{
    if (cutMs == kFirst) return;
    const MutexLock lock(m_mutex);
    auto next = std::make_shared<Map>();
    for (const auto& [ref, intervals] : *m_map) {
        Intervals rest;
        for (const Interval& one : intervals) {
            if (one.maxMs >= cutMs) rest.push_back({std::max(one.minMs, cutMs), one.maxMs});
        }
        if (!rest.empty()) next->emplace(ref, std::move(rest));
    }
    m_map = std::move(next);
}

}  // namespace watchglass::storage
