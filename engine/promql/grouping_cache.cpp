#include "engine/promql/grouping_cache.h"

#include <algorithm>

#include "engine/promql/evaluator.h"

namespace watchglass::promql {

namespace {

/// Beyond these nothing is kept, and beyond all together all go: 32 MB.
constexpr std::size_t kMostGroups = 4096;
constexpr std::size_t kMostSeries = 4'000'000;
constexpr std::size_t kMostEntries = 8'000'000;

}  // namespace

void Grouping::set(storage::SeriesRef ref, std::uint32_t group)
{
    if (groupOf.empty()) first = ref;
    if (ref < first) {
        groupOf.insert(groupOf.begin(), first - ref, kUnknown);
        first = ref;
    }
    if (groupOf.size() <= ref - first) groupOf.resize(ref - first + 1, kUnknown);
    groupOf[ref - first] = group;
}

void GroupingCache::noteForgotten(std::uint64_t times)
{
    const MutexLock lock(m_mutex);
    if (m_forgotten == times) return;
    m_forgotten = times;
    m_groupings.clear();
    m_entries = 0;
}

GroupingPtr GroupingCache::find(const std::string& clause)
{
    const MutexLock lock(m_mutex);
    const auto found = m_groupings.find(clause);
    return found == m_groupings.end() ? nullptr : found->second;
}

void GroupingCache::put(const std::string& clause, GroupingPtr grouping)
{
    const std::size_t entries = grouping->groupOf.size();
    if (entries > kMostSeries || grouping->groups.size() > kMostGroups) return;
    const MutexLock lock(m_mutex);
    if (m_entries + entries > kMostEntries) {
        m_groupings.clear();
        m_entries = 0;
    }
    GroupingPtr& kept = m_groupings[clause];
    if (kept) m_entries -= kept->groupOf.size();
    m_entries += entries;
    kept = std::move(grouping);
}

void SeriesGroups::open(bool bare)
{
    m_clause = (bare ? "bare " : "full ") + m_keys.clause();
    m_known = m_cache.find(m_clause);
    if (m_known) m_places.assign(m_known->groups.size(), Grouping::kUnknown);
}

Labels SeriesGroups::labelsOf(const Row& row) const
{
    return m_keys.labels(row.bare ? withoutMetadata(*row.seriesLabels) : *row.seriesLabels);
}

void SeriesGroups::learn(storage::SeriesRef ref, std::uint32_t place, Labels labels)
{
    m_learned.emplace_back(ref, place);
    if (m_learnedLabels.size() <= place) m_learnedLabels.resize(place + std::size_t{1});
    m_learnedLabels[place] = std::move(labels);
}

void SeriesGroups::keep()
{
    if (m_learned.empty()) return;
    auto next = std::make_shared<Grouping>(m_known ? *m_known : Grouping());
    std::vector<std::uint32_t> groupAt(m_learnedLabels.size(), Grouping::kUnknown);
    for (std::uint32_t group = 0; group < m_places.size(); ++group) {
        if (m_places[group] < groupAt.size()) groupAt[m_places[group]] = group;
    }
    std::sort(m_learned.begin(), m_learned.end());  // the lowest first: it decides where the list begins
    for (const auto& [ref, place] : m_learned) {
        if (groupAt[place] == Grouping::kUnknown) {
            groupAt[place] = static_cast<std::uint32_t>(next->groups.size());
            next->groups.push_back(m_learnedLabels[place]);
        }
        next->set(ref, groupAt[place]);
    }
    m_cache.put(m_clause, std::move(next));
    m_learned.clear();
}

}  // namespace watchglass::promql
