#include "engine/storage/series_places.h"

namespace watchglass::storage {

void SeriesPlaces::add(SeriesRef ref, Group& group, std::uint32_t column) { push(m_newest.at(ref), {&group, column}); }

void SeriesPlaces::push(Place& newest, Place place)
{
    if (newest.group) {
        if (m_free.empty()) {
            m_before.push_back(newest);
            place.before = static_cast<std::uint32_t>(m_before.size());
        } else {
            m_before[m_free.back()] = newest;
            place.before = m_free.back() + 1;
            m_free.pop_back();
        }
    }
    newest = place;
}

void SeriesPlaces::release(std::uint32_t before)
{
    while (before != 0) {
        m_free.push_back(before - 1);
        before = m_before[before - 1].before;
    }
}

std::uint64_t SeriesPlaces::count() const
{
    std::uint64_t out = 0;
    m_newest.forEach([&](SeriesRef, const Place& place) { out += place.group != nullptr ? 1 : 0; });
    return out;
}

}  // namespace watchglass::storage
