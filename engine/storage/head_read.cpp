// What the head tells: samples, times and numbers; and what it lets go.

#include "engine/storage/head.h"

#include <algorithm>
#include <mutex>
#include <unordered_set>

#include "engine/model/sample.h"

namespace watchglass::storage {

void Head::read(SeriesRef ref, const ReadRange& range, Columns& out) const
{
    const std::size_t start = out.times.size();
    readFloats(ref, range, out);
    if (!m_histograms.empty()) mergeHistograms(ref, range, start, out);
    if (!out.histograms.empty()) out.histograms.resize(out.times.size());
}

void Head::readFloats(SeriesRef ref, const ReadRange& range, Columns& out) const
{
    const std::size_t start = out.times.size();
    struct Part {
        std::shared_ptr<const Group> group;
        std::uint32_t column;
    };
    std::vector<Part> parts;  // newest first
    {
        const std::shared_lock lock(m_placesMutex);
        for (const Place* at = m_places.newest(ref); at; at = m_places.before(*at)) {
            if (at->group->overlaps(range)) parts.push_back({at->group->shared_from_this(), at->column});
        }
    }
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) part->group->collect(part->column, range, out);
    if (m_lateCount.load(std::memory_order_acquire) == 0) return;

    std::vector<LateSample> late;
    {
        const MutexLock lock(m_lateMutex);
        const auto it = m_late.find(ref);
        if (it == m_late.end()) return;
        for (const LateSample& sample : it->second) {
            const bool inside = sample.tMs >= range.minMs && sample.tMs <= range.maxMs;
            if (inside && sample.sequence <= range.sequence) late.push_back(sample);
        }
    }
    if (late.empty()) return;
    Columns merged;
    std::size_t i = start;
    for (const LateSample& sample : late) {
        for (; i < out.times.size() && out.times[i] < sample.tMs; ++i) {
            merged.times.push_back(out.times[i]);
            merged.values.push_back(out.values[i]);
        }
        merged.times.push_back(sample.tMs);
        merged.values.push_back(sample.value);
    }
    out.times.erase(out.times.begin() + static_cast<std::ptrdiff_t>(start),
                    out.times.begin() + static_cast<std::ptrdiff_t>(i));
    out.values.erase(out.values.begin() + static_cast<std::ptrdiff_t>(start),
                     out.values.begin() + static_cast<std::ptrdiff_t>(i));
    out.times.insert(out.times.begin() + static_cast<std::ptrdiff_t>(start), merged.times.begin(), merged.times.end());
    out.values.insert(out.values.begin() + static_cast<std::ptrdiff_t>(start), merged.values.begin(),
                      merged.values.end());
}

bool Head::mayHave(SeriesRef ref, const ReadRange& range) const
{
    if (!m_histograms.empty() && m_histograms.mayHave(ref, range.minMs, range.maxMs)) return true;
    const std::shared_lock lock(m_placesMutex);
    for (const Place* at = m_places.newest(ref); at; at = m_places.before(*at)) {
        if (at->group->overlaps(range)) return true;
    }
    if (m_lateCount.load(std::memory_order_acquire) == 0) return false;
    const MutexLock lateLock(m_lateMutex);
    return m_late.contains(ref);
}

Pending Head::takePending()
{
    const MutexLock lock(m_writer);
    return pendingUntilNow();
}

Pending Head::nextGeneration(std::uint64_t generation)
{
    const MutexLock lock(m_writer);
    Pending out = pendingUntilNow();
    m_generation = generation;
    return out;
}

Pending Head::pendingUntilNow()
{
    Pending out = std::move(m_pending);
    out.generation = m_generation;
    m_pending = {};
    m_pending.rows.reserve(out.rows.size());
    return out;
}

void Head::refuseBefore(std::int64_t minMs)
{
    const MutexLock lock(m_writer);
    m_refuseBeforeMs = minMs;
}

void Head::drop(std::int64_t cutMs)
{
    const MutexLock lock(m_writer);
    std::unordered_set<const Group*> dead;
    for (const auto& group : m_groups) {
        if (!group->drop(cutMs)) dead.insert(group.get());
    }
    if (!dead.empty()) {
        const std::unique_lock placesLock(m_placesMutex);
        m_places.erase([&](const Group* group) { return dead.contains(group); });
        std::erase_if(m_groups, [&](const auto& group) { return dead.contains(group.get()); });
    }
    m_histograms.drop(cutMs);
    const MutexLock lateLock(m_lateMutex);
    for (auto it = m_late.begin(); it != m_late.end();) {
        const std::size_t removed = std::erase_if(it->second, [&](const LateSample& s) { return s.tMs < cutMs; });
        m_lateCount.fetch_sub(removed, std::memory_order_relaxed);
        it = it->second.empty() ? m_late.erase(it) : std::next(it);
    }
}

std::size_t Head::forgetSeries(std::vector<SeriesRef> refs, SeriesIndex& index)
{
    const MutexLock lock(m_writer);
    const MutexLock lateLock(m_lateMutex);
    std::erase_if(refs, [&](SeriesRef ref) WG_REQUIRES(m_writer) WG_REQUIRES(m_lateMutex) {
        return place(ref) || m_histograms.has(ref) || m_late.contains(ref);
    });
    return refs.empty() ? 0 : index.forget(refs);
}

std::optional<std::int64_t> Head::oldestMs() const
{
    const MutexLock lock(m_writer);
    std::optional<std::int64_t> out = m_histograms.oldestMs();
    for (const auto& group : m_groups) {
        const auto own = group->minMs();
        if (own && (!out || *own < *out)) out = own;
    }
    const MutexLock lateLock(m_lateMutex);
    for (const auto& [ref, list] : m_late) {
        if (!out || list.front().tMs < *out) out = list.front().tMs;
    }
    return out;
}

std::optional<std::int64_t> Head::nextMs(std::int64_t fromMs) const
{
    const MutexLock lock(m_writer);
    std::optional<std::int64_t> out;
    const auto take = [&](std::optional<std::int64_t> own) {
        if (own && (!out || *own < *out)) out = own;
    };
    take(m_histograms.nextMs(fromMs));
    for (const auto& group : m_groups) take(group->nextMs(fromMs));
    const MutexLock lateLock(m_lateMutex);
    for (const auto& [ref, list] : m_late) {
        for (const LateSample& sample : list) {
            if (sample.tMs >= fromMs) take(sample.tMs);
        }
    }
    return out;
}

std::optional<std::int64_t> Head::newestMs() const
{
    const std::int64_t value = m_newestMs.load(std::memory_order_relaxed);
    if (value == kMinTime) return std::nullopt;
    return value;
}

Head::Counts Head::counts() const
{
    Counts out;
    out.appended = m_appended.load(std::memory_order_relaxed);
    out.outOfOrder = m_outOfOrder.load(std::memory_order_relaxed);
    out.duplicate = m_duplicate.load(std::memory_order_relaxed);
    out.outOfBounds = m_outOfBounds.load(std::memory_order_relaxed);
    const std::shared_lock lock(m_placesMutex);
    out.series = m_places.count();
    return out;
}

}  // namespace watchglass::storage
