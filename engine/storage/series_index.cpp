#include "engine/storage/series_index.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <mutex>
#include <unordered_set>

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

/// Keeps in `from` what is also in `other`. A long `other` is searched instead of walked.
void intersect(Refs& from, const Refs& other)
{
    auto out = from.begin();
    auto at = other.begin();
    const bool search = other.size() / 16 > from.size();
    for (const SeriesRef ref : from) {
        if (search) {
            at = std::lower_bound(at, other.end(), ref);
        } else {
            while (at != other.end() && *at < ref) ++at;
        }
        if (at == other.end()) break;
        if (*at == ref) *out++ = ref;
    }
    from.erase(out, from.end());
}

void subtract(Refs& from, const Refs& other)
{
    if (other.empty()) return;
    Refs rest;
    rest.reserve(from.size());
    std::set_difference(from.begin(), from.end(), other.begin(), other.end(), std::back_inserter(rest));
    from = std::move(rest);
}

/// Union of ascending disjoint lists.
Refs merge(const std::vector<const Postings*>& lists)
{
    Refs out;
    std::size_t size = 0;
    for (const Postings* list : lists) size += list->size();
    out.reserve(size);
    for (const Postings* list : lists) list->appendTo(out);
    if (lists.size() > 1) std::sort(out.begin(), out.end());
    return out;
}

}  // namespace

SeriesRef SeriesIndex::find(std::uint64_t hash, std::span<const Part> parts) const
{
    return m_refs.find(hash, [&](SeriesRef ref) {
        const auto ids = m_series[ref - 1].ids();
        return std::equal(ids.begin(), ids.end(), parts.begin(), parts.end(),
                          [&](LabelPairs::Id id, const Part& part) { return m_pairs[id].text == part.text; });
    });
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
    const std::unique_lock lock(m_mutex);
    if (const SeriesRef known = find(hash, parts); known != 0) return known;
    thread_local std::vector<LabelPairs::Id> ids;
    ids.clear();
    for (const Part& part : parts) ids.push_back(m_pairs.intern(part.text, part.hash));
    return enter(hash, ids);
}

void SeriesIndex::add(const LabelRow& row, std::vector<SeriesRef>& refs)
{
    const std::unique_lock lock(m_mutex);
    struct Known {
        LabelPairs::Id id;
        std::uint64_t hash;
    };
    std::vector<Known> known;
    known.reserve(row.pairs.size());
    for (const std::string_view text : row.pairs) {
        const std::uint64_t hash = LabelPairs::hashOf(text);
        known.push_back({m_pairs.intern(text, hash), hash});
    }
    refs.reserve(refs.size() + row.series.size());
    m_refs.reserve(m_series.size() + row.series.size());
    std::vector<std::uint64_t> hashes;
    hashes.reserve(row.series.size());
    for (const LabelRow::Series& series : row.series) {
        std::uint64_t hash = 0;
        for (const std::uint32_t number : row.of(series)) hash = withPair(hash, known[number].hash);
        hashes.push_back(hash);
    }
    std::vector<LabelPairs::Id> ids;
    for (std::size_t i = 0; i < row.series.size(); ++i) {
        if (i + kPrefetchAhead < hashes.size()) m_refs.prefetch(hashes[i + kPrefetchAhead]);
        ids.clear();
        for (const std::uint32_t number : row.of(row.series[i])) ids.push_back(known[number].id);
        const SeriesRef old = m_refs.find(hashes[i], [&](SeriesRef ref) {
            const auto there = m_series[ref - 1].ids();
            return std::equal(there.begin(), there.end(), ids.begin(), ids.end());
        });
        refs.push_back(old != 0 ? old : enter(hashes[i], ids));
    }
}

SeriesRef SeriesIndex::enter(std::uint64_t hash, std::span<const LabelPairs::Id> ids)
{
    LabelPairs::Id* const kept = m_ids.allocate(ids.size());
    std::copy(ids.begin(), ids.end(), kept);
    m_series.push_back({kept, static_cast<std::uint32_t>(ids.size())});
    const SeriesRef ref = m_series.size();
    m_refs.insert(hash, ref);
    for (const LabelPairs::Id id : ids) m_pairs.post(id, ref);
    return ref;
}

std::string SeriesIndex::pack(const Series& series) const
{
    std::size_t size = 0;
    for (const LabelPairs::Id id : series.ids()) size += m_pairs[id].text.size();
    std::string out;
    out.reserve(size);
    for (const LabelPairs::Id id : series.ids()) out += m_pairs[id].text;
    return out;
}

const Labels& SeriesIndex::expand(const Series& series) const
{
    if (series.labels == 0) {
        m_labels.push_back(Labels::fromPacked(pack(series)));
        series.labels = static_cast<std::uint32_t>(m_labels.size());
    }
    return m_labels[series.labels - 1];
}

const Labels& SeriesIndex::labels(SeriesRef ref) const
{
    {
        const std::shared_lock lock(m_mutex);
        WG_ASSERT(ref >= 1 && ref <= m_series.size());
        const Series& series = m_series[ref - 1];
        if (series.labels != 0) return m_labels[series.labels - 1];
    }
    const std::unique_lock lock(m_mutex);
    return expand(m_series[ref - 1]);
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
                const Series& series = m_series[refs[i] - 1];
                all = all && series.labels != 0;
                out.push_back({refs[i], series.labels != 0 ? &m_labels[series.labels - 1] : nullptr});
            }
        }
        if (all) continue;
        const std::unique_lock lock(m_mutex);
        for (std::size_t i = from; i < end; ++i) {
            if (out[i].labels == nullptr) out[i].labels = &expand(m_series[refs[i] - 1]);
        }
    }
    return out;
}

