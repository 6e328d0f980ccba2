#pragma once

#include <chrono>
#include <cstdint>

#include "engine/base/clock.h"

namespace watchglass::scrape {

/// When a target is scraped: at once and again half a second later, so that rates show within a second, then
/// every interval at a fixed place on a grid of the wall clock. Targets share grid points, so that the thread wakes
/// once for many (storage.md, section 1).
class Schedule {
public:
    /// `hash` places the target within the interval, the same after each restart.
    Schedule(std::uint64_t hash, std::chrono::milliseconds interval, const Clock& clock);

    /// Steady time of the next scrape.
    [[nodiscard]] std::int64_t dueNs() const { return m_dueNs; }
    /// Wall time of the next scrape.
    [[nodiscard]] std::int64_t dueMs() const { return m_dueMs; }
    [[nodiscard]] std::chrono::milliseconds interval() const { return m_interval; }

    /// Takes a new interval; the next scrape moves to the new grid.
    void setInterval(std::chrono::milliseconds interval, const Clock& clock);
    /// Has the first scrape come at once, for what is in this process and needs no spreading.
    void startAtOnce(const Clock& clock);
    /// A scrape starts: returns the time for its samples and plans the next one.
    [[nodiscard]] std::int64_t start(const Clock& clock);

private:
    void alignAfter(std::int64_t wallMs, const Clock& clock);

    std::uint64_t m_hash;
    std::chrono::milliseconds m_interval;
    std::int64_t m_dueNs = 0;
    std::int64_t m_dueMs = 0;
    int m_quickStarts = 0;
    bool m_aligned = false;  ///< the next scrape is on the grid
};

/// Width of the grid of start times for an interval.
[[nodiscard]] std::chrono::milliseconds gridFor(std::chrono::milliseconds interval);

}  // namespace watchglass::scrape
