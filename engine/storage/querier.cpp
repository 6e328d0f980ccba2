#include "engine/storage/querier.h"

#include <algorithm>
#include <limits>

#include "engine/base/hash.h"
#include "engine/model/sample.h"
#include "engine/storage/block.h"

namespace watchglass::storage {

namespace {

std::uint64_t hashOf(std::span<const std::int64_t> times)
{
    return hashBytes({reinterpret_cast<const char*>(times.data()), times.size_bytes()});
}

}  // namespace

StoreQuerier::StoreQuerier(std::shared_ptr<StoreData> data, std::shared_ptr<const BlockList> blocks)
    : m_data(std::move(data)), m_head(m_data->head),
      m_blocks(blocks ? std::move(blocks) : std::make_shared<const BlockList>()),
      m_deleted(m_data->tombstones.snapshot()),
      m_blocksEndMs(m_blocks->empty() ? std::numeric_limits<std::int64_t>::min() : m_blocks->back()->toMs()),
      m_sequence(m_head.sequence())
{
}

ReadRange StoreQuerier::headRange(std::int64_t minMs, std::int64_t maxMs) const
{
    return {std::max(minMs, m_blocksEndMs), maxMs, m_sequence};
}

bool StoreQuerier::mayHave(SeriesRef ref, const ReadRange& inHead, std::int64_t minMs, std::int64_t maxMs) const
{
    const bool any = m_head.mayHave(ref, inHead) ||
                     std::any_of(m_blocks->begin(), m_blocks->end(),
                                 [&](const auto& block) { return block->overlaps(minMs, maxMs) && block->has(ref); });
    if (!any || m_deleted->empty()) return any;
    const Intervals* gone = deleted(ref);
    return !gone || hasBesides(*gone, ref, minMs, maxMs);
}

const Intervals* StoreQuerier::deleted(SeriesRef ref) const
{
    const auto found = m_deleted->find(ref);
    return found == m_deleted->end() ? nullptr : &found->second;
}

/// Looks at the samples themselves: what was deleted must not go on as a name without samples.
bool StoreQuerier::hasBesides(const Intervals& gone, SeriesRef ref, std::int64_t minMs, std::int64_t maxMs) const
{
    Columns columns;
    for (const Interval& gap : gapsOf(gone, minMs, maxMs)) {
        if (!readAll(ref, gap.minMs, gap.maxMs, columns)) return true;  // read() says what is wrong
        if (!columns.times.empty()) return true;
    }
    return false;
}

Result<std::vector<SeriesRef>> StoreQuerier::find(const std::vector<Matcher>& matchers, std::int64_t minMs,
                                                  std::int64_t maxMs) const
{
    std::vector<SeriesRef> refs = m_data->index.select(matchers);
    const ReadRange range = headRange(minMs, maxMs);
    std::erase_if(refs, [&](SeriesRef ref) { return !mayHave(ref, range, minMs, maxMs); });
    return refs;
}

Result<std::vector<SelectedSeries>> StoreQuerier::select(const std::vector<Matcher>& matchers, std::int64_t minMs,
                                                         std::int64_t maxMs) const
{
    const SelectionCache::Selection all = m_data->selections.select(matchers);
    {
        const MutexLock lock(m_holdsMutex);
        if (m_holds.empty() || m_holds.back() != all.hold) m_holds.push_back(all.hold);
    }
    const ReadRange range = headRange(minMs, maxMs);
    std::vector<SelectedSeries> out;
    out.reserve(all.series->size());
    for (const SelectedSeries& series : *all.series) {
        if (mayHave(series.ref, range, minMs, maxMs)) out.push_back(series);
    }
    return out;
}

Result<void> StoreQuerier::readAll(SeriesRef ref, std::int64_t minMs, std::int64_t maxMs, Columns& out) const
{
    const auto covers = [&](const auto& block) { return block->overlaps(minMs, maxMs); };
    const auto first = std::find_if(m_blocks->begin(), m_blocks->end(), covers);
    const ReadRange inHead = headRange(minMs, maxMs);
    if (first != m_blocks->end() && std::none_of(std::next(first), m_blocks->end(), covers) &&
        !m_head.mayHave(ref, inHead)) {
        const auto slice = (*first)->read(ref, minMs, maxMs);
        if (!slice) return tl::make_unexpected(slice.error());
        slice->assignTo(out);
        return {};
    }
    out.clear();
    for (auto block = first; block != m_blocks->end(); ++block) {
        if (!covers(*block)) continue;
        const auto slice = (*block)->read(ref, minMs, maxMs);
        if (!slice) return tl::make_unexpected(slice.error());
        slice->appendTo(out);
    }
    const std::size_t before = out.times.size();
    m_head.read(ref, inHead, out);
    if (out.times.size() == before) return {};
    out.noStale = (out.noStale || before == 0) && !hasStaleMarker(std::span(out.values).subspan(before));
    // The hash of the times themselves: equal wherever they came from, at a fraction of the cost of decoding.
    out.timesId = hashNext(out.timesId, hashOf(std::span(out.times).subspan(before))) | 1;
    return {};
}

Result<void> StoreQuerier::read(SeriesRef ref, std::int64_t minMs, std::int64_t maxMs, Columns& out) const
{
    if (auto done = readAll(ref, minMs, maxMs, out); !done) return done;
    if (m_deleted->empty()) return {};
    if (const Intervals* gone = deleted(ref)) {
        removeIntervals(*gone, out);
        out.timesId = out.times.empty() ? 0 : hashOf(out.times) | 1;
    }
    return {};
}

Result<std::vector<std::string>> StoreQuerier::labelNames(const std::vector<Matcher>& matchers, std::int64_t minMs,
                                                          std::int64_t maxMs) const
{
    auto refs = find(matchers, minMs, maxMs);
    if (!refs) return tl::make_unexpected(refs.error());
    return m_data->index.names(*refs);
}

Result<std::vector<std::string>> StoreQuerier::labelValues(std::string_view name, const std::vector<Matcher>& matchers,
                                                           std::int64_t minMs, std::int64_t maxMs) const
{
    auto refs = find(matchers, minMs, maxMs);
    if (!refs) return tl::make_unexpected(refs.error());
    return m_data->index.values(name, *refs);
}

}  // namespace watchglass::storage
