#include "engine/remotewrite/known_series.h"

#include <algorithm>
#include <utility>

#include "engine/exposition/spelling.h"

namespace watchglass::remotewrite {

namespace {

constexpr std::size_t kFewest = 1024;
constexpr std::size_t kMost = 2'000'000;

}  // namespace

std::uint64_t KnownSeries::hashOf(std::span<const LabelView> labels) const
{
    thread_local std::string key;
    return std::max<std::uint64_t>(exposition::hashOfSpelling(labels, m_hash, key), 1);
}

std::vector<storage::SeriesRef> KnownSeries::find(const std::vector<std::uint64_t>& hashes, storage::SampleSink& store)
{
    std::vector<storage::SeriesRef> out(hashes.size());
    std::vector<storage::SeriesRef> found;
    found.reserve(hashes.size());
    const MutexLock lock(m_mutex);
    if (m_used == 0) return out;
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        out[i] = slot(hashes[i]).ref;
        if (out[i] != 0) found.push_back(out[i]);
    }
    if (store.keep(found)) return out;
    // Some had nothing stored any more and were forgotten. That is rare.
    m_slots.clear();
    m_used = 0;
    out.assign(hashes.size(), 0);
    return out;
}

void KnownSeries::note(std::uint64_t hash, storage::SeriesRef ref)
{
    const MutexLock lock(m_mutex);
    if (m_used >= kMost) {
        m_slots.clear();
        m_used = 0;
    }
    if (m_used * 4 >= m_slots.size() * 3) grow();
    Slot& place = slot(hash);
    if (place.hash == 0) ++m_used;
    place = {hash, ref};
}

/// Where the hash stands or would stand.
KnownSeries::Slot& KnownSeries::slot(std::uint64_t hash)
{
    const std::size_t mask = m_slots.size() - 1;
    std::size_t at = hash & mask;
    while (m_slots[at].hash != 0 && m_slots[at].hash != hash) at = (at + 1) & mask;
    return m_slots[at];
}

void KnownSeries::grow()
{
    std::vector<Slot> old = std::exchange(m_slots, std::vector<Slot>(std::max(kFewest, m_slots.size() * 2)));
    for (const Slot& one : old) {
        if (one.hash != 0) slot(one.hash) = one;
    }
}

}  // namespace watchglass::remotewrite
