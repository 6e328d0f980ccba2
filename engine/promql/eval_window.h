#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "engine/promql/eval_facts.h"
#include "engine/promql/eval_types.h"
#include "engine/storage/storage.h"

namespace watchglass::promql {

/// Which sample an instant selector reads at each step, before staleness markers are looked at.
struct InstantPlan {
    std::vector<std::uint32_t> index;  ///< of the newest sample in (t - lookback, t]; 0 where there is none
    Bitmap present;
    bool dense = false;       ///< a sample at every step
    bool contiguous = false;  ///< dense, and index[i] = index[0] + i
};

/// The samples [lo, hi) that lie in the window (t - range, t] of each step. Depends on timestamps only, so
/// that series of one scrape share it.
struct WindowPlan {
    std::vector<std::uint32_t> lo;
    std::vector<std::uint32_t> hi;
    Bitmap present1;  ///< windows of at least one sample
    Bitmap present2;  ///< of at least two
    bool dense1 = false;
    bool dense2 = false;
    std::uint32_t longest = 0;    ///< samples of the largest window
    bool hasRate = false;         ///< the three below are filled (fillRatePlan)
    std::vector<double> sampled;  ///< seconds from first to last sample
    std::vector<double> toStart;  ///< seconds to extrapolate to the left, before the zero point is looked at
    std::vector<double> toEnd;    ///< and to the right
    bool hasLine = false;         ///< the three below are filled (fillLinePlan)
    std::vector<double> sumX;     ///< of the sample times in seconds from the origin
    std::vector<double> sumX2;    ///< of their squares
    std::vector<double> x;        ///< those times, where all windows have the same (as far as each goes), else empty
};

[[nodiscard]] InstantPlan makeInstantPlan(const std::vector<std::int64_t>& times, const Grid& grid,
                                          const ResolvedTime& at, std::int64_t lookbackMs);
[[nodiscard]] WindowPlan makeWindowPlan(const std::vector<std::int64_t>& times, const Grid& grid,
                                        const ResolvedTime& at);
/// Adds what rate, increase and delta need (prometheus promql/functions.go, extrapolatedRate).
void fillRatePlan(WindowPlan& plan, const std::vector<std::int64_t>& times, const Grid& grid, const ResolvedTime& at);
/// The same where `samplesIn` tells of how many samples a step's window stands for.
void fillRatePlan(WindowPlan& plan, const std::vector<std::int64_t>& times, const Grid& grid, const ResolvedTime& at,
                  const std::function<std::uint64_t(std::uint32_t)>& samplesIn);

/// Adds what deriv and predict_linear need. The origin of a window is its step, or else its first sample.
void fillLinePlan(WindowPlan& plan, const std::vector<std::int64_t>& times, const Grid& grid, bool fromStep);

/// Removes staleness markers, which range selectors skip. Clears timesId when there were any.
void dropStaleMarkers(storage::Columns& columns);
/// Leaves count and sum of histograms, with hints that tell what the buckets would have told.
void dropBuckets(storage::Columns& columns);

/// Keeps plans by the identity of their timestamps: by timesId where the store knows it, else by comparing
/// with the series before.
template <class Plan>
class PlanCache {
public:
    /// `columns`: storage::Columns or RollupColumns.
    template <class Samples, class Make>
    Plan& get(const Samples& columns, Make&& make)
    {
        if (columns.timesId != 0) {
            const auto found = m_byId.find(columns.timesId);
            if (found != m_byId.end()) return *found->second;
            if (m_byId.size() >= kMostPlans) m_byId.clear();
            return *m_byId.emplace(columns.timesId, std::make_unique<Plan>(make(columns.times))).first->second;
        }
        if (!m_last || m_lastTimes != columns.times) {
            m_lastTimes = columns.times;
            m_last = std::make_unique<Plan>(make(columns.times));
        }
        return *m_last;
    }

private:
    /// A plan of a day at 15 s with its rate part is 200 kB.
    static constexpr std::size_t kMostPlans = 64;

    std::unordered_map<std::uint64_t, std::unique_ptr<Plan>> m_byId;
    std::vector<std::int64_t> m_lastTimes;
    std::unique_ptr<Plan> m_last;
};

}  // namespace watchglass::promql
