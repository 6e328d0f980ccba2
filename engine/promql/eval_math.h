#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/base/kahan_sum.h"

namespace watchglass::promql {

inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double kInf = std::numeric_limits<double>::infinity();

/// Go's math.Max and math.Min: infinities beat NaN, +0 is greater than -0.
[[nodiscard]] double goMax(double a, double b);
[[nodiscard]] double goMin(double a, double b);

/// Go's math.Pow: repeated squaring on the mantissa, which libm's pow differs from in the last bits.
[[nodiscard]] double goPow(double x, double y);

/// Go's conversion of a float to int64 on amd64: NaN and what is out of range give the smallest int64.
[[nodiscard]] std::int64_t goInt64(double value);

/// The q-quantile as quantile() and quantile_over_time() define it (prometheus promql/quantile.go). Of sorted
/// values, NaN first; no values or a NaN q give NaN, q outside [0, 1] an infinity.
[[nodiscard]] double quantileOfSorted(double q, const double* sorted, std::size_t count);

/// Sorts for quantileOfSorted().
void sortNanFirst(double* values, std::size_t count);

/// quantileOfSorted() of values in any order; sorts them in place.
[[nodiscard]] double quantileInPlace(double q, std::vector<double>& values);

}  // namespace watchglass::promql
