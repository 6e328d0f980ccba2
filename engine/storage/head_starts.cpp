// Zeros where series began to count: SampleBatch::starts.

#include "engine/storage/head.h"

#include <algorithm>

namespace watchglass::storage {

namespace {

/// How far behind the newest sample a zero is taken where counting began: half a period of Prometheus's head.
constexpr std::int64_t kOldestStartMs = 3'600'000;

}  // namespace

std::vector<StartZero> Head::openStarts(const SampleBatch& batch, Bounds bounds, AppendResult& result)
{
    std::int64_t newest = std::max(m_newestMs.load(std::memory_order_relaxed), batch.tMs);
    for (const std::int64_t t : batch.times) newest = std::max(newest, t);
    bounds.minMs = std::max(bounds.minMs, newest - kOldestStartMs);
    std::vector<StartZero> zeros;
    Columns there;
    for (const StartZero& start : batch.starts) {
        if (start.tMs < bounds.minMs || start.tMs > bounds.maxMs || !m_index.knows(start.ref)) continue;
        there.clear();
        read(start.ref, {start.tMs, kMaxTime, kEverything}, there);
        if (!there.times.empty()) continue;
        if (start.histogram) {
            AppendResult zero;
            writeHistogram(start.ref, start.tMs, start.histogram, false, zero);
            result.zeros += zero.appended;
        } else {
            zeros.push_back(start);
        }
    }
    return zeros;
}

/// They stand beside the rows: starts differ from series to series, and would tear the groups apart.
void Head::writeZeros(const std::vector<StartZero>& starts, AppendResult& result)
{
    Columns there;
    for (const StartZero& start : starts) {
        there.clear();
        read(start.ref, {start.tMs, kMaxTime, kEverything}, there);
        if (there.times.empty() || there.times.front() == start.tMs || !place(start.ref)) continue;
        putLate(start.ref, start.tMs, 0, false);
        ++result.zeros;
    }
}

}  // namespace watchglass::storage
