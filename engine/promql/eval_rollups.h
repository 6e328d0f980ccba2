#pragma once

#include <cstdint>
#include <optional>

#include "engine/promql/eval_facts.h"
#include "engine/promql/eval_range_fn.h"
#include "engine/promql/eval_types.h"
#include "engine/promql/eval_window.h"
#include "engine/storage/rollup.h"

namespace watchglass::promql {

// Queries over old blocks read buckets instead of samples where the answer is the same to the bit.

/// The longest buckets (storage::kRollupLengthsMs) on whose edges all windows begin and end; 0: none. `rangeMs` is 0
/// for an instant selector, whose windows only need to end there.
[[nodiscard]] std::int64_t rollupLengthFor(const ResolvedTime& at, const Grid& grid, std::int64_t rangeMs);

/// What a range function needs of buckets; none when only the samples will do.
[[nodiscard]] std::optional<storage::RollupKind> rollupKindOf(RangeFn fn);

/// What fillRatePlan() does, for samples that stand for `weights` samples a window.
void fillRatePlan(WindowPlan& plan, const storage::RollupColumns& columns, const Grid& grid, const ResolvedTime& at);

/// count_over_time.
void weightKernel(const storage::RollupColumns& in, const WindowPlan& plan, std::uint32_t steps, Row& out);

/// sum_over_time, or avg_over_time with `mean`. False where it is not certain that all samples in their order would
/// give these bits:
/// - A window that begins with a bucket and goes on with samples, or ends with it, continues that bucket's own sum.
/// - Where values are multiples of a power of two (integers) and sums stay below 2^52 of it, any order is exact.
/// - Otherwise the true sum is known to more than 100 bits, and how far a compensated sum may be from it: what both
///   ends of that interval round to is the result. A mean also depends on how the compensation was split off.
[[nodiscard]] bool exactSumKernel(const storage::RollupColumns& in, const WindowPlan& plan, std::uint32_t steps,
                                  bool mean, Row& out);

}  // namespace watchglass::promql
