#pragma once

#include <cstdint>
#include <vector>

#include "engine/storage/ref_pages.h"
#include "engine/storage/storage.h"

namespace watchglass::storage {

class Group;

/// Which columns of which groups have the samples of each series. Nearly always it is one.
/// Threads: none of its own; the owner locks, and owns the groups.
class SeriesPlaces {
public:
    struct Place {
        Group* group = nullptr;
        std::uint32_t column = 0;
        std::uint32_t before = 0;  ///< place in m_before + 1 of that of the samples before; 0: there is none
    };

    /// Where a series is written now; null when it has no group.
    [[nodiscard]] const Place* newest(SeriesRef ref) const
    {
        const Place* const place = m_newest.find(ref);
        return place && place->group ? place : nullptr;
    }
    [[nodiscard]] const Place* before(const Place& place) const
    {
        return place.before == 0 ? nullptr : &m_before[place.before - 1];
    }
    /// From now on the series is written there.
    void add(SeriesRef ref, Group& group, std::uint32_t column);
    /// Forgets places in groups for which `dead` is true.
    template <class Dead>
    void erase(Dead&& dead)
    {
        std::vector<Place> alive;
        m_newest.forEach([&](SeriesRef, Place& newest) {
            if (!newest.group || (newest.before == 0 && !dead(newest.group))) return;
            alive.clear();
            for (const Place* at = &newest; at; at = before(*at)) {
                if (!dead(at->group)) alive.push_back(*at);
            }
            release(newest.before);
            newest = {};
            for (auto it = alive.rbegin(); it != alive.rend(); ++it) push(newest, {it->group, it->column});
        });
        m_newest.trim([](const Place& place) { return place.group == nullptr; });
    }
    /// Series that have a place.
    [[nodiscard]] std::uint64_t count() const;

private:
    void push(Place& newest, Place place);
    void release(std::uint32_t before);

    RefPages<Place> m_newest;
    std::vector<Place> m_before;
    std::vector<std::uint32_t> m_free;  ///< unused places of m_before
};

}  // namespace watchglass::storage
