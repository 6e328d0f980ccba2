#pragma once

#include <cmath>
#include <limits>

namespace watchglass {

/// A sum with Neumaier's compensation: the same additions in the same order as prometheus util/kahansum,
/// which makes results equal to the bit. The caller decides how `sum` and `c` are joined at the end.
struct KahanSum {
    double sum = 0;
    double c = 0;

    void add(double x)
    {
        const double t = sum + x;
        // Written as selects: compilers turn them into masks, and a loop over lanes vectorises.
        const double rest = std::fabs(sum) >= std::fabs(x) ? (sum - t) + x : (x - t) + sum;
        c = std::fabs(t) > std::numeric_limits<double>::max() ? 0.0 : c + rest;
        sum = t;
    }
};

}  // namespace watchglass
