#include "engine/promql/eval_kernels.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "engine/promql/eval_lanes.h"
#include "engine/promql/eval_math.h"

namespace watchglass::promql {

namespace {

/// Compensated sums over the windows i .. i + kLanes - 1, each in its own order; from their first samples or from 0.
void sumLanes(const RangeInput& in, std::uint32_t i, bool fromFirst, std::array<KahanSum, kLanes>& out)
{
    const WindowPlan& plan = *in.plan;
    const LaneStarts at = laneStarts(in, i);
    const std::uint32_t skip = fromFirst ? 1 : 0;
    const std::uint32_t common = std::max(commonLength(plan, i), skip);
    LaneSums sums;
    for (std::uint32_t k = 0; fromFirst && k < kLanes; ++k) sums.start(k, at[k][0]);
    for (std::uint32_t j = skip; j < common; ++j) sums.add(laneValues(at, j));
    for (std::uint32_t k = 0; k < kLanes; ++k) {
        const bool holds = sums.holds(k);
        out[k] = holds ? sums.lane(k) : KahanSum{fromFirst ? at[k][0] : 0, 0};
        const std::uint32_t length = plan.hi[i + k] - plan.lo[i + k];
        for (std::uint32_t j = holds ? common : skip; j < length; ++j) out[k].add(at[k][j]);
    }
}

double joinSum(double sum, double c) { return std::isinf(sum) ? sum : sum + c; }

/// Each j with values[j] < values[j - 1]. Counters fall so seldom that most blocks are looked at as a whole.
void findResets(const double* values, std::size_t count, std::vector<std::uint32_t>& out)
{
    using Masks = std::int64_t __attribute__((vector_size(16)));
    constexpr std::size_t kBlock = 16;
    out.clear();
    const auto look = [&](std::size_t from, std::size_t to) {
        for (std::size_t j = from; j < to; ++j) {
            if (values[j] < values[j - 1]) out.push_back(static_cast<std::uint32_t>(j));
        }
    };
    std::size_t j = 1;
    for (; j + kBlock <= count; j += kBlock) {
        Masks falls{};
        for (std::size_t k = j; k < j + kBlock; k += 2) {
            Pair now, before;
            std::memcpy(&now, values + k, sizeof now);
            std::memcpy(&before, values + k - 1, sizeof before);
            falls |= now < before;
        }
        if ((falls[0] | falls[1]) != 0) look(j, j + kBlock);
    }
    look(j, count);
}

/// The mean by the reference's rules: of the sum while it does not overflow, then incremental.
double meanOf(const double* v, std::uint32_t n)
{
    KahanSum acc{v[0], 0};
    bool incremental = false;
    double count = 1;
    for (std::uint32_t j = 1; j < n; ++j) {
        count = static_cast<double>(j + 1);
        if (!incremental) {
            KahanSum next = acc;
            next.add(v[j]);
            if (!std::isinf(next.sum)) {
                acc = next;
                continue;
            }
            incremental = true;
            acc.sum = acc.sum / (count - 1);
            acc.c /= count - 1;
        }
        const double q = (count - 1) / count;
        acc = {q * acc.sum, q * acc.c};
        acc.add(v[j] / count);
    }
    return incremental ? acc.sum + acc.c : acc.sum / count + acc.c / count;
}

}  // namespace

void rateKernel(const RangeInput& in, RateKind kind, double rangeSeconds, KernelScratch& scratch, Row& out)
{
    const WindowPlan& plan = *in.plan;
    const bool isCounter = kind != RateKind::Delta;
    setPresence(in, true, out);

    std::vector<std::uint32_t>& resets = scratch.indexes;  // j: values[j] < values[j - 1]
    resets.clear();
    if (isCounter) findResets(in.values, in.count, resets);

    const auto finish = [&](std::uint32_t i, double first, double result) {
        double toStart = plan.toStart[i];
        const double sampled = plan.sampled[i];
        // Counters start at zero: no extrapolation beyond where the line would cross it.
        if (isCounter && result > 0 && first >= 0) {
            const double toZero = sampled * (first / result);
            toStart = toZero < toStart ? toZero : toStart;
        }
        double factor = (sampled + toStart + plan.toEnd[i]) / sampled;
        if (kind == RateKind::Rate) factor /= rangeSeconds;
        return result * factor;
    };

    if (resets.empty()) {
        for (std::uint32_t i = 0; i < in.steps; ++i) {
            // Steps without a window read some sample and are masked by presence.
            const std::uint32_t lo = std::min<std::uint32_t>(plan.lo[i], static_cast<std::uint32_t>(in.count - 1));
            const std::uint32_t last = plan.hi[i] == 0 ? 0 : plan.hi[i] - 1;
            out.values[i] = finish(i, in.values[lo], in.values[last] - in.values[lo]);
        }
        return;
    }
    std::size_t firstReset = 0;  // first one behind the window's first sample
    forEachBit(out.present, [&](std::uint32_t i) {
        const std::uint32_t lo = plan.lo[i];
        const std::uint32_t hi = plan.hi[i];
        double result = in.values[hi - 1] - in.values[lo];
        while (firstReset < resets.size() && resets[firstReset] <= lo) ++firstReset;
        for (std::size_t r = firstReset; r < resets.size() && resets[r] < hi; ++r) result += in.values[resets[r] - 1];
        out.values[i] = finish(i, in.values[lo], result);
    });
}

void instantRateKernel(const RangeInput& in, bool perSecond, Row& out)
{
    forEachWindow(in, true, out, [&](std::uint32_t, std::uint32_t, std::uint32_t hi) {
        const double last = in.values[hi - 1];
        const double before = in.values[hi - 2];
        if (!perSecond) return last - before;
        const double change = last < before ? last : last - before;
        return change / (static_cast<double>(in.times[hi - 1] - in.times[hi - 2]) / 1000);
    });
}

void sumKernel(const RangeInput& in, Row& out)
{
    setPresence(in, false, out);
    std::array<KahanSum, kLanes> sums;
    forEachLaneGroup(
        in, out,
        [&](std::uint32_t i) {
            sumLanes(in, i, false, sums);
            for (std::uint32_t k = 0; k < kLanes; ++k) out.values[i + k] = joinSum(sums[k].sum, sums[k].c);
        },
        [&](std::uint32_t i) {
            KahanSum acc;
            for (std::uint32_t j = in.plan->lo[i]; j < in.plan->hi[i]; ++j) acc.add(in.values[j]);
            out.values[i] = joinSum(acc.sum, acc.c);
        });
}

void avgKernel(const RangeInput& in, Row& out)
{
    const WindowPlan& plan = *in.plan;
    setPresence(in, false, out);
    std::array<KahanSum, kLanes> sums;
    const auto single = [&](std::uint32_t i) {
        out.values[i] = meanOf(in.values + plan.lo[i], plan.hi[i] - plan.lo[i]);
    };
    forEachLaneGroup(
        in, out,
        [&](std::uint32_t i) {
            sumLanes(in, i, true, sums);
            for (std::uint32_t k = 0; k < kLanes; ++k) {
                if (!std::isfinite(sums[k].sum)) {
                    single(i + k);  // overflowed on the way, perhaps
                    continue;
                }
                const auto count = static_cast<double>(plan.hi[i + k] - plan.lo[i + k]);
                out.values[i + k] = sums[k].sum / count + sums[k].c / count;
            }
        },
        single);
}

void varianceKernel(const RangeInput& in, bool squareRoot, Row& out)
{
    forEachWindow(in, false, out, [&](std::uint32_t, std::uint32_t lo, std::uint32_t hi) {
        double count = 0;
        KahanSum mean;
        KahanSum aux;
        for (std::uint32_t j = lo; j < hi; ++j) {
            const double v = in.values[j];
            count += 1;
            const double delta = v - (mean.sum + mean.c);
            mean.add(delta / count);
            aux.add(delta * (v - (mean.sum + mean.c)));
        }
        const double variance = (aux.sum + aux.c) / count;
        return squareRoot ? std::sqrt(variance) : variance;
    });
}

void countKernel(const RangeInput& in, Row& out)
{
    setPresence(in, false, out);
    const WindowPlan& plan = *in.plan;
    for (std::uint32_t i = 0; i < in.steps; ++i) out.values[i] = static_cast<double>(plan.hi[i] - plan.lo[i]);
}

void presentKernel(const RangeInput& in, Row& out)
{
    setPresence(in, false, out);
    std::fill(out.values.begin(), out.values.end(), 1.0);
}

void pickKernel(const RangeInput& in, bool last, bool timeOfSample, Row& out)
{
    forEachWindow(in, false, out, [&](std::uint32_t, std::uint32_t lo, std::uint32_t hi) {
        const std::uint32_t j = last ? hi - 1 : lo;
        return timeOfSample ? static_cast<double>(in.times[j]) / 1000 : in.values[j];
    });
}

void changesKernel(const RangeInput& in, bool resets, KernelScratch& scratch, Row& out)
{
    // upTo[j]: events between neighbours of samples 0 .. j.
    std::vector<std::uint32_t>& upTo = scratch.counts;
    upTo.resize(in.count);
    std::uint32_t events = 0;
    for (std::size_t j = 0; j < in.count; ++j) {
        if (j > 0) {
            const double now = in.values[j];
            const double before = in.values[j - 1];
            const bool event = resets ? now < before : now != before && !(std::isnan(now) && std::isnan(before));
            events += event ? 1U : 0U;
        }
        upTo[j] = events;
    }
    forEachWindow(in, false, out, [&](std::uint32_t, std::uint32_t lo, std::uint32_t hi) {
        return static_cast<double>(upTo[hi - 1] - upTo[lo]);
    });
}

void smoothingKernel(const RangeInput& in, const ScalarRow& smoothing, const ScalarRow& trend, Row& out)
{
    forEachWindow(in, true, out, [&](std::uint32_t i, std::uint32_t lo, std::uint32_t hi) {
        const double sf = smoothing.at(i);
        const double tf = trend.at(i);
        double before = 0;
        double level = in.values[lo];
        double slope = in.values[lo + 1] - in.values[lo];
        for (std::uint32_t j = lo + 1; j < hi; ++j) {
            const double x = sf * in.values[j];
            if (j > lo + 1) slope = tf * (level - before) + (1 - tf) * slope;
            const double y = (1 - sf) * (level + slope);
            before = level;
            level = x + y;
        }
        return level;
    });
}

}  // namespace watchglass::promql
