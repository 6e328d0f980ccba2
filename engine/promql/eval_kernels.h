#pragma once

#include <cstdint>

#include "engine/promql/eval_types.h"
#include "engine/promql/eval_window.h"

namespace watchglass::promql {

/// The samples of one series with the windows over them. No staleness markers.
struct RangeInput {
    const double* values = nullptr;
    const std::int64_t* times = nullptr;
    std::size_t count = 0;
    const WindowPlan* plan = nullptr;
    std::uint32_t steps = 0;
};

/// Memory that kernels reuse from series to series.
struct KernelScratch {
    std::vector<double> values;
    std::vector<std::uint32_t> indexes;
    std::vector<std::uint32_t> counts;
};

enum class RateKind : std::uint8_t { Rate, Increase, Delta };

/// The kernels write `out.values` where the window has enough samples and set its presence. Each does, per
/// series and step, the operations of prometheus promql/functions.go in their order: results are equal to the
/// bit. `out` has been reset to in.steps.

/// rate, increase, delta. The plan must have its rate part; `rangeSeconds` is the selector's range.
void rateKernel(const RangeInput& in, RateKind kind, double rangeSeconds, KernelScratch& scratch, Row& out);
/// irate, or idelta without `perSecond`.
void instantRateKernel(const RangeInput& in, bool perSecond, Row& out);

void sumKernel(const RangeInput& in, Row& out);
void avgKernel(const RangeInput& in, Row& out);
void varianceKernel(const RangeInput& in, bool squareRoot, Row& out);
void extremeKernel(const RangeInput& in, bool greatest, KernelScratch& scratch, Row& out);
/// Seconds of the last of the greatest (least) samples.
void extremeTimeKernel(const RangeInput& in, bool greatest, Row& out);
void countKernel(const RangeInput& in, Row& out);
void presentKernel(const RangeInput& in, Row& out);
/// The first or last sample of the window, or its time in seconds.
void pickKernel(const RangeInput& in, bool last, bool timeOfSample, Row& out);
/// How often the value changed, or (resets) fell.
void changesKernel(const RangeInput& in, bool resets, KernelScratch& scratch, Row& out);
/// `q` holds one quantile per step, or one for all.
void quantileKernel(const RangeInput& in, const ScalarRow& q, KernelScratch& scratch, Row& out);
void madKernel(const RangeInput& in, KernelScratch& scratch, Row& out);
/// deriv and predict_linear; the plan must have its line part.
void derivKernel(const RangeInput& in, Row& out);
/// `ahead` in seconds; the line's origin is the step time, whatever the window.
void predictKernel(const RangeInput& in, const Grid& grid, const ScalarRow& ahead, Row& out);
/// Factors must lie in (0, 1), which the caller checks.
void smoothingKernel(const RangeInput& in, const ScalarRow& smoothing, const ScalarRow& trend, Row& out);

}  // namespace watchglass::promql
