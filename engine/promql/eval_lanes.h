#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/base/kahan_sum.h"
#include "engine/promql/eval_kernels.h"

namespace watchglass::promql {

/// Which windows have enough samples.
inline void setPresence(const RangeInput& in, bool atLeastTwo, Row& out)
{
    const WindowPlan& plan = *in.plan;
    out.present = atLeastTwo ? plan.present2 : plan.present1;
    out.dense = atLeastTwo ? plan.dense2 : plan.dense1;
}

/// Calls fn(step, lo, hi) for each window with enough samples.
template <class Fn>
void forEachWindow(const RangeInput& in, bool atLeastTwo, Row& out, Fn&& fn)
{
    setPresence(in, atLeastTwo, out);
    const WindowPlan& plan = *in.plan;
    forEachBit(out.present, [&](std::uint32_t i) { out.values[i] = fn(i, plan.lo[i], plan.hi[i]); });
}

/// Windows side by side: enough independent additions to hide the latency of one compensated sum.
inline constexpr std::uint32_t kLanes = 8;

/// Runs fn(firstStep) for each run of kLanes present steps, and single(step) for what is left.
template <class Fn, class Single>
void forEachLaneGroup(const RangeInput& in, const Row& out, Fn&& fn, Single&& single)
{
    std::uint32_t i = 0;
    while (i < in.steps) {
        bool all = i + kLanes <= in.steps;
        for (std::uint32_t k = 0; all && k < kLanes; ++k) all = out.dense || out.has(i + k);
        if (all) {
            fn(i);
            i += kLanes;
        } else {
            if (out.dense || out.has(i)) single(i);
            ++i;
        }
    }
}

/// Two numbers in a register that every x86-64 and ARM64 has.
using Pair = double __attribute__((vector_size(16)));

/// Numbers of kLanes windows, two and two.
using Lanes = std::array<Pair, kLanes / 2>;

/// kLanes compensated sums side by side.
///
/// The error of an addition is a number that a double holds, so that Knuth's way to it, which needs no comparison,
/// gives the bits of KahanSum::add; a quarter of the time. Not so once something overflowed or is no number: those
/// lanes must be summed again.
class LaneSums {
public:
    void start(std::uint32_t lane, double first) { m_sum[lane / 2][lane % 2] = first; }
    void add(const Lanes& x)
    {
        for (std::uint32_t k = 0; k < kLanes / 2; ++k) {
            const Pair t = m_sum[k] + x[k];
            const Pair b = t - m_sum[k];
            m_c[k] += (m_sum[k] - (t - b)) + (x[k] - b);
            m_sum[k] = t;
        }
    }
    [[nodiscard]] KahanSum lane(std::uint32_t k) const { return {m_sum[k / 2][k % 2], m_c[k / 2][k % 2]}; }
    /// Whether lane() is what KahanSum gives.
    [[nodiscard]] bool holds(std::uint32_t k) const
    {
        const KahanSum sum = lane(k);
        return std::isfinite(sum.sum) && std::isfinite(sum.c);
    }

private:
    Lanes m_sum{};
    Lanes m_c{};
};

/// The first sample of each of kLanes windows.
using LaneStarts = std::array<const double*, kLanes>;

inline LaneStarts laneStarts(const RangeInput& in, std::uint32_t i)
{
    LaneStarts at;
    for (std::uint32_t k = 0; k < kLanes; ++k) at[k] = in.values + in.plan->lo[i + k];
    return at;
}

/// Sample j of each window.
inline Lanes laneValues(const LaneStarts& at, std::uint32_t j)
{
    Lanes out;
    for (std::uint32_t k = 0; k < kLanes / 2; ++k) out[k] = Pair{at[2 * k][j], at[2 * k + 1][j]};
    return out;
}

/// What the windows i .. i + kLanes - 1 have at least.
inline std::uint32_t commonLength(const WindowPlan& plan, std::uint32_t i)
{
    std::uint32_t common = plan.hi[i] - plan.lo[i];
    for (std::uint32_t k = 1; k < kLanes; ++k) common = std::min(common, plan.hi[i + k] - plan.lo[i + k]);
    return common;
}

}  // namespace watchglass::promql
