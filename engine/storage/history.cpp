#include "engine/storage/history.h"

#include <bit>

#include "engine/storage/storage.h"

namespace watchglass::storage {

namespace {

HistogramPtr histogramAt(const Columns& columns, std::size_t i)
{
    return columns.histograms.empty() ? nullptr : columns.histograms[i];
}

bool same(const Columns& a, std::size_t i, const Columns& b, std::size_t k)
{
    const HistogramPtr left = histogramAt(a, i);
    const HistogramPtr right = histogramAt(b, k);
    if (left || right) return left && right && left->sameAs(*right);
    return std::bit_cast<std::uint64_t>(a.values[i]) == std::bit_cast<std::uint64_t>(b.values[k]);
}

void append(const Columns& from, std::size_t i, Columns& out)
{
    out.times.push_back(from.times[i]);
    out.values.push_back(from.values[i]);
    out.histograms.push_back(histogramAt(from, i));
}

/// What came between histograms changes what is known of their resets.
void setHints(Columns& columns)
{
    const FloatHistogram* previous = nullptr;
    for (HistogramPtr& histogram : columns.histograms) {
        if (histogram) {
            if (const CounterResetHint hint = histogram->storedHint(previous); hint != histogram->counterResetHint) {
                auto hinted = std::make_shared<FloatHistogram>(*histogram);
                hinted->counterResetHint = hint;
                histogram = std::move(hinted);
            }
        }
        previous = histogram.get();
    }
}

}  // namespace

void mergeHistory(Columns&& added, Columns& out, HistoryCounts& counts)
{
    if (added.times.empty()) return;
    Columns merged;
    if (out.times.empty()) {
        merged = std::move(added);
        counts.added += merged.times.size();
    } else {
        std::size_t i = 0;
        for (std::size_t k = 0; k < added.times.size(); ++k) {
            while (i < out.times.size() && out.times[i] < added.times[k]) append(out, i++, merged);
            if (i < out.times.size() && out.times[i] == added.times[k]) {
                ++(same(out, i, added, k) ? counts.known : counts.refused);
            } else {
                append(added, k, merged);
                ++counts.added;
            }
        }
        while (i < out.times.size()) append(out, i++, merged);
    }
    bool any = false;
    for (const HistogramPtr& histogram : merged.histograms) any = any || histogram;
    if (any) {
        setHints(merged);
    } else {
        merged.histograms.clear();
    }
    out = std::move(merged);
}

}  // namespace watchglass::storage
