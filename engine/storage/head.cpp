#include "engine/storage/head.h"

#include <algorithm>
#include <bit>
#include <mutex>
#include <string_view>
#include <unordered_set>

#include "engine/base/assert.h"
#include "engine/base/hash.h"
#include "engine/model/sample.h"

namespace watchglass::storage {

namespace {

constexpr std::uint64_t kEverything = std::numeric_limits<std::uint64_t>::max();
constexpr std::int64_t kMinTime = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMaxTime = std::numeric_limits<std::int64_t>::max();

/// So often in a row must the same list of series arrive before it becomes a group.
constexpr std::uint32_t kRegroupAfter = 4;

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
    m_published.store(m_sequence, std::memory_order_release);
    if (!replaying) m_appended.fetch_add(result.appended, std::memory_order_relaxed);
    m_outOfOrder.fetch_add(result.outOfOrder, std::memory_order_relaxed);
    m_duplicate.fetch_add(result.duplicate, std::memory_order_relaxed);
    m_outOfBounds.fetch_add(result.outOfBounds, std::memory_order_relaxed);
    return result;
}

/// Whether anything of the batch belongs to the histograms: samples, or the markers that end their series.
bool Head::hasHistograms(const SampleBatch& batch) const
{
    if (!batch.histograms.empty()) return true;
    if (m_histograms.empty()) return false;
    for (std::size_t i = 0; i < batch.refs.size(); ++i) {
        if (isStaleMarker(batch.values[i]) && m_histograms.has(batch.refs[i])) return true;
    }
    return false;
}

SampleBatch Head::writeHistograms(const SampleBatch& batch, Bounds bounds, bool replaying, AppendResult& result)
{
    m_floats.refs.clear();
    m_floats.values.clear();
    m_floats.times.clear();
    const std::uint64_t known = m_index.size();
    for (std::size_t i = 0; i < batch.refs.size(); ++i) {
        const SeriesRef ref = batch.refs[i];
        const HistogramPtr histogram = batch.histograms.empty() ? nullptr : batch.histograms[i];
        if (!histogram && !(isStaleMarker(batch.values[i]) && m_histograms.has(ref))) {
            m_floats.refs.push_back(ref);
            m_floats.values.push_back(batch.values[i]);
            if (!batch.times.empty()) m_floats.times.push_back(batch.times[i]);
            continue;
        }
        const std::int64_t t = batch.times.empty() ? batch.tMs : batch.times[i];
        if (ref == 0 || ref > known || t < bounds.minMs || t > bounds.maxMs) {
            ++result.outOfBounds;
        } else {
            writeHistogram(ref, t, histogram, replaying, result);
        }
    }
    return {batch.tMs, m_floats.refs, m_floats.values, m_floats.times};
}

void Head::writeHistogram(SeriesRef ref, std::int64_t tMs, const HistogramPtr& histogram, bool replaying,
                          AppendResult& result)
{
    const Place* floats = place(ref);
    const std::optional<std::int64_t> newest = m_histograms.newestMs(ref);
    bool follows = true;
    bool newer = !newest || tMs > *newest;
    Columns around;
    if (!newer || floats) {
        read(ref, {newest ? std::min(*newest, tMs) : tMs, kMaxTime, kEverything}, around);
        newer = around.times.empty() || tMs > around.times.back();
        // A float in between: the counter may have been anything.
        follows = !newest || around.times.empty() || around.times.back() == *newest;
    }
    HistogramPtr stored;
    if (newer) {
        // Whole rows of floats no longer fit this series, whose times they do not know.
        if (floats) floats->group->left = true;
        stored = m_histograms.add(ref, tMs, histogram, m_sequence, follows);
    } else {
        const auto at = std::lower_bound(around.times.begin(), around.times.end(), tMs);
        const auto i = static_cast<std::size_t>(at - around.times.begin());
        if (*at == tMs) {
            const HistogramPtr there = around.histograms.empty() ? nullptr : around.histograms[i];
            const bool same = histogram ? there && there->sameAs(*histogram)
                                        : !there && isStaleMarker(around.values[i]);
            if (!same) ++result.duplicate;
            return;
        }
        if (!replaying && around.times.back() - tMs > m_options.outOfOrderMs) {
            ++result.outOfOrder;
            return;
        }
        stored = m_histograms.addLate(ref, tMs, histogram, m_sequence);
    }
    ++result.appended;
    noteTime(tMs);
    if (!m_options.keepPending || replaying) return;
    if (m_histograms.generation(ref) != m_generation) {
        m_histograms.setGeneration(ref, m_generation);
        m_pending.newSeries.push_back(ref);
    }
    m_pending.histograms.push_back({ref, tMs, std::move(stored)});
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
    Group::Row row = group.begin(batch.tMs, m_sequence);
    std::copy(batch.values.begin(), batch.values.end(), row.slab->values.get() + row.index * row.slab->columns());
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
    const std::uint64_t known = m_index.size();
    std::int64_t newest = kMinTime;
    for (std::size_t i = 0; i < work.in.refs.size(); ++i) {
        const SeriesRef ref = work.in.refs[i];
        const std::int64_t t = work.time(i);
        if (ref == 0 || ref > known || t < work.bounds.minMs || t > work.bounds.maxMs) {
            ++work.result.outOfBounds;
            work.regular = false;
            continue;
        }
        if (!m_histograms.empty() && behindHistograms(work, ref, t)) continue;
        newest = std::max(newest, t);
        if (const Place* at = place(ref)) {
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
    const bool late = !work.replaying && *newest - tMs > m_options.outOfOrderMs;
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
    group.row = group.begin(t, work.sequence);
    group.batch = work.sequence;
    work.rows.push_back({&group, group.row});
    set(work, i, at);
}

void Head::set(Batch& work, std::size_t i, const Place& at)
{
    Slab& slab = *at.group->row.slab;
    const std::uint32_t row = at.group->row.index;
    slab.values[row * slab.columns() + at.column] = work.in.values[i];
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
    if (!work.replaying && after.times.back() - t > m_options.outOfOrderMs) {
        ++work.result.outOfOrder;
        return;
    }
    {
        const MutexLock lock(m_lateMutex);
        std::vector<LateSample>& list = m_late[ref];
        const auto where = std::upper_bound(list.begin(), list.end(), t,
                                            [](std::int64_t time, const LateSample& late) { return time < late.tMs; });
        list.insert(where, {t, value, work.sequence});
        m_lateCount.fetch_add(1, std::memory_order_release);
    }
    ++work.result.appended;
    if (m_options.keepPending && !work.replaying) {
        record(*place(ref)->group);
        m_pending.late.push_back({ref, t, value});
    }
}

void Head::placeHomeless(Batch& work)
{
    if (work.homeless.empty()) return;
    if (work.in.times.empty()) {
        std::vector<SeriesRef> refs;
        refs.reserve(work.homeless.size());
        std::unordered_set<SeriesRef> seen;
        for (const std::size_t i : work.homeless) {
            if (seen.insert(work.in.refs[i]).second) refs.push_back(work.in.refs[i]);
        }
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
        if (m_places.size() < ref) m_places.resize(ref);
        if (!m_places[ref - 1].empty()) m_places[ref - 1].back().group->left = true;
        m_places[ref - 1].push_back({group, static_cast<std::uint32_t>(i)});
    }
    return group;
}

void Head::record(Group& group)
{
    if (group.generation == m_generation) return;
    group.generation = m_generation;
    m_pending.newSeries.insert(m_pending.newSeries.end(), group.refs()->begin(), group.refs()->end());
}

const Head::Place* Head::place(SeriesRef ref) const
{
    if (ref == 0 || ref > m_places.size() || m_places[ref - 1].empty()) return nullptr;
    return &m_places[ref - 1].back();
}

void Head::read(SeriesRef ref, const ReadRange& range, Columns& out) const
{
    const std::size_t start = out.times.size();
    readFloats(ref, range, out);
    if (!m_histograms.empty()) mergeHistograms(ref, range, start, out);
    if (!out.histograms.empty()) out.histograms.resize(out.times.size());
}

/// Puts the histograms of a series between its floats, which are in `out` from `start` on.
void Head::mergeHistograms(SeriesRef ref, const ReadRange& range, std::size_t start, Columns& out) const
{
    Columns own;
    m_histograms.read(ref, range, own);
    if (own.times.empty()) return;
    out.histograms.resize(out.times.size());
    if (out.times.size() == start) {
        out.times.insert(out.times.end(), own.times.begin(), own.times.end());
        out.values.insert(out.values.end(), own.values.begin(), own.values.end());
        out.histograms.insert(out.histograms.end(), own.histograms.begin(), own.histograms.end());
        return;
    }
    Columns floats;
    floats.times.assign(out.times.begin() + static_cast<std::ptrdiff_t>(start), out.times.end());
    floats.values.assign(out.values.begin() + static_cast<std::ptrdiff_t>(start), out.values.end());
    out.times.resize(start);
    out.values.resize(start);
    out.histograms.resize(start);
    const auto put = [&](std::int64_t tMs, double value, HistogramPtr histogram) {
        out.times.push_back(tMs);
        out.values.push_back(value);
        out.histograms.push_back(std::move(histogram));
    };
    std::size_t f = 0;
    for (std::size_t i = 0; i < own.times.size(); ++i) {
        for (; f < floats.times.size() && floats.times[f] < own.times[i]; ++f) {
            put(floats.times[f], floats.values[f], nullptr);
        }
        if (f < floats.times.size() && floats.times[f] == own.times[i]) ++f;
        put(own.times[i], own.values[i], std::move(own.histograms[i]));
    }
    for (; f < floats.times.size(); ++f) put(floats.times[f], floats.values[f], nullptr);
}

void Head::readFloats(SeriesRef ref, const ReadRange& range, Columns& out) const
{
    const std::size_t start = out.times.size();
    std::vector<Place> places;
    {
        const std::shared_lock lock(m_placesMutex);
        if (ref == 0 || ref > m_places.size()) return;
        places = m_places[ref - 1];
    }
    for (const Place& at : places) {
        if (at.group->overlaps(range)) at.group->collect(at.column, range, out);
    }
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
    if (ref == 0 || ref > m_places.size()) return false;
    const std::vector<Place>& places = m_places[ref - 1];
    if (std::any_of(places.begin(), places.end(), [&](const Place& at) { return at.group->overlaps(range); })) {
        return true;
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
        for (std::vector<Place>& places : m_places) {
            std::erase_if(places, [&](const Place& at) { return dead.contains(at.group.get()); });
        }
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
    for (const std::vector<Place>& places : m_places) out.series += places.empty() ? 0 : 1;
    return out;
}

}  // namespace watchglass::storage
