#include <algorithm>

#include "engine/base/hash.h"
#include "engine/storage/block.h"
#include "engine/storage/querier.h"
#include "engine/storage/rollup_buckets.h"

namespace watchglass::storage {

namespace {

bool touches(const Intervals* deleted, const Block& block)
{
    return deleted && std::any_of(deleted->begin(), deleted->end(), [&](const Interval& interval) {
               return block.overlaps(interval.minMs, interval.maxMs);
           });
}

template <class T>
std::uint64_t hashOf(const std::vector<T>& numbers)
{
    return hashBytes({reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(T)});
}

}  // namespace

Result<bool> StoreQuerier::readRollups(SeriesRef ref, RollupKind kind, std::int64_t lengthMs, std::int64_t minMs,
                                       std::int64_t maxMs, RollupColumns& out) const
{
    out.clear();
    const bool mayHave = std::any_of(m_blocks->begin(), m_blocks->end(), [&](const auto& block) {
        return block->overlaps(minMs, maxMs) && block->rollups() && block->has(ref);
    });
    if (!mayHave) return false;
    const Intervals* gone = m_deleted->empty() ? nullptr : deleted(ref);
    bool any = false;
    Columns samples;
    for (const auto& block : *m_blocks) {
        // A block begins with a sample that ends a bucket, and its last bucket ends at its end.
        if (minMs > block->toMs() || maxMs < block->fromMs()) continue;
        if (!touches(gone, *block) && block->readRollups(ref, kind, lengthMs, minMs, maxMs, out)) {
            any = true;
            continue;
        }
        const auto slice = block->read(ref, minMs, maxMs);
        if (!slice) return tl::make_unexpected(slice.error());
        samples.clear();
        slice->appendTo(samples);
        if (!samples.histograms.empty()) return false;
        if (gone) removeIntervals(*gone, samples);
        appendSamples(samples, kind, out);
    }
    if (!any) return false;
    samples.clear();
    m_head.read(ref, headRange(minMs, maxMs), samples);
    if (!samples.histograms.empty()) return false;
    if (gone) removeIntervals(*gone, samples);
    appendSamples(samples, kind, out);
    if (!out.times.empty()) {
        out.timesId = hashOf(out.times) | 1;
        if (kind == RollupKind::Change || kind == RollupKind::Increase) out.timesId ^= hashOf(out.weights) << 1;
    }
    return true;
}

}  // namespace watchglass::storage
