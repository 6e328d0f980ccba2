// min_over_time and max_over_time.

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/promql/eval_lanes.h"

namespace watchglass::promql {

namespace {

/// What the reference's loop keeps of two values in their order: equal ones (0 and -0) leave the earlier one.
template <bool Greatest>
double better(double earlier, double later)
{
    const bool beats = Greatest ? later > earlier : later < earlier;
    return beats || std::isnan(earlier) ? later : earlier;
}

template <bool Greatest>
double scan(const double* values, std::uint32_t count)
{
    double best = values[0];
    for (std::uint32_t j = 1; j < count; ++j) best = better<Greatest>(best, values[j]);
    return best;
}

/// The same through several scans side by side, whose order only zeros and NaN alone tell.
template <bool Greatest>
double scanLanes(const double* values, std::uint32_t count)
{
    if (count < 2 * kLanes) return scan<Greatest>(values, count);
    std::array<double, kLanes> best;
    std::copy_n(values, kLanes, best.begin());
    std::uint32_t j = kLanes;
    for (; j + kLanes <= count; j += kLanes) {
        for (std::uint32_t k = 0; k < kLanes; ++k) best[k] = better<Greatest>(best[k], values[j + k]);
    }
    double all = scan<Greatest>(best.data(), kLanes);
    for (; j < count; ++j) all = better<Greatest>(all, values[j]);
    return all == 0 || std::isnan(all) ? scan<Greatest>(values, count) : all;
}

/// Windows that overlap: the best of each block of samples up to a sample and from it on, so that a window is put
/// together from the end of one block, the start of another and the few between.
template <bool Greatest>
void slide(const RangeInput& in, KernelScratch& scratch, Row& out)
{
    const WindowPlan& plan = *in.plan;
    const std::uint32_t block = std::max(plan.longest / 2, 1U);
    const auto count = static_cast<std::uint32_t>(in.count);
    scratch.values.resize(std::size_t{2} * count);
    double* upTo = scratch.values.data();
    double* from = upTo + count;
    for (std::uint32_t first = 0; first < count; first += block) {
        const std::uint32_t last = std::min(first + block, count) - 1;
        upTo[first] = in.values[first];
        from[last] = in.values[last];
        for (std::uint32_t k = 1; k <= last - first; ++k) {
            upTo[first + k] = better<Greatest>(upTo[first + k - 1], in.values[first + k]);
            from[last - k] = better<Greatest>(in.values[last - k], from[last - k + 1]);
        }
    }
    forEachBit(out.present, [&](std::uint32_t i) {
        const std::uint32_t lo = plan.lo[i];
        const std::uint32_t end = plan.hi[i] - 1;
        std::uint32_t b = lo / block;
        if (b == end / block) {
            out.values[i] = scan<Greatest>(in.values + lo, end - lo + 1);
            return;
        }
        double best = from[lo];
        for (++b; b < end / block; ++b) best = better<Greatest>(best, from[std::size_t{b} * block]);
        out.values[i] = better<Greatest>(best, upTo[end]);
    });
}

template <bool Greatest>
void extremes(const RangeInput& in, KernelScratch& scratch, Row& out)
{
    const WindowPlan& plan = *in.plan;
    // Short windows, or such as hardly overlap.
    constexpr std::uint32_t kShortWindow = 16;
    if (plan.longest <= kShortWindow || std::uint64_t{plan.longest} * in.steps <= 2 * std::uint64_t{in.count}) {
        forEachBit(out.present, [&](std::uint32_t i) {
            out.values[i] = scanLanes<Greatest>(in.values + plan.lo[i], plan.hi[i] - plan.lo[i]);
        });
    } else {
        slide<Greatest>(in, scratch, out);
    }
}

}  // namespace

void extremeKernel(const RangeInput& in, bool greatest, KernelScratch& scratch, Row& out)
{
    setPresence(in, false, out);
    if (greatest) {
        extremes<true>(in, scratch, out);
    } else {
        extremes<false>(in, scratch, out);
    }
}

}  // namespace watchglass::promql
