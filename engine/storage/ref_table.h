#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/storage/storage.h"

namespace watchglass::storage {

/// Finds refs by the hash of what they stand for (its lower half): open addressing, 8 bytes a slot, at most 13 slots of
/// 16 in use.
/// Threads: none of its own; the owner locks.
class RefTable {
public:
    /// The ref of `hash` for which `same(ref)` is true; 0 when there is none.
    template <class Same>
    [[nodiscard]] SeriesRef find(std::uint64_t hash, Same&& same) const
    {
        if (m_slots.empty()) return 0;
        const auto tag = static_cast<std::uint32_t>(hash);
        for (std::size_t i = tag & mask(); m_slots[i].ref != 0; i = (i + 1) & mask()) {
            if (m_slots[i].tag == tag && same(SeriesRef{m_slots[i].ref})) return m_slots[i].ref;
        }
        return 0;
    }

    /// Brings into the cache what find() and insert() will look at.
    void prefetch(std::uint64_t hash) const
    {
        if (!m_slots.empty()) __builtin_prefetch(&m_slots[static_cast<std::uint32_t>(hash) & mask()]);
    }

    /// Makes room for so many refs.
    void reserve(std::size_t count)
    {
        if (count * 16 <= m_slots.size() * kMostOf16) return;
        std::size_t size = std::max<std::size_t>(64, m_slots.size());
        while (count * 16 > size * kMostOf16) size *= 2;
        const std::vector<Slot> before = std::exchange(m_slots, std::vector<Slot>(size));
        for (const Slot& slot : before) {
            if (slot.ref != 0) put(slot);
        }
    }

    /// `ref` is not 0 and not there yet.
    void insert(std::uint64_t hash, SeriesRef ref)
    {
        reserve(m_size + 1);
        put({static_cast<std::uint32_t>(ref), static_cast<std::uint32_t>(hash)});
        ++m_size;
    }

private:
    static constexpr std::size_t kMostOf16 = 13;

    struct Slot {
        std::uint32_t ref = 0;
        std::uint32_t tag = 0;
    };

    [[nodiscard]] std::size_t mask() const { return m_slots.size() - 1; }

    void put(Slot slot)
    {
        std::size_t i = slot.tag & mask();
        while (m_slots[i].ref != 0) i = (i + 1) & mask();
        m_slots[i] = slot;
    }

    std::vector<Slot> m_slots;
    std::size_t m_size = 0;
};

}  // namespace watchglass::storage
