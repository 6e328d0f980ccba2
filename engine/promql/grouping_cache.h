#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/base/mutex.h"
#include "engine/promql/eval_grouping.h"
#include "engine/promql/eval_types.h"

namespace watchglass::promql {

/// Which group the series of a store fall into, for one clause. Immutable once it is shared.
struct Grouping {
    static constexpr std::uint32_t kUnknown = ~std::uint32_t{0};
    storage::SeriesRef first = 0;        ///< of groupOf
    std::vector<std::uint32_t> groupOf;  ///< by series ref: index into `groups`, kUnknown where nobody asked yet
    std::vector<Labels> groups;

    [[nodiscard]] std::uint32_t of(storage::SeriesRef ref) const
    {
        const std::uint64_t place = ref - first;  // below first: beyond everything
        return place < groupOf.size() ? groupOf[place] : kUnknown;
    }
    void set(storage::SeriesRef ref, std::uint32_t group);
};
using GroupingPtr = std::shared_ptr<const Grouping>;

/// Keeps groupings between the queries of one store: a series' labels never change, so neither does its group.
/// Threads: any.
class GroupingCache {
public:
    /// Null when there is none.
    [[nodiscard]] GroupingPtr find(const std::string& clause);
    void put(const std::string& clause, GroupingPtr grouping);
    /// Begins anew when the store has forgotten series since the last call (Queryable::seriesForgotten()).
    void noteForgotten(std::uint64_t times);

private:
    Mutex m_mutex;
    std::unordered_map<std::string, GroupingPtr> m_groupings WG_GUARDED_BY(m_mutex);
    std::size_t m_entries WG_GUARDED_BY(m_mutex) = 0;  ///< of all `groupOf` together
    std::uint64_t m_forgotten WG_GUARDED_BY(m_mutex) = 0;
};

/// Maps stored series to the groups of one aggregation, whose places it is told.
/// Threads: one.
class SeriesGroups {
public:
    SeriesGroups(const GroupKeys& keys, GroupingCache& cache) : m_keys(keys), m_cache(cache) {}

    /// The place of the group of a row with a `ref`. `placeOf` (Labels -> std::uint32_t) tells the place of a group.
    template <class PlaceOf>
    [[nodiscard]] std::uint32_t find(const Row& row, PlaceOf&& placeOf)
    {
        if (m_clause.empty()) open(row.bare);
        const std::uint32_t group = m_known ? m_known->of(row.ref) : Grouping::kUnknown;
        if (group == Grouping::kUnknown) {
            Labels labels = labelsOf(row);
            const std::uint32_t place = placeOf(labels);
            learn(row.ref, place, std::move(labels));
            return place;
        }
        if (m_places[group] == Grouping::kUnknown) m_places[group] = placeOf(m_known->groups[group]);
        return m_places[group];
    }

    /// Puts what was learned into the cache.
    void keep();

private:
    void open(bool bare);
    [[nodiscard]] Labels labelsOf(const Row& row) const;
    void learn(storage::SeriesRef ref, std::uint32_t place, Labels labels);

    const GroupKeys& m_keys;
    GroupingCache& m_cache;
    std::string m_clause;
    GroupingPtr m_known;
    std::vector<std::uint32_t> m_places;  ///< of the known groups
    std::vector<std::pair<storage::SeriesRef, std::uint32_t>> m_learned;
    std::vector<Labels> m_learnedLabels;  ///< by place; only those of `m_learned` are set
};

}  // namespace watchglass::promql
