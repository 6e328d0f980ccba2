// What matchers select, and the names and values among it.

#include "engine/storage/series_index.h"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <unordered_set>

namespace watchglass::storage {

namespace {

using Refs = std::vector<SeriesRef>;

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

Refs SeriesIndex::having(const LabelPairs::Name& name, const Matcher& matcher) const
{
    std::vector<const Postings*> lists;
    if (!matcher.literals().empty()) {
        for (const std::string& value : matcher.literals()) {
            const LabelPairs::Id id = m_tables->pairs.find(name.text, value);
            if (id != LabelPairs::kNone) lists.push_back(&m_tables->pairs[id].refs);
        }
        return merge(lists);
    }
    // Each distinct value is tested once, however many series have it.
    for (const LabelPairs::Id id : name.pairs) {
        if (matcher.matches(m_tables->pairs[id].label().value)) lists.push_back(&m_tables->pairs[id].refs);
    }
    return lists.size() == name.pairs.size() ? merge({&name.refs}) : merge(lists);
}

Refs SeriesIndex::excluded(const LabelPairs::Name& name, const Matcher& matcher) const
{
    std::vector<const Postings*> lists;
    if (matcher.type() == Matcher::Type::NotEqual) {
        const LabelPairs::Id id = m_tables->pairs.find(name.text, matcher.value());
        if (id != LabelPairs::kNone) lists.push_back(&m_tables->pairs[id].refs);
        return merge(lists);
    }
    for (const LabelPairs::Id id : name.pairs) {
        if (!matcher.matches(m_tables->pairs[id].label().value)) lists.push_back(&m_tables->pairs[id].refs);
    }
    return merge(lists);
}

Refs SeriesIndex::everything() const
{
    Refs out;
    out.reserve(m_tables->size);
    m_tables->series.forEach([&](SeriesRef ref, const Series& one) {
        if (one.count != Series::kGone) out.push_back(ref);
    });
    return out;
}

Refs SeriesIndex::select(const std::vector<Matcher>& matchers) const
{
    const std::shared_lock lock(m_mutex);
    // Matchers that an absent label fails narrow the result; the others take away from it.
    std::vector<Refs> wanted;
    for (const Matcher& matcher : matchers) {
        if (matcher.matchesEmpty()) continue;
        const LabelPairs::Name* name = m_tables->pairs.findName(matcher.name());
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
        if (const LabelPairs::Name* name = m_tables->pairs.findName(matcher.name()))
            subtract(out, excluded(*name, matcher));
    }
    return out;
}

bool SeriesIndex::matches(SeriesRef ref, const std::vector<Matcher>& matchers) const
{
    const std::shared_lock lock(m_mutex);
    const Series* const one = series(ref);
    return one && std::all_of(matchers.begin(), matchers.end(), [&](const Matcher& matcher) {
               for (const LabelPairs::Id id : one->ids()) {
                   const LabelView label = m_tables->pairs[id].label();
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
        const Series* const one = series(ref);
        if (!one) continue;
        for (const LabelPairs::Id id : one->ids()) seen.insert(m_tables->pairs[id].name);
    }
    std::vector<std::string> out;
    out.reserve(seen.size());
    for (const std::uint32_t place : seen) out.emplace_back(m_tables->pairs.name(place).text);
    std::sort(out.begin(), out.end());
    return out;
}

std::vector<std::string> SeriesIndex::values(std::string_view name, const Refs& refs) const
{
    const std::shared_lock lock(m_mutex);
    const LabelPairs::Name* const wanted = m_tables->pairs.findName(name);
    if (!wanted) return {};
    std::unordered_set<LabelPairs::Id> seen;
    for (const SeriesRef ref : refs) {
        const Series* const one = series(ref);
        if (!one) continue;
        for (const LabelPairs::Id id : one->ids()) {
            if (&m_tables->pairs.name(m_tables->pairs[id].name) == wanted) seen.insert(id);
        }
    }
    std::vector<std::string> out;
    out.reserve(seen.size());
    for (const LabelPairs::Id id : seen) out.emplace_back(m_tables->pairs[id].label().value);
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace watchglass::storage
