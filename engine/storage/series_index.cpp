#include "engine/storage/series_index.h"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <optional>
#include <set>

#include "engine/base/assert.h"

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
Refs merge(const std::vector<const Refs*>& lists)
{
    if (lists.size() == 1) return *lists.front();
    Refs out;
    for (const Refs* list : lists) out.insert(out.end(), list->begin(), list->end());
    if (lists.size() > 1) std::sort(out.begin(), out.end());
    return out;
}

}  // namespace

SeriesRef SeriesIndex::add(const Labels& labels)
{
    {
        const std::shared_lock lock(m_mutex);
        if (const auto it = m_refs.find(labels.packed()); it != m_refs.end()) return it->second;
    }
    const std::unique_lock lock(m_mutex);
    if (const auto it = m_refs.find(labels.packed()); it != m_refs.end()) return it->second;

    const Labels& kept = m_labels.emplace_back(labels);
    const SeriesRef ref = m_labels.size();
    m_refs.emplace(kept.packed(), ref);
    for (const LabelView label : kept) {
        LabelName& name = m_names[m_symbols.intern(label.name)];
        name.byValue[m_symbols.intern(label.value)].push_back(ref);
        name.all.push_back(ref);
    }
    return ref;
}

const Labels& SeriesIndex::labels(SeriesRef ref) const
{
    const std::shared_lock lock(m_mutex);
    WG_ASSERT(ref >= 1 && ref <= m_labels.size());
    return m_labels[ref - 1];
}

std::uint64_t SeriesIndex::size() const
{
    const std::shared_lock lock(m_mutex);
    return m_labels.size();
}

const SeriesIndex::LabelName* SeriesIndex::find(std::string_view name) const
{
    const auto id = m_symbols.find(name);
    if (!id) return nullptr;
    const auto it = m_names.find(*id);
    return it == m_names.end() ? nullptr : &it->second;
}

Refs SeriesIndex::having(const LabelName& name, const Matcher& matcher) const
{
    std::vector<const Refs*> lists;
    if (!matcher.literals().empty()) {
        for (const std::string& value : matcher.literals()) {
            const auto id = m_symbols.find(value);
            if (!id) continue;
            if (const auto it = name.byValue.find(*id); it != name.byValue.end()) lists.push_back(&it->second);
        }
        return merge(lists);
    }
    // Each distinct value is tested once, however many series have it.
    for (const auto& [value, refs] : name.byValue) {
        if (matcher.matches(m_symbols.text(value))) lists.push_back(&refs);
    }
    return lists.size() == name.byValue.size() ? name.all : merge(lists);
}

Refs SeriesIndex::excluded(const LabelName& name, const Matcher& matcher) const
{
    std::vector<const Refs*> lists;
    if (matcher.type() == Matcher::Type::NotEqual) {
        if (const auto id = m_symbols.find(matcher.value())) {
            if (const auto it = name.byValue.find(*id); it != name.byValue.end()) lists.push_back(&it->second);
        }
        return merge(lists);
    }
    for (const auto& [value, refs] : name.byValue) {
        if (!matcher.matches(m_symbols.text(value))) lists.push_back(&refs);
    }
    return merge(lists);
}

Refs SeriesIndex::everything() const
{
    Refs out(m_labels.size());
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
        const LabelName* name = find(matcher.name());
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
        if (const LabelName* name = find(matcher.name())) subtract(out, excluded(*name, matcher));
    }
    return out;
}

std::vector<std::string> SeriesIndex::names(const Refs& refs) const
{
    const std::shared_lock lock(m_mutex);
    std::unordered_set<std::string_view> seen;
    for (const SeriesRef ref : refs) {
        for (const LabelView label : m_labels[ref - 1]) seen.insert(label.name);
    }
    std::vector<std::string> out(seen.begin(), seen.end());
    std::sort(out.begin(), out.end());
    return out;
}

std::vector<std::string> SeriesIndex::values(std::string_view name, const Refs& refs) const
{
    const std::shared_lock lock(m_mutex);
    std::unordered_set<std::string_view> seen;
    for (const SeriesRef ref : refs) {
        if (const std::string_view value = m_labels[ref - 1].get(name); !value.empty()) seen.insert(value);
    }
    std::vector<std::string> out(seen.begin(), seen.end());
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace watchglass::storage
