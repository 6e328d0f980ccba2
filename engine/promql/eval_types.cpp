#include "engine/promql/eval_types.h"

namespace watchglass::promql {

Bitmap Row::histogramSteps() const
{
    Bitmap steps(present.size(), 0);
    if (histograms.empty()) return steps;
    forEachBit(present, [&](std::uint32_t i) {
        if (histograms[i]) setBit(steps, i);
    });
    return steps;
}

bool Row::dropHistograms()
{
    if (histograms.empty()) return false;
    const Bitmap steps = histogramSteps();
    histograms.clear();
    if (!anyBit(steps)) return false;
    for (std::size_t w = 0; w < present.size(); ++w) present[w] &= ~steps[w];
    dense = false;
    return true;
}

void Row::dropFloats()
{
    present = histogramSteps();
    dense = countBits(present) == values.size();
}

}  // namespace watchglass::promql
