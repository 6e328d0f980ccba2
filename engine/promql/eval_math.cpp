#include "engine/promql/eval_math.h"

#include <algorithm>

namespace watchglass::promql {

double quantileOfSorted(double q, const double* sorted, std::size_t count)
{
    if (count == 0 || std::isnan(q)) return kNan;
    if (q < 0) return -kInf;
    if (q > 1) return kInf;
    const auto n = static_cast<double>(count);
    const double rank = q * (n - 1);
    const double lower = std::fmax(0, std::floor(rank));
    const double upper = std::fmin(n - 1, lower + 1);
    const double weight = rank - std::floor(rank);
    return sorted[static_cast<std::size_t>(lower)] * (1 - weight) + sorted[static_cast<std::size_t>(upper)] * weight;
}

void sortNanFirst(double* values, std::size_t count)
{
    double* const firstNumber = std::partition(values, values + count, [](double v) { return std::isnan(v); });
    std::sort(firstNumber, values + count);
}

double quantileInPlace(double q, std::vector<double>& values)
{
    sortNanFirst(values.data(), values.size());
    return quantileOfSorted(q, values.data(), values.size());
}

}  // namespace watchglass::promql
