#pragma once

#include <cstdint>
#include <deque>
#include <limits>

#include "engine/base/mutex.h"

namespace watchglass::storage {

/// Remembers which times changed when: tells a reader up to which time what it has seen still holds, whatever
/// came late.
///
/// A change is recorded after it has become visible. Who takes sequence() before a querier misses nothing.
/// Threads: any. Memory: at most kMostMarks marks.
class AppendHistory {
public:
    static constexpr std::int64_t kEverything = std::numeric_limits<std::int64_t>::min();
    static constexpr std::int64_t kNothing = std::numeric_limits<std::int64_t>::max();

    /// Samples at `earliestMs` and perhaps later have changed; kEverything for a removal.
    void record(std::int64_t earliestMs);
    /// The number of the newest change.
    [[nodiscard]] std::uint64_t sequence() const;
    /// The earliest time that has changed after that change; kNothing when none has, kEverything when too much
    /// has happened since.
    [[nodiscard]] std::int64_t earliestSince(std::uint64_t sequence) const;

private:
    static constexpr std::size_t kMostMarks = 4096;
    struct Mark {
        std::uint64_t sequence = 0;
        std::int64_t earliestMs = 0;
    };

    mutable Mutex m_mutex;
    std::uint64_t m_sequence WG_GUARDED_BY(m_mutex) = 0;
    std::uint64_t m_forgotten WG_GUARDED_BY(m_mutex) = 0;  ///< newest mark that is no longer kept
    /// Ascending in both members: only changes that no later one reaches behind.
    std::deque<Mark> m_marks WG_GUARDED_BY(m_mutex);
};

}  // namespace watchglass::storage
