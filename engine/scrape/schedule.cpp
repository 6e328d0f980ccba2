#include "engine/scrape/schedule.h"

#include <algorithm>
#include <cstdlib>

namespace watchglass::scrape {

namespace {

constexpr std::int64_t kNsPerMs = 1'000'000;
constexpr std::int64_t kFirstSpreadMs = 100;  // all targets at once, but not in the same millisecond
constexpr std::int64_t kSecondScrapeMs = 500;
/// Start times this close to their place on the grid are stored as that place, so that intervals are equal
/// and compress well. Prometheus takes 2 ms; here many targets share a place, the last of them starts later.
constexpr std::int64_t kToleranceMs = 10;

}  // namespace

std::chrono::milliseconds gridFor(std::chrono::milliseconds interval)
{
    constexpr std::int64_t kMaxGridMs = 250;
    return std::chrono::milliseconds(std::clamp<std::int64_t>(interval.count() / 20, 1, kMaxGridMs));
}

Schedule::Schedule(std::uint64_t hash, std::chrono::milliseconds interval, const Clock& clock)
    : m_hash(hash), m_interval(std::max(interval, std::chrono::milliseconds(1)))
{
    const auto spread = std::min<std::int64_t>(kFirstSpreadMs, m_interval.count());
    const auto delayMs = static_cast<std::int64_t>(hash % static_cast<std::uint64_t>(spread));
    m_dueMs = clock.nowMs() + delayMs;
    m_dueNs = clock.steadyNs() + delayMs * kNsPerMs;
}

void Schedule::setInterval(std::chrono::milliseconds interval, const Clock& clock)
{
    if (interval == m_interval) return;
    m_interval = std::max(interval, std::chrono::milliseconds(1));
    alignAfter(clock.nowMs(), clock);
}

void Schedule::startAtOnce(const Clock& clock)
{
    m_dueMs = clock.nowMs();
    m_dueNs = clock.steadyNs();
}

void Schedule::alignAfter(std::int64_t wallMs, const Clock& clock)
{
    const std::int64_t interval = m_interval.count();
    const std::int64_t grid = gridFor(m_interval).count();
    auto offset = static_cast<std::int64_t>(m_hash % static_cast<std::uint64_t>(interval));
    offset -= offset % grid;
    std::int64_t next = wallMs - wallMs % interval + offset;
    while (next <= wallMs) next += interval;
    while (next - interval > wallMs) next -= interval;
    m_dueMs = next;
    m_dueNs = clock.steadyNs() + (next - clock.nowMs()) * kNsPerMs;
}

std::int64_t Schedule::start(const Clock& clock)
{
    const std::int64_t nowMs = clock.nowMs();
    const std::int64_t off = std::abs(nowMs - m_dueMs);
    const std::int64_t tolerance = std::min(m_interval.count() / 100, kToleranceMs);
    const std::int64_t stampMs = off <= tolerance ? m_dueMs : nowMs;

    if (m_quickStarts < 2) ++m_quickStarts;
    const bool quick = m_quickStarts == 1 && m_interval.count() > 3 * kSecondScrapeMs;
    if (quick) {
        m_dueMs = nowMs + kSecondScrapeMs;
        m_dueNs = clock.steadyNs() + kSecondScrapeMs * kNsPerMs;
        return stampMs;
    }
    const bool onGrid = m_quickStarts == 2 && off <= m_interval.count() / 2 && m_aligned;
    if (onGrid) {
        m_dueMs += m_interval.count();
        m_dueNs += m_interval.count() * kNsPerMs;
        if (m_dueNs > clock.steadyNs()) return stampMs;
    }
    alignAfter(nowMs + std::min(m_interval.count() / 4, kSecondScrapeMs) * (m_aligned ? 0 : 1), clock);
    m_aligned = true;
    return stampMs;
}

}  // namespace watchglass::scrape
