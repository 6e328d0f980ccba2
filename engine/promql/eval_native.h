#pragma once

#include <string_view>

#include "engine/model/histogram.h"
#include "engine/promql/eval_annotations.h"

namespace watchglass::promql {

/// The q-quantile of a native histogram (prometheus promql/quantile.go, HistogramQuantile): exponential
/// interpolation, linear in custom buckets and the zero bucket.
[[nodiscard]] double histogramQuantile(double q, const FloatHistogram& h, std::string_view metric, PosRange at,
                                       Annotations& annotations);

/// The share of observations in (lower, upper], likewise (HistogramFraction).
[[nodiscard]] double histogramFraction(double lower, double upper, const FloatHistogram& h, std::string_view metric,
                                       PosRange at, Annotations& annotations);

/// The variance of the observations, each taken at the middle of its bucket.
[[nodiscard]] double histogramVariance(const FloatHistogram& h);

}  // namespace watchglass::promql