std::string SeriesIndex::packed(SeriesRef ref) const
{
    const std::shared_lock lock(m_mutex);
    WG_ASSERT(ref >= 1 && ref <= m_series.size());
    return pack(m_series[ref - 1]);
}

std::string SeriesIndex::row(std::span<const SeriesRef> refs, std::span<const std::int64_t> ids) const
{
    LabelRowWriter writer;
    const std::shared_lock lock(m_mutex);
    for (std::size_t i = 0; i < refs.size(); ++i) {
        WG_ASSERT(refs[i] >= 1 && refs[i] <= m_series.size());
        const auto pairs = m_series[refs[i] - 1].ids();
        writer.begin(ids.empty() ? static_cast<std::int64_t>(refs[i]) : ids[i], pairs.size());
        for (std::size_t place = 0; place < pairs.size(); ++place) {
            writer.add(place, pairs[place], m_pairs[pairs[place]].text);
        }
    }
    return writer.content();
}

std::uint64_t SeriesIndex::size() const
{
    const std::shared_lock lock(m_mutex);
    return m_series.size();
}

Refs SeriesIndex::having(const LabelPairs::Name& name, const Matcher& matcher) const
{
    std::vector<const Postings*> lists;
    if (!matcher.literals().empty()) {
        for (const std::string& value : matcher.literals()) {
            const LabelPairs::Id id = m_pairs.find(name.text, value);
            if (id != LabelPairs::kNone) lists.push_back(&m_pairs[id].refs);
        }
        return merge(lists);
    }
    // Each distinct value is tested once, however many series have it.
    for (const LabelPairs::Id id : name.pairs) {
        if (matcher.matches(m_pairs[id].label().value)) lists.push_back(&m_pairs[id].refs);
    }
    return lists.size() == name.pairs.size() ? merge({&name.refs}) : merge(lists);
}

Refs SeriesIndex::excluded(const LabelPairs::Name& name, const Matcher& matcher) const
{
    std::vector<const Postings*> lists;
    if (matcher.type() == Matcher::Type::NotEqual) {
        const LabelPairs::Id id = m_pairs.find(name.text, matcher.value());
        if (id != LabelPairs::kNone) lists.push_back(&m_pairs[id].refs);
        return merge(lists);
    }
    for (const LabelPairs::Id id : name.pairs) {
        if (!matcher.matches(m_pairs[id].label().value)) lists.push_back(&m_pairs[id].refs);
    }
    return merge(lists);
}

Refs SeriesIndex::everything() const
{
    Refs out(m_series.size());
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = i + 1;
    return out;
}

Refs SeriesIndex::select(const std::vector<Matcher>& matchers) const
{
    const std::shared_lock lock(m_mutex);
    // Matchers that an absent label fails narrow the result; the others take away from it.
    std::vector<Refs> wanted;
    for (const Matcher& matcher : matchers) {
        if (matcher.matchesEmpty()) continue;
        const LabelPairs::Name* name = m_pairs.findName(matcher.name());
        if (!name) return {};
        wanted.push_back(having(*name, matcher));
        if (wanted.back().empty()) return {};
    }
    std::sort(wanted.begin(), wanted.end(), [](const Refs& a, const Refs& b) { return a.size() < b.size(); });

    Refs out = wanted.empty() ? everything() : std::move(wanted.front());
    for (std::size_t i = 1; i < wanted.size(); ++i) intersect(out, wanted[i]);
    for (const Matcher& matcher : matchers) {
        if (out.empty()) break;
        if (!matcher.matchesEmpty()) continue;
        if (const LabelPairs::Name* name = m_pairs.findName(matcher.name())) subtract(out, excluded(*name, matcher));
    }
    return out;
}

bool SeriesIndex::matches(SeriesRef ref, const std::vector<Matcher>& matchers) const
{
    const std::shared_lock lock(m_mutex);
    const Series& series = m_series[ref - 1];
    return std::all_of(matchers.begin(), matchers.end(), [&](const Matcher& matcher) {
        for (const LabelPairs::Id id : series.ids()) {
            const LabelView label = m_pairs[id].label();
            if (label.name == matcher.name()) return matcher.matches(label.value);
        }
        return matcher.matches({});
    });
}

std::vector<std::string> SeriesIndex::names(const Refs& refs) const
{
    const std::shared_lock lock(m_mutex);
    std::unordered_set<std::uint32_t> seen;
    for (const SeriesRef ref : refs) {
        for (const LabelPairs::Id id : m_series[ref - 1].ids()) seen.insert(m_pairs[id].name);
    }
    std::vector<std::string> out;
    out.reserve(seen.size());
    for (const std::uint32_t place : seen) out.emplace_back(m_pairs.name(place).text);
    std::sort(out.begin(), out.end());
    return out;
}

std::vector<std::string> SeriesIndex::values(std::string_view name, const Refs& refs) const
{
    const std::shared_lock lock(m_mutex);
    const LabelPairs::Name* const wanted = m_pairs.findName(name);
    if (!wanted) return {};
    std::unordered_set<LabelPairs::Id> seen;
    for (const SeriesRef ref : refs) {
        for (const LabelPairs::Id id : m_series[ref - 1].ids()) {
            if (&m_pairs.name(m_pairs[id].name) == wanted) seen.insert(id);
        }
    }
    std::vector<std::string> out;
    out.reserve(seen.size());
    for (const LabelPairs::Id id : seen) out.emplace_back(m_pairs[id].label().value);
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace watchglass::storage
