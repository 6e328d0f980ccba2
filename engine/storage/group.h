#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/mutex.h"
#include "engine/storage/piece.h"

namespace watchglass::storage {

/// Series that arrive together (the series of one target, of one rule) and so share their times: sealed
/// pieces and one open slab of rows.
///
/// Invariants: the columns never change; times of rows ascend strictly.
/// Threads: begin(), drop() and everything marked "writer" by the head's one writer; the rest by anyone.
class Group : public std::enable_shared_from_this<Group> {
public:
    using Refs = std::shared_ptr<const std::vector<SeriesRef>>;

    /// `floorMs`: rows must be newer than this.
    Group(std::uint64_t id, Refs refs, std::int64_t floorMs);

    [[nodiscard]] const Refs& refs() const { return m_refs; }
    [[nodiscard]] bool hasExactly(std::span<const SeriesRef> refs) const;

    /// A row being filled.
    struct Row {
        std::shared_ptr<Slab> slab;
        std::uint32_t index = 0;
    };
    /// Opens the next row, all columns absent, sealing the slab when it is full. While `replaying` slabs are longer: a
    /// start has more room than time. Writer only. The caller sees to it that tMs > lastMs().
    Row begin(std::int64_t tMs, std::uint64_t sequence, bool replaying = false);
    /// Time of the newest row, or the floor. Writer only.
    [[nodiscard]] std::int64_t lastMs() const { return m_lastMs; }

    /// Forgets samples before `cutMs` as far as whole pieces go. Writer only. Returns false when none are left.
    bool drop(std::int64_t cutMs);

    void collect(std::size_t column, const ReadRange& range, Columns& out) const;
    [[nodiscard]] bool overlaps(const ReadRange& range) const;
    [[nodiscard]] std::optional<std::int64_t> minMs() const;
    /// As Head::nextMs(). Writer only.
    [[nodiscard]] std::optional<std::int64_t> nextMs(std::int64_t fromMs) const;

    // What the head's writer notes per group.
    std::uint64_t generation = 0;    ///< of the journal that knows the columns' labels
    std::uint64_t batch = 0;         ///< sequence of the last batch that touched the group
    Row row;                         ///< of that batch
    bool left = false;               ///< a series goes on in another group: whole rows no longer fit
    std::uint64_t strangeHash = 0;   ///< of the last batch that began with this group but had other series
    std::uint32_t strangeCount = 0;  ///< how often that list came in a row

private:
    /// A piece with its times beside it: what is out of range is not touched.
    struct Sealed {
        std::int64_t minMs = 0;
        std::int64_t maxMs = 0;
        std::shared_ptr<const Piece> piece;
    };
    /// What readers see: replaced as a whole.
    struct View {
        std::vector<Sealed> pieces;  ///< ascending
        std::shared_ptr<const Slab> open;
    };
    static void mergeSmall(std::vector<Sealed>& pieces);
    [[nodiscard]] std::shared_ptr<const View> view() const;
    void setView(std::shared_ptr<const View> view);

    const std::uint64_t m_id;
    const Refs m_refs;
    std::int64_t m_lastMs;
    std::shared_ptr<Slab> m_open;  // writer only
    std::atomic<std::int64_t> m_minMs;
    std::atomic<std::int64_t> m_maxMs;
    mutable Mutex m_mutex;
    std::shared_ptr<const View> m_view WG_GUARDED_BY(m_mutex);
};

}  // namespace watchglass::storage
