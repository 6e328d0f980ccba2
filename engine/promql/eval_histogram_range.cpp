// Range functions of histograms other than rates: sums, means, changes and resets.

#include "engine/model/histogram_sum.h"
#include "engine/promql/eval_samples.h"

namespace watchglass::promql {

namespace {

/// Collects what the merges of one window have to say.
class MergeNotes {
public:
    explicit MergeNotes(const RangeContext& context) : m_context(context) {}
    ~MergeNotes()
    {
        if (m_failed) return;
        if (m_reset && m_notReset) m_context.annotations.resetCollision(HistogramOperation::Aggregation, m_context.pos);
        if (m_reconciled) m_context.annotations.boundsReconciled(HistogramOperation::Aggregation, m_context.pos);
    }
    MergeNotes(const MergeNotes&) = delete;
    MergeNotes& operator=(const MergeNotes&) = delete;

    void see(const FloatHistogram& h)
    {
        m_reset = m_reset || h.counterResetHint == CounterResetHint::Reset;
        m_notReset = m_notReset || h.counterResetHint == CounterResetHint::NotReset;
    }
    /// False when the histograms do not go together.
    bool take(const Result<HistogramMerge>& merge)
    {
        if (!merge) {
            m_failed = true;
            m_context.annotations.mixedExponentialCustom(m_context.metric, m_context.pos);
            return false;
        }
        m_reconciled = m_reconciled || merge->boundsReconciled;
        return true;
    }

private:
    const RangeContext& m_context;
    bool m_reset = false;
    bool m_notReset = false;
    bool m_reconciled = false;
    bool m_failed = false;
};

}  // namespace

Outcome sumOfHistograms(const SampleWindow& in, const RangeContext& context)
{
    MergeNotes notes(context);
    HistogramSum sum(*in.histograms.front().value);
    notes.see(*in.histograms.front().value);
    for (const HistogramPoint& point : in.histograms.subspan(1)) {
        notes.see(*point.value);
        if (!notes.take(sum.add(*point.value))) return {};
    }
    return Outcome::of(sum.total());
}

Outcome averageOfHistograms(const SampleWindow& in, const RangeContext& context)
{
    MergeNotes notes(context);
    HistogramSum sum(*in.histograms.front().value);
    notes.see(*in.histograms.front().value);
    double count = 1;
    bool incremental = false;  // once the sum would overflow
    for (const HistogramPoint& point : in.histograms.subspan(1)) {
        notes.see(*point.value);
        count += 1;
        if (!incremental) {
            HistogramSum next = sum;
            if (!notes.take(next.add(*point.value))) return {};
            if (!next.overflowed()) {
                sum = std::move(next);
                continue;
            }
            incremental = true;
            sum.divide(count - 1);
        }
        sum.multiply((count - 1) / count);
        FloatHistogram share = *point.value;
        if (!notes.take(sum.add(share.divide(count)))) return {};
    }
    if (!incremental) sum.divide(count);
    return Outcome::of(sum.total());
}

Outcome countChanges(const SampleWindow& in, const RangeContext& context, bool resets)
{
    std::size_t f = 0;
    std::size_t h = 0;
    if (context.anchored) {
        // The newest sample at or before the start of the range is what the first one inside is compared with.
        const auto lastBefore = [&](const auto points) {
            std::size_t n = 0;
            while (n < points.size() && points[n].tMs <= context.rangeStartMs) ++n;
            return n;  // one more than the index
        };
        const std::size_t floatsBefore = lastBefore(in.floats);
        const std::size_t histogramsBefore = lastBefore(in.histograms);
        if (floatsBefore >= in.floats.size() && histogramsBefore >= in.histograms.size()) return {};
        const bool anyBefore = floatsBefore > 0 || histogramsBefore > 0;
        const bool floatAnchors = histogramsBefore == 0 ||
                                  (floatsBefore > 0 &&
                                   in.floats[floatsBefore - 1].tMs >= in.histograms[histogramsBefore - 1].tMs);
        if (anyBefore) {
            f = floatAnchors ? floatsBefore - 1 : floatsBefore;
            h = floatAnchors ? histogramsBefore : histogramsBefore - 1;
        }
    }
    if (f >= in.floats.size() && h >= in.histograms.size()) return {};

    const FloatPoint* lastFloat = nullptr;
    const HistogramPoint* lastHistogram = nullptr;
    double found = 0;
    while (f < in.floats.size() || h < in.histograms.size()) {
        const bool isFloat = h >= in.histograms.size() ||
                             (f < in.floats.size() && in.floats[f].tMs < in.histograms[h].tMs);
        if (isFloat) {
            const FloatPoint& now = in.floats[f++];
            if (lastHistogram != nullptr) {
                ++found;
            } else if (lastFloat != nullptr) {
                const FloatPoint& before = *lastFloat;
                const bool bothNan = now.value != now.value && before.value != before.value;
                found += resets ? now.value < before.value ||
                                      isStartTimeReset(before.startMs, before.tMs, now.startMs, now.tMs)
                                : now.value != before.value && !bothNan;
            }
            lastFloat = &now;
            lastHistogram = nullptr;
        } else {
            const HistogramPoint& now = in.histograms[h++];
            if (lastFloat != nullptr) {
                ++found;
            } else if (lastHistogram != nullptr) {
                const HistogramPoint& before = *lastHistogram;
                found += resets ? isStartTimeReset(before.startMs, before.tMs, now.startMs, now.tMs) ||
                                      now.value->detectReset(*before.value)
                                : !now.value->sameAs(*before.value);
            }
            lastHistogram = &now;
            lastFloat = nullptr;
        }
    }
    return Outcome::of(found);
}

}  // namespace watchglass::promql
