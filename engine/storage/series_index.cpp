#include "engine/storage/series_index.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <mutex>

#include "engine/base/assert.h"

namespace watchglass::storage {

namespace {

using Refs = std::vector<SeriesRef>;

/// Series whose labels are made under one lock: nobody waits longer than some 100 us.
constexpr std::size_t kExpandAtOnce = 1024;

/// Series between the one that is entered and the one whose slot is fetched.
constexpr std::size_t kPrefetchAhead = 8;

/// The hash of a series: that of the labels before, and of its next one.
std::uint64_t withPair(std::uint64_t before, std::uint64_t pair)
{
    const std::uint64_t h = (std::rotl(before, 7) ^ pair) * 0x9E3779B97F4A7C15ULL;
    return h ^ (h >> 32);
}

}  // namespace

const SeriesIndex::Series* SeriesIndex::series(SeriesRef ref) const
{
    const Series* const found = m_tables->series.find(ref);
    return found && found->count != Series::kGone ? found : nullptr;
}

SeriesRef SeriesIndex::find(std::uint64_t hash, std::span<const Part> parts) const
{
    const SeriesRef found = m_tables->refs.find(hash, [&](SeriesRef ref) {
        const auto ids = series(ref)->ids();
        return std::equal(ids.begin(), ids.end(), parts.begin(), parts.end(),
                          [&](LabelPairs::Id id, const Part& part) { return m_tables->pairs[id].text == part.text; });
    });
    if (found != 0) markSeen(found);
    return found;
}

void SeriesIndex::markSeen(SeriesRef ref) const
{
    const std::atomic_ref<std::uint64_t> word(m_seen[ref / 64]);
    const std::uint64_t bit = std::uint64_t{1} << (ref % 64);
    if ((word.load(std::memory_order_relaxed) & bit) == 0) word.fetch_or(bit, std::memory_order_relaxed);
}

bool SeriesIndex::wasSeen(SeriesRef ref) const
{
    const std::atomic_ref<std::uint64_t> word(m_seen[ref / 64]);
    return ref > m_lastBefore || (word.load(std::memory_order_relaxed) >> (ref % 64) & 1) != 0;
}

SeriesRef SeriesIndex::add(const Labels& labels)
{
    thread_local std::vector<Part> parts;
    parts.clear();
    std::uint64_t hash = 0;
    const char* at = labels.packed().data();
    for (const LabelView label : labels) {
        const char* const end = label.value.data() + label.value.size();
        const std::string_view text(at, static_cast<std::size_t>(end - at));
        parts.push_back({text, LabelPairs::hashOf(text)});
        hash = withPair(hash, parts.back().hash);
        at = end;
    }
    {
        const std::shared_lock lock(m_mutex);
        if (const SeriesRef known = find(hash, parts); known != 0) return known;
    }
    const std::lock_guard adding(m_adding);
    const std::unique_lock lock(m_mutex);
    if (const SeriesRef known = find(hash, parts); known != 0) return known;
    thread_local std::vector<LabelPairs::Id> ids;
    ids.clear();
    for (const Part& part : parts) ids.push_back(m_tables->pairs.intern(part.text, part.hash));
    return enter(hash, ids);
}

void SeriesIndex::add(const LabelRow& row, std::vector<SeriesRef>& refs)
{
    const std::lock_guard adding(m_adding);
    const std::unique_lock lock(m_mutex);
    struct Known {
        LabelPairs::Id id;
        std::uint64_t hash;
    };
    std::vector<Known> known;
    known.reserve(row.pairs.size());
    for (const std::string_view text : row.pairs) {
        const std::uint64_t hash = LabelPairs::hashOf(text);
        known.push_back({m_tables->pairs.intern(text, hash), hash});
    }
    refs.reserve(refs.size() + row.series.size());
    m_tables->refs.reserve(m_tables->size + row.series.size());
    std::vector<std::uint64_t> hashes;
    hashes.reserve(row.series.size());
    for (const LabelRow::Series& one : row.series) {
        std::uint64_t hash = 0;
        for (const std::uint32_t number : row.of(one)) hash = withPair(hash, known[number].hash);
        hashes.push_back(hash);
    }
    std::vector<LabelPairs::Id> ids;
    for (std::size_t i = 0; i < row.series.size(); ++i) {
        if (i + kPrefetchAhead < hashes.size()) m_tables->refs.prefetch(hashes[i + kPrefetchAhead]);
        ids.clear();
        for (const std::uint32_t number : row.of(row.series[i])) ids.push_back(known[number].id);
        const SeriesRef old = m_tables->refs.find(hashes[i], [&](SeriesRef ref) {
            const auto there = series(ref)->ids();
            return std::equal(there.begin(), there.end(), ids.begin(), ids.end());
        });
        refs.push_back(old != 0 ? old : enter(hashes[i], ids));
    }
}

SeriesRef SeriesIndex::enter(std::uint64_t hash, std::span<const LabelPairs::Id> ids)
{
    if (m_last == std::numeric_limits<std::uint32_t>::max()) return 0;
    m_tables->enter(++m_last, hash, ids);
    if (m_seen.size() <= m_last / 64) m_seen.resize(m_last / 64 + 1);
    return m_last;
}

void SeriesIndex::Tables::enter(SeriesRef ref, std::uint64_t hash, std::span<const LabelPairs::Id> of)
{
    LabelPairs::Id* const kept = ids.allocate(of.size());
    std::copy(of.begin(), of.end(), kept);
    Series& one = series.at(ref);
    one.pairs = kept;
    one.count = static_cast<std::uint32_t>(of.size());
    refs.insert(hash, ref);
    for (const LabelPairs::Id id : of) pairs.post(id, ref);
    ++size;
}

bool SeriesIndex::keep(std::span<const SeriesRef> refs)
{
    const std::shared_lock lock(m_mutex);
    bool all = true;
    for (const SeriesRef ref : refs) {
        if (series(ref)) {
            markSeen(ref);
        } else {
            all = false;
        }
    }
    return all;
}

std::size_t SeriesIndex::forget(const std::vector<SeriesRef>& refs)
{
    const std::lock_guard adding(m_adding);  // nobody else changes the tables
    const auto goes = [&](SeriesRef ref) { return !wasSeen(ref) && series(ref) != nullptr; };
    std::unique_ptr<Tables> fresh;
    std::size_t gone = 0;
    if (std::any_of(refs.begin(), refs.end(), goes)) fresh = without(refs, gone);
    const std::unique_lock lock(m_mutex);
    if (fresh) m_tables = std::move(fresh);
    std::fill(m_seen.begin(), m_seen.end(), 0);
    m_lastBefore = m_last;
    m_forgetting.fetch_add(1, std::memory_order_release);
    return gone;
}

std::unique_ptr<SeriesIndex::Tables> SeriesIndex::without(const Refs& refs, std::size_t& gone) const
{
    auto fresh = std::make_unique<Tables>();
    // What stays gets new numbers of its labels, and its old ref.
    std::vector<LabelPairs::Id> numbers(m_tables->pairs.size(), LabelPairs::kNone);
    std::vector<LabelPairs::Id> ids;
    auto next = refs.begin();
    m_tables->series.forEach([&](SeriesRef ref, const Series& one) {
        if (one.count == Series::kGone) return;
        while (next != refs.end() && *next < ref) ++next;
        if (next != refs.end() && *next == ref && !wasSeen(ref)) {
            ++gone;
            return;
        }
        ids.clear();
        std::uint64_t hash = 0;
        for (const LabelPairs::Id id : one.ids()) {
            const LabelPairs::Pair& pair = m_tables->pairs[id];
            if (numbers[id] == LabelPairs::kNone) numbers[id] = fresh->pairs.intern(pair.text, pair.hash);
            ids.push_back(numbers[id]);
            hash = withPair(hash, pair.hash);
        }
        fresh->enter(ref, hash, ids);
    });
    return fresh;
}

std::string SeriesIndex::pack(const Series& series) const
{
    std::size_t size = 0;
    for (const LabelPairs::Id id : series.ids()) size += m_tables->pairs[id].text.size();
    std::string out;
    out.reserve(size);
    for (const LabelPairs::Id id : series.ids()) out += m_tables->pairs[id].text;
    return out;
}

const Labels& SeriesIndex::expand(const Series& series) const
{
    std::deque<Labels>& labels = *m_tables->labels;
    if (series.labels == 0) {
        labels.push_back(Labels::fromPacked(pack(series)));
        series.labels = static_cast<std::uint32_t>(labels.size());
    }
    return labels[series.labels - 1];
}

SeriesIndex::Hold SeriesIndex::hold() const
{
    const std::shared_lock lock(m_mutex);
    return m_tables->labels;
}

const Labels& SeriesIndex::labels(SeriesRef ref) const
{
    static const Labels none;
    {
        const std::shared_lock lock(m_mutex);
        const Series* const one = series(ref);
        if (!one) return none;
        if (one->labels != 0) return (*m_tables->labels)[one->labels - 1];
    }
    const std::unique_lock lock(m_mutex);
    const Series* const one = series(ref);
    return one ? expand(*one) : none;
}

std::vector<SelectedSeries> SeriesIndex::withLabels(const std::vector<SeriesRef>& refs) const
{
    std::vector<SelectedSeries> out;
    out.reserve(refs.size());
    for (std::size_t from = 0; from < refs.size(); from += kExpandAtOnce) {
        const std::size_t end = std::min(from + kExpandAtOnce, refs.size());
        bool all = true;
        {
            const std::shared_lock lock(m_mutex);
            for (std::size_t i = from; i < end; ++i) {
                const Series* const one = series(refs[i]);
                const bool there = one && one->labels != 0;
                all = all && there;
                out.push_back({refs[i], there ? &(*m_tables->labels)[one->labels - 1] : nullptr});
            }
        }
        if (all) continue;
        const std::unique_lock lock(m_mutex);
        for (std::size_t i = from; i < end; ++i) {
            const Series* const one = out[i].labels == nullptr ? series(refs[i]) : nullptr;
            if (one) out[i].labels = &expand(*one);
        }
    }
    std::erase_if(out, [](const SelectedSeries& one) { return one.labels == nullptr; });
    return out;
}

std::string SeriesIndex::packed(SeriesRef ref) const
{
    const std::shared_lock lock(m_mutex);
    const Series* const one = series(ref);
    return one ? pack(*one) : std::string();
}

std::string SeriesIndex::row(std::span<const SeriesRef> refs, std::span<const std::int64_t> ids) const
{
    LabelRowWriter writer;
    const std::shared_lock lock(m_mutex);
    for (std::size_t i = 0; i < refs.size(); ++i) {
        const Series* const one = series(refs[i]);
        WG_ASSERT(one != nullptr);  // who stores samples sees to it that their series stay
        const auto pairs = one->ids();
        writer.begin(ids.empty() ? static_cast<std::int64_t>(refs[i]) : ids[i], pairs.size());
        for (std::size_t place = 0; place < pairs.size(); ++place) {
            writer.add(place, pairs[place], m_tables->pairs[pairs[place]].text);
        }
    }
    return writer.content();
}

std::uint64_t SeriesIndex::size() const
{
    const std::shared_lock lock(m_mutex);
    return m_tables->size;
}

SeriesRef SeriesIndex::last() const
{
    const std::shared_lock lock(m_mutex);
    return m_last;
}

bool SeriesIndex::knows(SeriesRef ref) const
{
    const std::shared_lock lock(m_mutex);
    return series(ref) != nullptr;
}

}  // namespace watchglass::storage
