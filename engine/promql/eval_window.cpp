#include "engine/promql/eval_window.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace watchglass::promql {

InstantPlan makeInstantPlan(const std::vector<std::int64_t>& times, const Grid& grid, const ResolvedTime& at,
                            std::int64_t lookbackMs)
{
    InstantPlan plan;
    plan.index.resize(grid.steps);
    plan.present.assign(bitmapWords(grid.steps), 0);
    std::size_t next = 0;  // first sample after the step
    std::uint32_t found = 0;
    plan.contiguous = true;
    for (std::uint32_t i = 0; i < grid.steps; ++i) {
        const std::int64_t t = at.lookupAt(grid, i);
        while (next < times.size() && times[next] <= t) ++next;
        if (next == 0 || times[next - 1] <= t - lookbackMs) {
            plan.contiguous = false;
            continue;
        }
        plan.index[i] = static_cast<std::uint32_t>(next - 1);
        setBit(plan.present, i);
        ++found;
        if (plan.index[i] != plan.index[0] + i) plan.contiguous = false;
    }
    plan.dense = found == grid.steps;
    plan.contiguous = plan.contiguous && plan.dense;
    return plan;
}

WindowPlan makeWindowPlan(const std::vector<std::int64_t>& times, const Grid& grid, const ResolvedTime& at)
{
    WindowPlan plan;
    plan.lo.resize(grid.steps);
    plan.hi.resize(grid.steps);
    plan.present1.assign(bitmapWords(grid.steps), 0);
    plan.present2.assign(bitmapWords(grid.steps), 0);
    plan.dense1 = true;
    plan.dense2 = true;
    std::size_t lo = 0;
    std::size_t hi = 0;
    for (std::uint32_t i = 0; i < grid.steps; ++i) {
        const std::int64_t end = at.lookupAt(grid, i);
        while (hi < times.size() && times[hi] <= end) ++hi;
        while (lo < hi && times[lo] <= end - at.rangeMs) ++lo;
        plan.lo[i] = static_cast<std::uint32_t>(lo);
        plan.hi[i] = static_cast<std::uint32_t>(hi);
        const auto count = static_cast<std::uint32_t>(hi - lo);
        plan.longest = std::max(plan.longest, count);
        if (count >= 1) setBit(plan.present1, i);
        if (count >= 2) setBit(plan.present2, i);
        plan.dense1 = plan.dense1 && count >= 1;
        plan.dense2 = plan.dense2 && count >= 2;
    }
    return plan;
}

void fillRatePlan(WindowPlan& plan, const std::vector<std::int64_t>& times, const Grid& grid, const ResolvedTime& at)
{
    fillRatePlan(plan, times, grid, at, [&](std::uint32_t i) -> std::uint64_t { return plan.hi[i] - plan.lo[i]; });
}

void fillRatePlan(WindowPlan& plan, const std::vector<std::int64_t>& times, const Grid& grid, const ResolvedTime& at,
                  const std::function<std::uint64_t(std::uint32_t)>& samplesIn)
{
    if (plan.hasRate) return;
    plan.hasRate = true;
    plan.sampled.assign(grid.steps, 1);
    plan.toStart.assign(grid.steps, 0);
    plan.toEnd.assign(grid.steps, 0);
    for (std::uint32_t i = 0; i < grid.steps; ++i) {
        if (plan.hi[i] - plan.lo[i] < 2) continue;
        const std::uint64_t count = samplesIn(i);
        const std::int64_t rangeEnd = at.lookupAt(grid, i);
        const std::int64_t rangeStart = rangeEnd - at.rangeMs;
        const std::int64_t firstT = times[plan.lo[i]];
        const std::int64_t lastT = times[plan.hi[i] - 1];
        double toStart = static_cast<double>(firstT - rangeStart) / 1000;
        double toEnd = static_cast<double>(rangeEnd - lastT) / 1000;
        const double sampled = static_cast<double>(lastT - firstT) / 1000;
        const double between = sampled / static_cast<double>(count - 1);
        const double threshold = between * 1.1;
        if (toStart >= threshold) toStart = between / 2;
        if (toEnd >= threshold) toEnd = between / 2;
        plan.sampled[i] = sampled;
        plan.toStart[i] = toStart;
        plan.toEnd[i] = toEnd;
    }
}

void dropBuckets(storage::Columns& columns)
{
    FloatHistogram last;
    bool hasLast = false;
    for (HistogramPtr& h : columns.histograms) {
        if (!h) continue;
        CounterResetHint hint = h->counterResetHint;
        if (hint == CounterResetHint::Unknown && hasLast) {
            hint = h->detectReset(last) ? CounterResetHint::Reset : CounterResetHint::NotReset;
        }
        last = *h;
        last.counterResetHint = hint;
        hasLast = true;
        auto stats = std::make_shared<FloatHistogram>();
        stats->counterResetHint = hint;
        stats->schema = h->schema;
        stats->count = h->count;
        stats->sum = h->sum;
        h = std::move(stats);
    }
}

void dropStaleMarkers(storage::Columns& columns)
{
    if (columns.noStale || !hasStaleMarker(columns.values)) return;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < columns.values.size(); ++i) {
        if (isStaleMarker(columns.values[i])) continue;
        columns.times[kept] = columns.times[i];
        columns.values[kept] = columns.values[i];
        if (!columns.histograms.empty()) columns.histograms[kept] = std::move(columns.histograms[i]);
        if (!columns.startTimes.empty()) columns.startTimes[kept] = columns.startTimes[i];
        ++kept;
    }
    columns.times.resize(kept);
    columns.values.resize(kept);
    if (!columns.histograms.empty()) columns.histograms.resize(kept);
    if (!columns.startTimes.empty()) columns.startTimes.resize(kept);
    columns.timesId = 0;
}

}  // namespace watchglass::promql
