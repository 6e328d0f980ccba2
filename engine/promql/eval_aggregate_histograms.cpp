#include "engine/promql/eval_aggregate_histograms.h"

namespace watchglass::promql {

void GroupHistograms::fold(std::uint32_t step, const FloatHistogram& h, bool afterFloat, std::string_view metric,
                           PosRange at, Annotations& annotations)
{
    Slot& slot = m_slots[step];
    if (slot.incompatible) return;
    slot.seen = true;
    if (!slot.sum && afterFloat) return;  // a mix in any case
    slot.reset = slot.reset || h.counterResetHint == CounterResetHint::Reset;
    slot.notReset = slot.notReset || h.counterResetHint == CounterResetHint::NotReset;
    slot.count += 1;
    if (!slot.sum) {
        slot.sum = std::make_unique<HistogramSum>(h);
        return;
    }
    bool reconciled = false;
    bool compatible = true;
    if (m_average) {
        compatible = foldMean(slot, h, reconciled);
    } else {
        const Result<HistogramMerge> merge = slot.sum->add(h);
        compatible = merge.has_value();
        reconciled = merge && merge->boundsReconciled;
    }
    if (!compatible) {
        annotations.mixedExponentialCustom(metric, at);
        slot.incompatible = true;
    }
    if (reconciled) annotations.boundsReconciled(HistogramOperation::Aggregation, at);
}

bool GroupHistograms::foldMean(Slot& slot, const FloatHistogram& h, bool& reconciled) const
{
    if (!slot.incremental) {
        HistogramSum next = *slot.sum;
        const Result<HistogramMerge> merge = next.add(h);
        if (!merge) return false;
        reconciled = merge->boundsReconciled;
        if (!next.overflowed()) {
            *slot.sum = std::move(next);
            return true;
        }
        slot.incremental = true;
        slot.sum->divide(slot.count - 1);
    }
    slot.sum->multiply((slot.count - 1) / slot.count);
    FloatHistogram share = h;
    const Result<HistogramMerge> merge = slot.sum->add(share.divide(slot.count));
    reconciled = reconciled || (merge && merge->boundsReconciled);
    return merge.has_value();
}

void GroupHistograms::mask(Row& row) const
{
    const Bitmap all = row.present;
    forEachBit(all, [&](std::uint32_t i) {
        if (m_slots[i].incompatible) row.clearStep(i);
    });
}

void GroupHistograms::finish(Row& row, PosRange at, Annotations& annotations)
{
    for (std::uint32_t i = 0; i < m_slots.size(); ++i) {
        Slot& slot = m_slots[i];
        if (!slot.seen) continue;
        if (row.has(i)) {
            annotations.mixedInAggregation(at);
            row.clearStep(i);
            continue;
        }
        if (slot.incompatible) continue;
        if (m_average && !slot.incremental) slot.sum->divide(slot.count);
        FloatHistogram total = slot.sum->total();
        row.setHistogram(i, std::make_shared<const FloatHistogram>(std::move(total.compact())));
        if (slot.reset && slot.notReset) annotations.resetCollision(HistogramOperation::Aggregation, at);
    }
    row.dense = countBits(row.present) == m_slots.size();
}

}  // namespace watchglass::promql
