// deriv and predict_linear: least squares over each window (prometheus promql/functions.go, linearRegression).

#include <array>

#include "engine/promql/eval_lanes.h"
#include "engine/promql/eval_math.h"

namespace watchglass::promql {

namespace {

double secondsFrom(std::int64_t originMs, std::int64_t tMs) { return static_cast<double>(tMs - originMs) / 1e3; }

/// The times of kLanes windows, and where x is 0 in each.
struct LaneTime {
    const std::int64_t* times = nullptr;
    std::int64_t originMs = 0;
};
using LaneTimes = std::array<LaneTime, kLanes>;

Lanes laneSeconds(const LaneTimes& when, std::uint32_t j)
{
    const auto at = [&](std::uint32_t k) { return secondsFrom(when[k].originMs, when[k].times[j]); };
    Lanes out;
    for (std::uint32_t k = 0; k < kLanes / 2; ++k) out[k] = Pair{at(2 * k), at(2 * k + 1)};
    return out;
}

Lanes times(Lanes value, const Lanes& x)
{
    for (std::uint32_t k = 0; k < kLanes / 2; ++k) value[k] *= x[k];
    return value;
}

Lanes times(Lanes value, double x)
{
    for (Pair& pair : value) pair *= x;
    return value;
}

struct Line {
    double slope = 0;
    double intercept = 0;
};

/// One window; what the sums over values need.
struct Sums {
    KahanSum y;
    KahanSum xy;
    bool constant = true;

    void add(double x, double value, double first)
    {
        if (value != first) constant = false;
        y.add(value);
        xy.add(x * value);
    }
    [[nodiscard]] Line line(const WindowPlan& plan, std::uint32_t i, double first) const
    {
        if (constant) return std::isinf(first) ? Line{kNan, kNan} : Line{0, first};
        const auto n = static_cast<double>(plan.hi[i] - plan.lo[i]);
        const double sumX = plan.sumX[i];
        const double sumY = y.sum + y.c;
        const double covariance = (xy.sum + xy.c) - sumX * sumY / n;
        const double variance = plan.sumX2[i] - sumX * sumX / n;
        const double slope = covariance / variance;
        return {slope, sumY / n - slope * sumX / n};
    }
};

/// Calls take(step, line) for each window of two samples and more; originOf(step) is where x is 0.
template <class Origin, class Take>
void forEachLine(const RangeInput& in, Row& out, Origin&& originOf, Take&& take)
{
    setPresence(in, true, out);
    const WindowPlan& plan = *in.plan;
    const auto finish = [&](std::uint32_t i, Sums sums, std::uint32_t from) {
        const double first = in.values[plan.lo[i]];
        const std::int64_t origin = originOf(i);
        for (std::uint32_t j = plan.lo[i] + from; j < plan.hi[i]; ++j) {
            sums.add(secondsFrom(origin, in.times[j]), in.values[j], first);
        }
        take(i, sums.line(plan, i, first));
    };
    forEachLaneGroup(
        in, out,
        [&](std::uint32_t i) {
            const LaneStarts at = laneStarts(in, i);
            const std::uint32_t common = commonLength(plan, i);
            LaneSums y;
            LaneSums xy;
            if (!plan.x.empty()) {
                for (std::uint32_t j = 0; j < common; ++j) {
                    const Lanes value = laneValues(at, j);
                    y.add(value);
                    xy.add(times(value, plan.x[j]));
                }
            } else {
                LaneTimes when;
                for (std::uint32_t k = 0; k < kLanes; ++k) when[k] = {in.times + plan.lo[i + k], originOf(i + k)};
                for (std::uint32_t j = 0; j < common; ++j) {
                    const Lanes value = laneValues(at, j);
                    y.add(value);
                    xy.add(times(value, laneSeconds(when, j)));
                }
            }
            for (std::uint32_t k = 0; k < kLanes; ++k) {
                if (!y.holds(k) || !xy.holds(k)) {
                    finish(i + k, {}, 0);
                    continue;
                }
                const double* v = at[k];
                const bool constant = std::all_of(v, v + common, [v](double value) { return value == v[0]; });
                finish(i + k, {y.lane(k), xy.lane(k), constant}, common);
            }
        },
        [&](std::uint32_t i) { finish(i, {}, 0); });
}

}  // namespace

void fillLinePlan(WindowPlan& plan, const std::vector<std::int64_t>& times, const Grid& grid, bool fromStep)
{
    if (plan.hasLine) return;
    plan.hasLine = true;
    plan.sumX.assign(grid.steps, 0);
    plan.sumX2.assign(grid.steps, 0);
    bool same = true;
    forEachBit(plan.present2, [&](std::uint32_t i) {
        const std::int64_t origin = fromStep ? grid.at(i) : times[plan.lo[i]];
        KahanSum sumX;
        KahanSum sumX2;
        for (std::uint32_t j = plan.lo[i]; j < plan.hi[i]; ++j) {
            const double x = secondsFrom(origin, times[j]);
            sumX.add(x);
            sumX2.add(x * x);
            const std::size_t k = j - plan.lo[i];
            if (k == plan.x.size()) plan.x.push_back(x);
            same = same && plan.x[k] == x;
        }
        plan.sumX[i] = sumX.sum + sumX.c;
        plan.sumX2[i] = sumX2.sum + sumX2.c;
    });
    if (!same) plan.x.clear();
}

void derivKernel(const RangeInput& in, Row& out)
{
    forEachLine(
        in, out, [&](std::uint32_t i) { return in.times[in.plan->lo[i]]; },
        [&](std::uint32_t i, const Line& line) { out.values[i] = line.slope; });
}

void predictKernel(const RangeInput& in, const Grid& grid, const ScalarRow& ahead, Row& out)
{
    forEachLine(
        in, out, [&](std::uint32_t i) { return grid.at(i); },
        [&](std::uint32_t i, const Line& line) { out.values[i] = line.slope * ahead.at(i) + line.intercept; });
}

}  // namespace watchglass::promql
