#include "engine/storage/selection_cache.h"

#include <algorithm>

namespace watchglass::storage {

namespace {

/// Beyond either all entries go: what is asked comes back soon. 16 bytes a series.
constexpr std::size_t kMostEntries = 1024;
constexpr std::size_t kMostRefs = 1'000'000;
/// So many new series cost more to test one by one than to select all anew.
constexpr std::uint64_t kMostNew = 1024;

std::string keyOf(const std::vector<Matcher>& matchers)
{
    std::string key;
    for (const Matcher& matcher : matchers) {
        key += std::to_string(matcher.name().size()) + ',' + std::to_string(matcher.value().size()) + ',';
        key += static_cast<char>('0' + static_cast<int>(matcher.type()));
        key += matcher.name();
        key += matcher.value();
    }
    return key;
}

bool byLabels(const SelectedSeries& a, const SelectedSeries& b) { return *a.labels < *b.labels; }

}  // namespace

SelectionCache::Selection SelectionCache::make(const std::vector<Matcher>& matchers) const
{
    for (;;) {
        const SeriesIndex::Hold hold = m_index.hold();
        auto out = std::make_shared<std::vector<SelectedSeries>>(m_index.withLabels(m_index.select(matchers)));
        if (hold != m_index.hold()) continue;  // series were forgotten meanwhile
        std::sort(out->begin(), out->end(), byLabels);
        return {std::move(out), hold};
    }
}

SelectionCache::Selection SelectionCache::extend(const Entry& old, SeriesRef last,
                                                 const std::vector<Matcher>& matchers) const
{
    std::vector<SelectedSeries> added;
    for (SeriesRef ref = old.last + 1; ref <= last; ++ref) {
        if (m_index.matches(ref, matchers)) added.push_back({ref, &m_index.labels(ref)});
    }
    if (old.selection.hold != m_index.hold()) return make(matchers);
    if (added.empty()) return old.selection;
    std::sort(added.begin(), added.end(), byLabels);
    auto out = std::make_shared<std::vector<SelectedSeries>>();
    out->reserve(old.selection.series->size() + added.size());
    std::merge(old.selection.series->begin(), old.selection.series->end(), added.begin(), added.end(),
               std::back_inserter(*out), byLabels);
    return {std::move(out), old.selection.hold};
}

SelectionCache::Selection SelectionCache::select(const std::vector<Matcher>& matchers)
{
    const SeriesRef last = m_index.last();
    std::string key = keyOf(matchers);
    Entry old;
    {
        const MutexLock lock(m_mutex);
        const auto found = m_entries.find(key);
        if (found != m_entries.end()) old = found->second;
    }
    if (old.selection.hold != m_index.hold()) old = {};
    if (old.selection.series && old.last >= last) return old.selection;
    Entry fresh;
    fresh.last = last;
    if (old.selection.series && last - old.last <= kMostNew) {
        fresh.selection = extend(old, last, matchers);
    } else {
        fresh.selection = make(matchers);
    }
    // It may have newer series than `last`: cut them off, they come with the next extension.
    if (m_index.last() != last) {
        auto cut = std::make_shared<std::vector<SelectedSeries>>(*fresh.selection.series);
        std::erase_if(*cut, [&](const SelectedSeries& series) { return series.ref > last; });
        fresh.selection.series = std::move(cut);
    }
    const MutexLock lock(m_mutex);
    if (m_entries.size() >= kMostEntries || m_refs + fresh.selection.series->size() > kMostRefs) {
        m_entries.clear();
        m_refs = 0;
    }
    Entry& entry = m_entries[std::move(key)];
    if (entry.selection.series) m_refs -= entry.selection.series->size();
    m_refs += fresh.selection.series->size();
    entry = fresh;
    return fresh.selection;
}

void SelectionCache::clear()
{
    const MutexLock lock(m_mutex);
    m_entries.clear();
    m_refs = 0;
}

}  // namespace watchglass::storage
