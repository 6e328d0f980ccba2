#pragma once

#include <cstddef>
#include <deque>
#include <unordered_map>
#include <vector>

#include "engine/base/mutex.h"
#include "engine/storage/series_index.h"

namespace watchglass::storage {

/// The newest exemplars of all series, in memory: when it is full the oldest one goes, whichever series it is of.
/// Rules of prometheus tsdb/exemplar.go: of one series they come in the order of time, and none twice.
/// Threads: any.
class ExemplarRing {
public:
    ExemplarRing(const SeriesIndex& index, std::size_t most) : m_index(index), m_most(most) {}

    void add(std::vector<ExemplarSample> exemplars);
    /// Keeps the newest `most` from now on.
    void resize(std::size_t most);
    /// As Queryable::exemplars().
    [[nodiscard]] std::vector<SeriesExemplars> select(const std::vector<std::vector<Matcher>>& sets, std::int64_t minMs,
                                                      std::int64_t maxMs) const;

    /// The series that have some.
    [[nodiscard]] std::vector<SeriesRef> refs() const;

private:
    const SeriesIndex& m_index;
    void dropBeyondMost() WG_REQUIRES(m_mutex);

    mutable Mutex m_mutex;
    std::size_t m_most WG_GUARDED_BY(m_mutex);
    std::unordered_map<SeriesRef, std::deque<ExemplarSample>> m_bySeries WG_GUARDED_BY(m_mutex);
    std::deque<SeriesRef> m_order WG_GUARDED_BY(m_mutex);  ///< one entry per exemplar, oldest arrival first
};

}  // namespace watchglass::storage
