#pragma once

#include <cstdint>
#include <deque>
#include <vector>

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
        return ref == 0 || ref > m_newest.size() || !m_newest[ref - 1].group ? nullptr : &m_newest[ref - 1];
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
        for (Place& newest : m_newest) {
            if (!newest.group || (newest.before == 0 && !dead(newest.group))) continue;
            alive.clear();
            for (const Place* at = &newest; at; at = before(*at)) {
                if (!dead(at->group)) alive.push_back(*at);
            }
            release(newest.before);
            newest = {};
            for (auto it = alive.rbegin(); it != alive.rend(); ++it) push(newest, {it->group, it->column});
        }
    }
    /// Series that have a place.
    [[nodiscard]] std::uint64_t count() const;

private:
    void push(Place& newest, Place place);
    void release(std::uint32_t before);

    std::deque<Place> m_newest;  ///< of ref i at i - 1
    std::vector<Place> m_before;
    std::vector<std::uint32_t> m_free;  ///< unused places of m_before
};

}  // namespace watchglass::storage
