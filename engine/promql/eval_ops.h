#pragma once

#include <cstdint>

#include "engine/promql/ast.h"
#include "engine/promql/eval_types.h"

namespace watchglass::promql {

/// Whether the result is a new quantity: arithmetic drops the metric name, comparison keeps it.
[[nodiscard]] bool isArithmetic(Op op);

/// One operation on two numbers; comparisons give 1 or 0.
[[nodiscard]] double applyOp(Op op, double left, double right);

/// One operand of a row operation: a value per step, or one for all.
struct Operand {
    const double* values = nullptr;  ///< null: `constant`
    double constant = 0;
    const HistogramPtr* histograms = nullptr;  ///< null, or one per step

    [[nodiscard]] double at(std::uint32_t i) const { return values != nullptr ? values[i] : constant; }
    [[nodiscard]] const FloatHistogram* histogramAt(std::uint32_t i) const
    {
        return histograms != nullptr ? histograms[i].get() : nullptr;
    }
};

[[nodiscard]] inline Operand operandOf(const Row& row)
{
    return {row.values.data(), 0, row.histograms.empty() ? nullptr : row.histograms.data()};
}

/// values[i] = left[i] op right[i] for all steps. Comparisons give 1 or 0.
void applyOpRow(Op op, Operand left, Operand right, std::uint32_t steps, double* values);

/// Clears the bits of steps at which the comparison does not hold.
void filterBits(Op op, Operand left, Operand right, std::uint32_t steps, Bitmap& present);

}  // namespace watchglass::promql
