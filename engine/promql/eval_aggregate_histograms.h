#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/model/histogram_sum.h"
#include "engine/promql/eval_annotations.h"
#include "engine/promql/eval_types.h"

namespace watchglass::promql {

/// The histograms of one group under sum or avg, one slot per step (prometheus promql/engine.go, aggregation).
///
/// A step with floats and histograms has no result, nor has one whose buckets do not go together.
class GroupHistograms {
public:
    GroupHistograms(std::uint32_t steps, bool average) : m_average(average), m_slots(steps) {}

    /// `afterFloat` says that the group has had a float at this step.
    void fold(std::uint32_t step, const FloatHistogram& h, bool afterFloat, std::string_view metric, PosRange at,
              Annotations& annotations);
    /// Removes the values of steps at which nothing counts any more.
    void mask(Row& row) const;
    /// Puts the histograms into a row that holds the float results.
    void finish(Row& row, PosRange at, Annotations& annotations);

private:
    struct Slot {
        std::unique_ptr<HistogramSum> sum;
        double count = 0;
        bool seen = false;
        bool incompatible = false;
        bool incremental = false;  ///< avg: the sum would have overflowed
        bool reset = false;
        bool notReset = false;
    };

    bool foldMean(Slot& slot, const FloatHistogram& h, bool& reconciled) const;

    bool m_average;
    std::vector<Slot> m_slots;
};

}  // namespace watchglass::promql
