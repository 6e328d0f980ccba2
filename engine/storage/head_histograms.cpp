// Native histograms of the head: they stand beside the rows of floats, series by series.

#include "engine/storage/head.h"

#include <algorithm>

#include "engine/model/sample.h"

namespace watchglass::storage {

/// Whether anything of the batch belongs to the histograms: samples, or the markers that end their series.
bool Head::hasHistograms(const SampleBatch& batch) const
{
    if (!batch.histograms.empty()) return true;
    if (m_histograms.empty()) return false;
    for (std::size_t i = 0; i < batch.refs.size(); ++i) {
        if (isStaleMarker(batch.values[i]) && m_histograms.has(batch.refs[i])) return true;
    }
    return false;
}

SampleBatch Head::writeHistograms(const SampleBatch& batch, Bounds bounds, bool replaying, AppendResult& result)
{
    m_floats.refs.clear();
    m_floats.values.clear();
    m_floats.times.clear();
    for (std::size_t i = 0; i < batch.refs.size(); ++i) {
        const SeriesRef ref = batch.refs[i];
        const HistogramPtr histogram = batch.histograms.empty() ? nullptr : batch.histograms[i];
        if (!histogram && !(isStaleMarker(batch.values[i]) && m_histograms.has(ref))) {
            m_floats.refs.push_back(ref);
            m_floats.values.push_back(batch.values[i]);
            if (!batch.times.empty()) m_floats.times.push_back(batch.times[i]);
            continue;
        }
        const std::int64_t t = batch.times.empty() ? batch.tMs : batch.times[i];
        if (t < bounds.minMs || t > bounds.maxMs || !m_index.knows(ref)) {
            ++result.outOfBounds;
        } else {
            writeHistogram(ref, t, histogram, replaying, result);
        }
    }
    return {batch.tMs, m_floats.refs, m_floats.values, m_floats.times};
}

void Head::writeHistogram(SeriesRef ref, std::int64_t tMs, const HistogramPtr& histogram, bool replaying,
                          AppendResult& result)
{
    const Place* floats = place(ref);
    const std::optional<std::int64_t> newest = m_histograms.newestMs(ref);
    bool follows = true;
    bool newer = !newest || tMs > *newest;
    Columns around;
    if (!newer || floats) {
        read(ref, {newest ? std::min(*newest, tMs) : tMs, kMaxTime, kEverything}, around);
        newer = around.times.empty() || tMs > around.times.back();
        // A float in between: the counter may have been anything.
        follows = !newest || around.times.empty() || around.times.back() == *newest;
    }
    HistogramPtr stored;
    if (newer) {
        // Whole rows of floats no longer fit this series, whose times they do not know.
        if (floats) floats->group->left = true;
        stored = m_histograms.add(ref, tMs, histogram, m_sequence, follows);
    } else {
        const auto at = std::lower_bound(around.times.begin(), around.times.end(), tMs);
        const auto i = static_cast<std::size_t>(at - around.times.begin());
        if (*at == tMs) {
            const HistogramPtr there = around.histograms.empty() ? nullptr : around.histograms[i];
            const bool same = histogram ? there && there->sameAs(*histogram)
                                        : !there && isStaleMarker(around.values[i]);
            if (!same) ++result.duplicate;
            return;
        }
        if (!replaying && around.times.back() - tMs > m_outOfOrderMs.load(std::memory_order_relaxed)) {
            ++result.outOfOrder;
            return;
        }
        stored = m_histograms.addLate(ref, tMs, histogram, m_sequence);
    }
    ++result.appended;
    noteTime(tMs);
    if (!m_options.keepPending || replaying) return;
    if (m_histograms.generation(ref) != m_generation) {
        m_histograms.setGeneration(ref, m_generation);
        m_pending.newSeries.push_back(ref);
    }
    m_pending.histograms.push_back({ref, tMs, std::move(stored)});
}

/// Puts the histograms of a series between its floats, which are in `out` from `start` on.
void Head::mergeHistograms(SeriesRef ref, const ReadRange& range, std::size_t start, Columns& out) const
{
    Columns own;
    m_histograms.read(ref, range, own);
    if (own.times.empty()) return;
    out.histograms.resize(out.times.size());
    if (out.times.size() == start) {
        out.times.insert(out.times.end(), own.times.begin(), own.times.end());
        out.values.insert(out.values.end(), own.values.begin(), own.values.end());
        out.histograms.insert(out.histograms.end(), own.histograms.begin(), own.histograms.end());
        return;
    }
    Columns floats;
    floats.times.assign(out.times.begin() + static_cast<std::ptrdiff_t>(start), out.times.end());
    floats.values.assign(out.values.begin() + static_cast<std::ptrdiff_t>(start), out.values.end());
    out.times.resize(start);
    out.values.resize(start);
    out.histograms.resize(start);
    const auto put = [&](std::int64_t tMs, double value, HistogramPtr histogram) {
        out.times.push_back(tMs);
        out.values.push_back(value);
        out.histograms.push_back(std::move(histogram));
    };
    std::size_t f = 0;
    for (std::size_t i = 0; i < own.times.size(); ++i) {
        for (; f < floats.times.size() && floats.times[f] < own.times[i]; ++f) {
            put(floats.times[f], floats.values[f], nullptr);
        }
        if (f < floats.times.size() && floats.times[f] == own.times[i]) ++f;
        put(own.times[i], own.values[i], std::move(own.histograms[i]));
    }
    for (; f < floats.times.size(); ++f) put(floats.times[f], floats.values[f], nullptr);
}

}  // namespace watchglass::storage
