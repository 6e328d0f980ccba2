#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <unordered_map>
#include <vector>

#include "engine/base/mutex.h"
#include "engine/storage/shared_times.h"
#include "engine/storage/storage.h"

namespace watchglass::storage {

/// Samples of one series in one block, decoded. Times are shared between series that have the same.
struct DecodedColumn {
    std::shared_ptr<const std::vector<std::int64_t>> times;
    std::uint64_t timesHash = 0;
    std::vector<double> values;
    std::vector<HistogramPtr> histograms;  ///< as in Columns
    bool noStale = false;
};

/// The samples [from, to) of a column, which may be null: no samples.
struct ColumnSlice {
    std::shared_ptr<const DecodedColumn> column;
    std::size_t from = 0;
    std::size_t to = 0;

    [[nodiscard]] bool empty() const { return from == to; }
    /// Equal where times are.
    [[nodiscard]] std::uint64_t timesId() const;
    void appendTo(Columns& out) const;
    /// Becomes all of `out`, whose times stay where they are the same.
    void assignTo(Columns& out) const;
};

/// Keeps decoded columns of blocks: panels over history read the same series again and again. The least recently
/// used go first. Shared by all blocks of a store.
/// Threads: any.
class ColumnCache {
public:
    explicit ColumnCache(std::size_t maxBytes) : m_maxBytes(maxBytes) {}

    /// `block` is the block's own number (nextBlock()). Null when it is not there.
    [[nodiscard]] std::shared_ptr<const DecodedColumn> find(std::uint64_t block, SeriesRef ref);
    /// `times`: those of the columns, which then have none; or null.
    std::shared_ptr<const DecodedColumn> put(std::uint64_t block, SeriesRef ref, Columns&& columns,
                                             SharedTimes times = {});
    [[nodiscard]] std::uint64_t nextBlock();
    /// Lets go of the columns of a block that is gone.
    void drop(std::uint64_t block);

private:
    struct Key {
        std::uint64_t block = 0;
        SeriesRef ref = 0;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const { return key.block * 0x9E3779B97F4A7C15ULL ^ key.ref; }
    };
    struct Slot {
        Key key;
        std::shared_ptr<const DecodedColumn> column;
    };

    const std::size_t m_maxBytes;
    Mutex m_mutex;
    std::uint64_t m_blocks WG_GUARDED_BY(m_mutex) = 0;
    std::size_t m_bytes WG_GUARDED_BY(m_mutex) = 0;
    std::list<Slot> m_slots WG_GUARDED_BY(m_mutex);  ///< most recently used first
    std::unordered_map<Key, std::list<Slot>::iterator, KeyHash> m_byKey WG_GUARDED_BY(m_mutex);
    /// By hash of the times.
    std::unordered_map<std::uint64_t, std::weak_ptr<const std::vector<std::int64_t>>> m_times WG_GUARDED_BY(m_mutex);
};

}  // namespace watchglass::storage
