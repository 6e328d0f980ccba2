#include "engine/storage/exemplar_ring.h"

#include <algorithm>
#include <tuple>

namespace watchglass::storage {

namespace {

/// Characters of all names and values of an exemplar together (OpenMetrics).
constexpr std::size_t kMostCharacters = 128;

std::size_t charactersOf(const Labels& labels)
{
    std::size_t out = 0;
    const auto isStart = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    for (const LabelView label : labels) {
        for (const std::string_view text : {label.name, label.value}) {
            out += static_cast<std::size_t>(std::count_if(text.begin(), text.end(), isStart));
        }
    }
    return out;
}

bool comesAfter(const ExemplarSample& a, const ExemplarSample& b)
{
    return std::make_tuple(a.tMs, a.value, a.labels.hash()) > std::make_tuple(b.tMs, b.value, b.labels.hash());
}

}  // namespace

void ExemplarRing::add(std::vector<ExemplarSample> exemplars)
{
    const MutexLock lock(m_mutex);
    for (ExemplarSample& exemplar : exemplars) {
        if (m_most == 0 || charactersOf(exemplar.labels) > kMostCharacters) continue;
        std::deque<ExemplarSample>& own = m_bySeries[exemplar.ref];
        if (!own.empty() && !comesAfter(exemplar, own.back())) continue;
        m_order.push_back(exemplar.ref);
        own.push_back(std::move(exemplar));
        dropBeyondMost();
    }
}

void ExemplarRing::resize(std::size_t most)
{
    const MutexLock lock(m_mutex);
    m_most = most;
    dropBeyondMost();
}

void ExemplarRing::dropBeyondMost()
{
    while (m_order.size() > m_most) {
        const auto oldest = m_bySeries.find(m_order.front());
        m_order.pop_front();
        oldest->second.pop_front();
        if (oldest->second.empty()) m_bySeries.erase(oldest);
    }
}

std::vector<SeriesExemplars> ExemplarRing::select(const std::vector<std::vector<Matcher>>& sets, std::int64_t minMs,
                                                  std::int64_t maxMs) const
{
    std::vector<SeriesExemplars> out;
    const MutexLock lock(m_mutex);
    for (const auto& [ref, own] : m_bySeries) {
        const bool wanted = std::any_of(sets.begin(), sets.end(), [&, ref = ref](const std::vector<Matcher>& matchers) {
            return m_index.matches(ref, matchers);
        });
        if (!wanted) continue;
        SeriesExemplars series{Labels::fromPacked(m_index.packed(ref)), {}};
        for (const ExemplarSample& exemplar : own) {
            if (exemplar.tMs >= minMs && exemplar.tMs <= maxMs) series.exemplars.push_back(exemplar);
        }
        if (!series.exemplars.empty()) out.push_back(std::move(series));
    }
    std::sort(out.begin(), out.end(),
              [](const SeriesExemplars& a, const SeriesExemplars& b) { return a.labels < b.labels; });
    return out;
}

std::vector<SeriesRef> ExemplarRing::refs() const
{
    const MutexLock lock(m_mutex);
    std::vector<SeriesRef> out;
    out.reserve(m_bySeries.size());
    for (const auto& [ref, own] : m_bySeries) out.push_back(ref);
    return out;
}

}  // namespace watchglass::storage
