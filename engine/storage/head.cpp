#include "engine/storage/head.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <mutex>
#include <unordered_set>

#include "engine/base/assert.h"
#include "engine/base/hash.h"
#include "engine/model/sample.h"

namespace watchglass::storage {

namespace {

/// So often in a row must the same list of series arrive before it becomes a group.
constexpr std::uint32_t kRegroupAfter = 4;

/// Leaves the first of each. Mostly series are new in the order of their refs, each once, and this is not needed.
void eraseRepeated(std::vector<SeriesRef>& refs)
{
    std::unordered_set<SeriesRef> seen;
    std::erase_if(refs, [&](SeriesRef ref) { return !seen.insert(ref).second; });
}

bool sameBits(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

}  // namespace

struct Head::Batch {
    const SampleBatch& in;
    Bounds bounds;
    bool replaying;
    std::uint64_t sequence;
    AppendResult result{};
    struct Opened {
        Group* group;
        Group::Row row;
    };
    std::vector<Opened> rows{};           ///< begun by this batch
    std::vector<std::size_t> homeless{};  ///< samples whose series has no group yet
    bool regular = true;                  ///< every sample went into a row

    [[nodiscard]] std::int64_t time(std::size_t i) const { return in.times.empty() ? in.tMs : in.times[i]; }
};

AppendResult Head::append(const SampleBatch& batch, Bounds bounds) { return write(batch, bounds, false); }

AppendResult Head::replay(const SampleBatch& batch, Bounds bounds) { return write(batch, bounds, true); }

AppendResult Head::write(SampleBatch batch, Bounds bounds, bool replaying)
{
    WG_ASSERT(batch.refs.size() == batch.values.size());
    WG_ASSERT(batch.times.empty() || batch.times.size() == batch.refs.size());
    WG_ASSERT(batch.histograms.empty() || batch.histograms.size() == batch.refs.size());
    if (batch.refs.empty()) return {};
    if (!batch.times.empty() &&
        std::all_of(batch.times.begin(), batch.times.end(), [&](std::int64_t t) { return t == batch.times.front(); })) {
        batch.tMs = batch.times.front();
        batch.times = {};
    }

    AppendResult result;
    const MutexLock lock(m_writer);
    bounds.minMs = std::max(bounds.minMs, m_refuseBeforeMs);
    ++m_sequence;
    std::vector<StartZero> zeros;
    if (!batch.starts.empty()) zeros = openStarts(batch, bounds, result);
    if (hasHistograms(batch)) batch = writeHistograms(batch, bounds, replaying, result);
    if (batch.refs.empty()) {
        // Nothing but histograms.
    } else if (writeRow(batch, bounds, replaying)) {
        result.appended += static_cast<std::uint32_t>(batch.refs.size());
    } else {
        Batch work{batch, bounds, replaying, m_sequence, result};
        writeSamples(work);
        result = work.result;
    }
    if (!zeros.empty()) writeZeros(zeros, result);
    m_published.store(m_sequence, std::memory_order_release);
    if (!replaying) m_appended.fetch_add(result.appended + result.zeros, std::memory_order_relaxed);
    m_outOfOrder.fetch_add(result.outOfOrder, std::memory_order_relaxed);
    m_duplicate.fetch_add(result.duplicate, std::memory_order_relaxed);
    m_outOfBounds.fetch_add(result.outOfBounds, std::memory_order_relaxed);
    return result;
}

void Head::noteTime(std::int64_t tMs)
{
    const std::int64_t newest = m_newestMs.load(std::memory_order_relaxed);
    if (tMs > newest) {
        m_newestMs.store(tMs, std::memory_order_relaxed);
    } else if (tMs < newest - m_oldAfterMs) {
        m_oldBatches.fetch_add(1, std::memory_order_relaxed);
    }
}

/// The fast path: the batch is one row of one group.
bool Head::writeRow(const SampleBatch& batch, Bounds bounds, bool replaying)
{
    if (!batch.times.empty() || batch.tMs < bounds.minMs || batch.tMs > bounds.maxMs) return false;
    const Place* first = place(batch.refs[0]);
    if (!first) return false;
    Group& group = *first->group;
    if (group.left || batch.tMs <= group.lastMs() || !group.hasExactly(batch.refs)) return false;

    group.strangeCount = 0;
    Group::Row row = group.begin(batch.tMs, m_sequence, replaying);
    std::copy(batch.values.begin(), batch.values.end(), row.slab->row(row.index));
    row.slab->full[row.index] = true;
    const std::int64_t newest = m_newestMs.load(std::memory_order_relaxed);
    if (batch.tMs > newest)
        m_newestMs.store(batch.tMs, std::memory_order_relaxed);
    else if (batch.tMs < newest - m_oldAfterMs)
        m_oldBatches.fetch_add(1, std::memory_order_relaxed);
    if (m_options.keepPending && !replaying) {
        record(group);
        m_pending.rows.push_back({std::move(row.slab), row.index});
    }
    return true;
}

void Head::writeSamples(Batch& work)
{
    std::int64_t newest = kMinTime;
    for (std::size_t i = 0; i < work.in.refs.size(); ++i) {
        const SeriesRef ref = work.in.refs[i];
        const std::int64_t t = work.time(i);
        const Place* const at = place(ref);
        if (t < work.bounds.minMs || t > work.bounds.maxMs || (!at && !m_index.knows(ref))) {
            ++work.result.outOfBounds;
            work.regular = false;
            continue;
        }
        if (!m_histograms.empty() && behindHistograms(work, ref, t)) continue;
        newest = std::max(newest, t);
        if (at) {
            put(work, i, *at);
        } else {
            work.homeless.push_back(i);
        }
    }
    placeHomeless(work);
    closeRows(work);
    regroup(work);
    const std::int64_t before = m_newestMs.load(std::memory_order_relaxed);
    if (work.result.appended > 0 && newest > before)
        m_newestMs.store(newest, std::memory_order_relaxed);
    else if (before != kMinTime && newest < before - m_oldAfterMs)
        m_oldBatches.fetch_add(1, std::memory_order_relaxed);
}

/// Whether a float is refused because its series has a histogram at that time, or newer ones.
bool Head::behindHistograms(Batch& work, SeriesRef ref, std::int64_t tMs)
{
    const std::optional<std::int64_t> newest = m_histograms.newestMs(ref);
    if (!newest || tMs > *newest) return false;
    work.regular = false;
    const bool taken = m_histograms.mayHave(ref, tMs, tMs);
    const bool late = !work.replaying && *newest - tMs > m_outOfOrderMs.load(std::memory_order_relaxed);
    if (taken) {
        Columns there;
        m_histograms.read(ref, {tMs, tMs, kEverything}, there);
        if (!there.times.empty()) {
            ++work.result.duplicate;
            return true;
        }
    }
    if (late) ++work.result.outOfOrder;
    return late;
}

void Head::put(Batch& work, std::size_t i, const Place& at)
{
    Group& group = *at.group;
    const std::int64_t t = work.time(i);
    const bool open = group.batch == work.sequence && group.row.slab;
    if (open && group.row.slab->times[group.row.index] == t) {
        const Slab& slab = *group.row.slab;
        if (!slab.present(group.row.index, at.column)) return set(work, i, at);
        work.regular = false;
        const double there = slab.row(group.row.index)[at.column];
        if (!sameBits(there, work.in.values[i])) ++work.result.duplicate;
        return;
    }
    if (t <= group.lastMs()) return putBehind(work, i);
    group.row = group.begin(t, work.sequence, work.replaying);
    group.batch = work.sequence;
    work.rows.push_back({&group, group.row});
    set(work, i, at);
}

void Head::set(Batch& work, std::size_t i, const Place& at)
{
    Slab& slab = *at.group->row.slab;
    const std::uint32_t row = at.group->row.index;
    slab.row(row)[at.column] = work.in.values[i];
    slab.presence[row * slab.words + at.column / 64] |= std::uint64_t{1} << (at.column % 64);
    ++work.result.appended;
}

/// A sample that is not newer than its group: perhaps newer than its series, perhaps known, perhaps late.
void Head::putBehind(Batch& work, std::size_t i)
{
    work.regular = false;
    const SeriesRef ref = work.in.refs[i];
    const std::int64_t t = work.time(i);
    const double value = work.in.values[i];
    Columns after;
    read(ref, {t, kMaxTime, kEverything}, after);
    if (after.times.empty()) {
        // Newer than all its own samples: the series goes on in a group of its own.
        newGroup({ref}, t - 1);
        return put(work, i, *place(ref));
    }
    if (after.times.front() == t) {
        if (!sameBits(after.values.front(), value)) ++work.result.duplicate;
        return;
    }
    if (!work.replaying && after.times.back() - t > m_outOfOrderMs.load(std::memory_order_relaxed)) {
        ++work.result.outOfOrder;
        return;
    }
    putLate(ref, t, value, work.replaying);
    ++work.result.appended;
}

/// Keeps a sample beside the rows, at a time that its series has none at.
void Head::putLate(SeriesRef ref, std::int64_t tMs, double value, bool replaying)
{
    {
        const MutexLock lock(m_lateMutex);
        std::vector<LateSample>& list = m_late[ref];
        const auto where = std::upper_bound(list.begin(), list.end(), tMs,
                                            [](std::int64_t time, const LateSample& late) { return time < late.tMs; });
        list.insert(where, {tMs, value, m_sequence});
        m_lateCount.fetch_add(1, std::memory_order_release);
    }
    if (!m_options.keepPending || replaying) return;
    record(*place(ref)->group);
    m_pending.late.push_back({ref, tMs, value});
}

void Head::placeHomeless(Batch& work)
{
    if (work.homeless.empty()) return;
    if (work.in.times.empty()) {
        std::vector<SeriesRef> refs;
        refs.reserve(work.homeless.size());
        for (const std::size_t i : work.homeless) refs.push_back(work.in.refs[i]);
        if (!std::is_sorted(refs.begin(), refs.end(), std::less_equal<>())) eraseRepeated(refs);
        newGroup(std::move(refs), kMinTime);
    }
    for (const std::size_t i : work.homeless) {
        const SeriesRef ref = work.in.refs[i];
        // Samples with times of their own: a group per series, since their times do not ascend together.
        if (!place(ref)) newGroup({ref}, kMinTime);
        put(work, i, *place(ref));
    }
}

void Head::closeRows(Batch& work)
{
    for (Batch::Opened& opened : work.rows) {
        Group::Row& row = opened.row;
        Slab& slab = *row.slab;
        bool full = true;
        for (std::size_t word = 0; word < slab.words && full; ++word) {
            const std::size_t bits = std::min<std::size_t>(64, slab.columns() - word * 64);
            full = static_cast<std::size_t>(std::popcount(slab.presence[row.index * slab.words + word])) == bits;
        }
        slab.full[row.index] = full;
        if (m_options.keepPending && !work.replaying) {
            record(*opened.group);
            m_pending.rows.push_back({std::move(row.slab), row.index});
        }
        opened.group->row = {};  // the slab must not outlive its rows
    }
}

void Head::regroup(Batch& work)
{
    if (!work.regular || !work.in.times.empty() || work.in.refs.size() < 2) return;
    Group& group = *place(work.in.refs[0])->group;
    if (!group.left && group.hasExactly(work.in.refs)) return;
    const auto bytes = std::as_bytes(work.in.refs);
    const std::uint64_t hash = hashBytes({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    group.strangeCount = group.strangeHash == hash ? group.strangeCount + 1 : 1;
    group.strangeHash = hash;
    if (group.strangeCount < kRegroupAfter) return;
    // All series have their newest sample at this time, so the floor is exact.
    newGroup({work.in.refs.begin(), work.in.refs.end()}, work.in.tMs);
}

std::shared_ptr<Group> Head::newGroup(std::vector<SeriesRef> refs, std::int64_t floorMs)
{
    auto shared = std::make_shared<const std::vector<SeriesRef>>(std::move(refs));
    auto group = std::make_shared<Group>(m_nextGroup++, shared, floorMs);
    m_groups.push_back(group);
    const std::unique_lock lock(m_placesMutex);
    for (std::size_t i = 0; i < shared->size(); ++i) {
        const SeriesRef ref = (*shared)[i];
        if (const Place* before = m_places.newest(ref)) before->group->left = true;
        m_places.add(ref, *group, static_cast<std::uint32_t>(i));
    }
    return group;
}

void Head::record(Group& group)
{
    if (group.generation == m_generation) return;
    group.generation = m_generation;
    m_pending.newSeries.insert(m_pending.newSeries.end(), group.refs()->begin(), group.refs()->end());
}

}  // namespace watchglass::storage
