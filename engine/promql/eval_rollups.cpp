#include "engine/promql/eval_rollups.h"

#include <cmath>

#include "engine/base/kahan_sum.h"
#include "engine/promql/eval_lanes.h"

namespace watchglass::promql {

std::int64_t rollupLengthFor(const ResolvedTime& at, const Grid& grid, std::int64_t rangeMs)
{
    if (at.moves) return 0;
    for (const std::int64_t length : storage::kRollupLengthsMs) {
        const bool onEdges = at.lookupAt(grid, 0) % length == 0 && rangeMs % length == 0;
        const bool stays = grid.steps == 1 || at.atMs.has_value();
        if (onEdges && (stays || grid.stepMs % length == 0)) return length;
    }
    return 0;
}

std::optional<storage::RollupKind> rollupKindOf(RangeFn fn)
{
    using storage::RollupKind;
    switch (fn) {
    case RangeFn::Min: return RollupKind::Min;
    case RangeFn::Max: return RollupKind::Max;
    case RangeFn::Count:
    case RangeFn::Present: return RollupKind::Count;
    case RangeFn::First:
    case RangeFn::TsOfFirst: return RollupKind::First;
    case RangeFn::Last:
    case RangeFn::TsOfLast: return RollupKind::Last;
    case RangeFn::Sum:
    case RangeFn::Avg: return RollupKind::Sum;
    case RangeFn::Delta: return RollupKind::Change;
    case RangeFn::Rate:
    case RangeFn::Increase: return RollupKind::Increase;
    default: return std::nullopt;
    }
}

void fillRatePlan(WindowPlan& plan, const storage::RollupColumns& columns, const Grid& grid, const ResolvedTime& at)
{
    if (plan.hasRate) return;
    std::vector<std::uint64_t> before(columns.weights.size() + 1);
    for (std::size_t i = 0; i < columns.weights.size(); ++i) before[i + 1] = before[i] + columns.weights[i];
    fillRatePlan(plan, columns.times, grid, at,
                 [&](std::uint32_t i) { return before[plan.hi[i]] - before[plan.lo[i]]; });
}

void weightKernel(const storage::RollupColumns& in, const WindowPlan& plan, std::uint32_t steps, Row& out)
{
    std::vector<std::uint64_t> before(in.weights.size() + 1);
    for (std::size_t i = 0; i < in.weights.size(); ++i) before[i + 1] = before[i] + in.weights[i];
    setPresence({nullptr, in.times.data(), in.times.size(), &plan, steps}, false, out);
    for (std::uint32_t i = 0; i < steps; ++i) {
        out.values[i] = static_cast<double>(before[plan.hi[i]] - before[plan.lo[i]]);
    }
}

namespace {

/// A window of RollupColumns.
struct Span {
    const storage::RollupColumns& in;
    std::uint32_t lo;
    std::uint32_t hi;
};

double joined(double sum, double c) { return std::isinf(sum) ? sum : sum + c; }

/// A sum that begins with the first entry's own and goes on with samples.
bool continued(const Span& s, double count, bool mean, double& out)
{
    KahanSum acc{s.in.values[s.lo], s.in.carries[s.lo]};
    if (s.in.weights[s.lo] == 1 && !mean) {
        acc = KahanSum();
        acc.add(s.in.values[s.lo]);
    }
    for (std::uint32_t j = s.lo + 1; j < s.hi; ++j) acc.add(s.in.values[j]);
    if (mean && !std::isfinite(acc.sum)) return false;
    out = mean ? acc.sum / count + acc.c / count : joined(acc.sum, acc.c);
    return !std::isnan(out);  // which NaN it is depends on every addition
}

/// What every sum that a compensated one may have become rounds to.
bool rounded(const Span& s, double count, double magnitude, double& out)
{
    constexpr double kUnit = 0x1p-53;
    if (magnitude < 1e-250) return false;
    double high = 0;
    double low = 0;
    for (std::uint32_t j = s.lo; j < s.hi; ++j) {
        const double x = s.in.values[j];
        const double sum = high + x;
        const double part = sum - high;
        low += (high - (sum - part)) + (x - part);
        low += s.in.carries[j];
        high = sum;
    }
    // n roundings of a compensation whose parts are at most n units of the magnitude, in the reference and in each
    // bucket, and at most four times that here.
    const double error = 16 * count * count * kUnit * kUnit * magnitude;
    const double least = high + (low - error);
    const double most = high + (low + error);
    out = least;
    return least == most;
}

bool sumOf(const Span& s, bool mean, double& out)
{
    double count = 0;
    double magnitude = 0;
    bool samplesFollow = true;
    for (std::uint32_t j = s.lo; j < s.hi; ++j) {
        count += s.in.weights[j];
        magnitude += s.in.magnitudes[j];
        samplesFollow = samplesFollow && (j == s.lo || s.in.weights[j] == 1);
    }
    if (samplesFollow) return continued(s, count, mean, out);
    if (!(magnitude < 1e300)) return false;
    if (magnitude == 0 || magnitude <= std::ldexp(1.0, 52 + s.in.grain)) {
        double sum = 0;
        for (std::uint32_t j = s.lo; j < s.hi; ++j) sum += s.in.values[j];
        out = mean ? sum / count + 0.0 : sum;
        return true;
    }
    return !mean && rounded(s, count, magnitude, out);
}

}  // namespace

bool exactSumKernel(const storage::RollupColumns& in, const WindowPlan& plan, std::uint32_t steps, bool mean, Row& out)
{
    setPresence({in.values.data(), in.times.data(), in.times.size(), &plan, steps}, false, out);
    for (std::uint32_t i = 0; i < steps; ++i) {
        if (plan.lo[i] < plan.hi[i] && !sumOf({in, plan.lo[i], plan.hi[i]}, mean, out.values[i])) return false;
    }
    return true;
}

}  // namespace watchglass::promql
