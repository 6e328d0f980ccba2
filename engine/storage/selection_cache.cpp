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
    auto out = std::make_shared<std::vector<SelectedSeries>>(m_index.withLabels(m_index.select(matchers)));
    std::sort(out->begin(), out->end(), byLabels);
    return out;
}

SelectionCache::Selection SelectionCache::extend(const Entry& old, std::uint64_t size,
                                                 const std::vector<Matcher>& matchers) const
{
    std::vector<SelectedSeries> added;
    for (SeriesRef ref = old.indexSize + 1; ref <= size; ++ref) {
        if (m_index.matches(ref, matchers)) added.push_back({ref, &m_index.labels(ref)});
    }
    if (added.empty()) return old.selection;
    std::sort(added.begin(), added.end(), byLabels);
    auto out = std::make_shared<std::vector<SelectedSeries>>();
    out->reserve(old.selection->size() + added.size());
    std::merge(old.selection->begin(), old.selection->end(), added.begin(), added.end(), std::back_inserter(*out),
               byLabels);
    return out;
}

SelectionCache::Selection SelectionCache::select(const std::vector<Matcher>& matchers)
{
    const std::uint64_t size = m_index.size();
    std::string key = keyOf(matchers);
    Entry old;
    {
        const MutexLock lock(m_mutex);
        const auto found = m_entries.find(key);
        if (found != m_entries.end()) old = found->second;
    }
    if (old.selection && old.indexSize >= size) return old.selection;
    Entry fresh;
    if (old.selection && size - old.indexSize <= kMostNew) {
        fresh = {size, extend(old, size, matchers)};
    } else {
        fresh.selection = make(matchers);
        fresh.indexSize = size;
        // make() may have seen more series than `size`: cut them off, they come with the next extension.
        if (m_index.size() != size) {
            auto cut = std::make_shared<std::vector<SelectedSeries>>(*fresh.selection);
            std::erase_if(*cut, [&](const SelectedSeries& series) { return series.ref > size; });
            fresh.selection = std::move(cut);
        }
    }
    const MutexLock lock(m_mutex);
    if (m_entries.size() >= kMostEntries || m_refs + fresh.selection->size() > kMostRefs) {
        m_entries.clear();
        m_refs = 0;
    }
    Entry& entry = m_entries[std::move(key)];
    if (entry.selection) m_refs -= entry.selection->size();
    m_refs += fresh.selection->size();
    entry = fresh;
    return fresh.selection;
}

}  // namespace watchglass::storage
