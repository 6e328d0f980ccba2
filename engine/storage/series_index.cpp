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

SeriesRef SeriesIndex::find(std::uint64_t hash, const Labels& labels) const
{
    return m_refs.find(hash, [&](SeriesRef ref) { return m_labels[ref - 1] == labels; });
}

SeriesRef SeriesIndex::add(Labels labels)
{
    const std::uint64_t hash = labels.hash();
    {
        const std::shared_lock lock(m_mutex);
        if (const SeriesRef known = find(hash, labels); known != 0) return known;
    }
    const std::unique_lock lock(m_mutex);
    if (const SeriesRef known = find(hash, labels); known != 0) return known;

    const Labels& kept = m_labels.emplace_back(std::move(labels));
    const SeriesRef ref = m_labels.size();
    m_refs.insert(hash, ref);
    post(kept, ref);
    return ref;
}

/// Enters a new series into the lists of its labels.
void SeriesIndex::post(const Labels& labels, SeriesRef ref)
{
    std::size_t place = 0;
    for (const LabelView label : labels) {
        if (place == m_recent.size()) m_recent.emplace_back();
        Recent& recent = m_recent[place++];
        const bool sameName = recent.name != nullptr && recent.label.name == label.name;
        if (!sameName) recent.name = &m_names.try_emplace(label.name).first->second;
        if (!sameName || recent.label.value != label.value) {
            recent.value = &recent.name->byValue.try_emplace(label.value).first->second;
        }
        recent.label = label;
        recent.value->add(ref);
        recent.name->all.add(ref);
    }
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
    const auto it = m_names.find(name);
    return it == m_names.end() ? nullptr : &it->second;
}

Refs SeriesIndex::having(const LabelName& name, const Matcher& matcher) const
{
    std::vector<const Postings*> lists;
    if (!matcher.literals().empty()) {
        for (const std::string& value : matcher.literals()) {
            if (const auto it = name.byValue.find(value); it != name.byValue.end()) lists.push_back(&it->second);
        }
        return merge(lists);
    }
    // Each distinct value is tested once, however many series have it.
    for (const auto& [value, refs] : name.byValue) {
        if (matcher.matches(value)) lists.push_back(&refs);
    }
    return lists.size() == name.byValue.size() ? merge({&name.all}) : merge(lists);
}

Refs SeriesIndex::excluded(const LabelName& name, const Matcher& matcher) const
{
    std::vector<const Postings*> lists;
    if (matcher.type() == Matcher::Type::NotEqual) {
        if (const auto it = name.byValue.find(matcher.value()); it != name.byValue.end()) lists.push_back(&it->second);
        return merge(lists);
    }
    for (const auto& [value, refs] : name.byValue) {
        if (!matcher.matches(value)) lists.push_back(&refs);
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
