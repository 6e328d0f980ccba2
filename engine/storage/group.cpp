#include "engine/storage/group.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "engine/base/assert.h"

namespace watchglass::storage {

namespace {

// Rows of doubles cost 8 bytes a sample until they are sealed: wide groups seal early, and of four small pieces one is
// made that takes less room (storage.md, section 2). Narrow groups wait, since a piece has fixed costs.
constexpr std::uint32_t kWideRows = 16;
constexpr std::size_t kMergePieces = 4;
constexpr std::uint32_t kReplayRows = 64;
constexpr std::uint32_t kNarrowRows = 120;
constexpr std::size_t kWide = 32;

/// Pieces between the one being decoded and the one being fetched.
constexpr std::ptrdiff_t kAhead = 2;

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

}  // namespace

Group::Group(std::uint64_t id, Refs refs, std::int64_t floorMs)
    : m_id(id), m_refs(std::move(refs)), m_lastMs(floorMs), m_minMs(kNever),
      m_maxMs(std::numeric_limits<std::int64_t>::min()), m_view(std::make_shared<const View>())
{
}

bool Group::hasExactly(std::span<const SeriesRef> refs) const
{
    return refs.size() == m_refs->size() && std::memcmp(refs.data(), m_refs->data(), refs.size_bytes()) == 0;
}

std::shared_ptr<const Group::View> Group::view() const
{
    const MutexLock lock(m_mutex);
    return m_view;
}

void Group::setView(std::shared_ptr<const View> view)
{
    const MutexLock lock(m_mutex);
    m_view.swap(view);
}

/// Makes one piece of the last ones when there are enough that are no longer than a slab.
void Group::mergeSmall(std::vector<Sealed>& pieces)
{
    if (pieces.size() < kMergePieces) return;
    const auto first = pieces.end() - kMergePieces;
    if (std::any_of(first, pieces.end(), [](const Sealed& one) { return one.piece->rows() > kWideRows; })) return;
    std::array<std::shared_ptr<const Piece>, kMergePieces> small;
    std::transform(first, pieces.end(), small.begin(), [](const Sealed& one) { return one.piece; });
    auto merged = Piece::merge(small);
    if (!merged) return;
    pieces.erase(first, pieces.end());
    pieces.push_back({merged->minMs(), merged->maxMs(), merged});
}

Group::Row Group::begin(std::int64_t tMs, std::uint64_t sequence, bool replaying)
{
    WG_ASSERT(tMs > m_lastMs);
    const bool wide = m_refs->size() >= kWide;
    const std::uint32_t held = m_open ? m_open->rows.load(std::memory_order_relaxed) : 0;
    if (!m_open || held == m_open->capacity || (wide && !replaying && held > kWideRows)) {
        auto next = std::make_shared<View>();
        next->pieces = view()->pieces;
        std::uint32_t capacity = !wide ? kNarrowRows : replaying ? kReplayRows : kWideRows;
        // Groups that start together must not seal together: the first slab of each has its own length.
        if (capacity != kReplayRows && (!m_open || m_open->capacity == kReplayRows)) {
            capacity = capacity / 4 + static_cast<std::uint32_t>(m_id * 7 % (capacity - capacity / 4));
        }
        if (m_open) {
            auto piece = Piece::seal(*m_open);
            next->pieces.push_back({piece->minMs(), piece->maxMs(), piece});
            if (wide) mergeSmall(next->pieces);
        }
        m_open = std::make_shared<Slab>(m_refs, capacity);
        next->open = m_open;
        setView(std::move(next));
    }
    const std::uint32_t index = m_open->rows.load(std::memory_order_relaxed);
    m_open->times[index] = tMs;
    m_open->sequences[index] = sequence;
    (void)m_open->begin(index);
    m_open->rows.store(index + 1, std::memory_order_release);
    m_lastMs = tMs;
    if (m_minMs.load(std::memory_order_relaxed) == kNever) m_minMs.store(tMs, std::memory_order_relaxed);
    m_maxMs.store(tMs, std::memory_order_relaxed);
    return {m_open, index};
}

bool Group::drop(std::int64_t cutMs)
{
    auto next = std::make_shared<View>(*view());
    std::erase_if(next->pieces, [&](const Sealed& piece) { return piece.maxMs < cutMs; });
    if (m_open && m_open->times[m_open->rows.load(std::memory_order_relaxed) - 1] < cutMs) {
        m_open.reset();
        next->open.reset();
        row = {};
    }
    const bool alive = next->open || !next->pieces.empty();
    if (alive) {
        m_minMs.store(next->pieces.empty() ? m_open->times[0] : next->pieces.front().minMs, std::memory_order_relaxed);
    }
    setView(std::move(next));
    return alive;
}

void Group::collect(std::size_t column, const ReadRange& range, Columns& out) const
{
    const std::shared_ptr<const View> now = view();
    const auto& pieces = now->pieces;
    const auto from = std::partition_point(pieces.begin(), pieces.end(),
                                           [&](const Sealed& piece) { return piece.maxMs < range.minMs; });
    const auto to = std::partition_point(from, pieces.end(),
                                         [&](const Sealed& piece) { return piece.minMs <= range.maxMs; });
    // Columns of different pieces lie far apart: fetch the next ones while one is decoded.
    for (auto it = from; it != to; ++it) {
        if (to - it > 2 * kAhead) it[2 * kAhead].piece->prefetchOffset(column);
        if (to - it > kAhead) it[kAhead].piece->prefetchColumn(column);
        it->piece->collect(column, range, out);
    }
    if (now->open) now->open->collect(column, range, out);
}

std::optional<std::int64_t> Group::nextMs(std::int64_t fromMs) const
{
    const std::shared_ptr<const View> now = view();
    for (const Sealed& piece : now->pieces) {
        if (piece.maxMs >= fromMs) return std::max(piece.minMs, fromMs);
    }
    if (m_open && m_lastMs >= fromMs) return std::max(m_open->times[0], fromMs);
    return std::nullopt;
}

bool Group::overlaps(const ReadRange& range) const
{
    return m_minMs.load(std::memory_order_relaxed) <= range.maxMs &&
           m_maxMs.load(std::memory_order_relaxed) >= range.minMs;
}

std::optional<std::int64_t> Group::minMs() const
{
    const std::int64_t value = m_minMs.load(std::memory_order_relaxed);
    if (value == kNever) return std::nullopt;
    return value;
}

}  // namespace watchglass::storage
