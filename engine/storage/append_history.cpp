#include "engine/storage/append_history.h"

#include <algorithm>

namespace watchglass::storage {

void AppendHistory::record(std::int64_t earliestMs)
{
    const MutexLock lock(m_mutex);
    ++m_sequence;
    while (!m_marks.empty() && m_marks.back().earliestMs >= earliestMs) m_marks.pop_back();
    m_marks.push_back({m_sequence, earliestMs});
    if (m_marks.size() > kMostMarks) {
        m_forgotten = m_marks.front().sequence;
        m_marks.pop_front();
    }
}

std::uint64_t AppendHistory::sequence() const
{
    const MutexLock lock(m_mutex);
    return m_sequence;
}

std::int64_t AppendHistory::earliestSince(std::uint64_t sequence) const
{
    const MutexLock lock(m_mutex);
    if (sequence < m_forgotten) return kEverything;
    const auto next = std::partition_point(m_marks.begin(), m_marks.end(),
                                           [&](const Mark& mark) { return mark.sequence <= sequence; });
    return next == m_marks.end() ? kNothing : next->earliestMs;
}

}  // namespace watchglass::storage
