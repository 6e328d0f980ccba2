#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/base/mutex.h"
#include "engine/storage/series_index.h"

namespace watchglass::storage {

/// Remembers which series matchers select, sorted by labels: a dashboard asks the same again and again. Series
/// that were added since are looked at one by one, so that an answer is never stale.
/// Threads: any.
class SelectionCache {
public:
    explicit SelectionCache(const SeriesIndex& index) : m_index(index) {}

    struct Selection {
        std::shared_ptr<const std::vector<SelectedSeries>> series;
        SeriesIndex::Hold hold;  ///< of their labels
    };
    [[nodiscard]] Selection select(const std::vector<Matcher>& matchers);
    /// Lets go of everything: series were forgotten.
    void clear();

private:
    struct Entry {
        SeriesRef last = 0;  ///< newest series when it was made
        Selection selection;
    };

    /// All of them, sorted.
    [[nodiscard]] Selection make(const std::vector<Matcher>& matchers) const;
    /// `old` with what was added after it.
    [[nodiscard]] Selection extend(const Entry& old, SeriesRef last, const std::vector<Matcher>& matchers) const;

    const SeriesIndex& m_index;
    Mutex m_mutex;
    std::unordered_map<std::string, Entry> m_entries WG_GUARDED_BY(m_mutex);
    std::size_t m_refs WG_GUARDED_BY(m_mutex) = 0;  ///< in all entries
};

}  // namespace watchglass::storage
