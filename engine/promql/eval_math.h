#pragma once

#include <cstddef>
#include <vector>

#include "engine/base/kahan_sum.h"
#include "engine/promql/go_math.h"

namespace watchglass::promql {

/// The q-quantile as quantile() and quantile_over_time() define it (prometheus promql/quantile.go). Of sorted
/// values, NaN first; no values or a NaN q give NaN, q outside [0, 1] an infinity.
[[nodiscard]] double quantileOfSorted(double q, const double* sorted, std::size_t count);

/// Sorts for quantileOfSorted().
void sortNanFirst(double* values, std::size_t count);

/// quantileOfSorted() of values in any order; sorts them in place.
[[nodiscard]] double quantileInPlace(double q, std::vector<double>& values);

}  // namespace watchglass::promql
