#pragma once

#include <cstdint>
#include <string_view>

#include "engine/promql/eval_samples.h"

namespace watchglass::promql {

enum class RangeFn : std::uint8_t {
    Unknown,
    Rate,
    Increase,
    Delta,
    Irate,
    Idelta,
    Sum,
    Avg,
    Min,
    Max,
    TsOfMin,
    TsOfMax,
    Count,
    Present,
    First,
    Last,
    TsOfFirst,
    TsOfLast,
    Changes,
    Resets,
    Quantile,
    Mad,
    Stddev,
    Stdvar,
    Deriv,
    PredictLinear,
    Smoothing,
};

/// Unknown for a function that takes no range.
[[nodiscard]] RangeFn rangeFnOf(std::string_view name);

/// Whether the function looks at floats only, and says so when it leaves out histograms.
[[nodiscard]] bool ignoresHistograms(RangeFn fn);
/// Whether start times can change the result.
[[nodiscard]] bool usesStartTimes(RangeFn fn);

/// The function's value on one window that may hold histograms; for those that do not ignore them.
[[nodiscard]] Outcome applyToWindow(RangeFn fn, const SampleWindow& in, const RangeContext& context);

}  // namespace watchglass::promql
