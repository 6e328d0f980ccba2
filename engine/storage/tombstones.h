#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "engine/base/mutex.h"
#include "engine/storage/storage.h"

namespace watchglass::storage {

/// Times of a series that were deleted, both ends included.
struct Interval {
    std::int64_t minMs = 0;
    std::int64_t maxMs = 0;
    bool operator==(const Interval&) const = default;
};
/// Ascending, apart from each other.
using Intervals = std::vector<Interval>;

/// Adds an interval, joining it with what it touches.
void addInterval(Intervals& intervals, Interval added);
/// What of [minMs, maxMs] is in no interval.
[[nodiscard]] Intervals gapsOf(const Intervals& intervals, std::int64_t minMs, std::int64_t maxMs);
/// Takes samples out of `columns`.
void removeIntervals(const Intervals& intervals, Columns& columns);

/// What was deleted and is still in the head, a journal or a block: readers leave it out.
/// Threads: any. Readers take a snapshot, which never changes.
class Tombstones {
public:
    using Map = std::map<SeriesRef, Intervals>;
    using Snapshot = std::shared_ptr<const Map>;

    /// Never null.
    [[nodiscard]] Snapshot snapshot() const;
    void add(std::span<const std::pair<SeriesRef, Interval>> deleted);
    /// Forgets everything before `cutMs` that is not in a block any more.
    void dropBefore(std::int64_t cutMs);

private:
    mutable Mutex m_mutex;
    Snapshot m_map WG_GUARDED_BY(m_mutex) = std::make_shared<const Map>();
};

}  // namespace watchglass::storage
