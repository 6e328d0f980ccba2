#pragma once

#include <algorithm>

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

/// What the windows i .. i + kLanes - 1 have at least.
inline std::uint32_t commonLength(const WindowPlan& plan, std::uint32_t i)
{
    std::uint32_t common = plan.hi[i] - plan.lo[i];
    for (std::uint32_t k = 1; k < kLanes; ++k) common = std::min(common, plan.hi[i + k] - plan.lo[i + k]);
    return common;
}

}  // namespace watchglass::promql
