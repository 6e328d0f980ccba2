#include "engine/storage/querier.h"

#include <algorithm>
#include <limits>

#include "engine/base/hash.h"
#include "engine/storage/block.h"

namespace watchglass::storage {

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
    const ReadRange range = headRange(minMs, maxMs);
    std::vector<SelectedSeries> out;
    out.reserve(all->size());
    for (const SelectedSeries& series : *all) {
        if (mayHave(series.ref, range, minMs, maxMs)) out.push_back(series);
    }
    return out;
}

Result<void> StoreQuerier::readAll(SeriesRef ref, std::int64_t minMs, std::int64_t maxMs, Columns& out) const
{
    out.clear();
    for (const auto& block : *m_blocks) {
        if (!block->overlaps(minMs, maxMs)) continue;
        if (auto read = block->read(ref, minMs, maxMs, out); !read) return read;
    }
    m_head.read(ref, headRange(minMs, maxMs), out);
    return {};
}

Result<void> StoreQuerier::read(SeriesRef ref, std::int64_t minMs, std::int64_t maxMs, Columns& out) const
{
    if (auto done = readAll(ref, minMs, maxMs, out); !done) return done;
    if (!m_deleted->empty()) {
        if (const Intervals* gone = deleted(ref)) removeIntervals(*gone, out);
    }
    // The hash of the times themselves: equal wherever they came from, at a fraction of the cost of decoding.
    if (!out.times.empty()) {
        out.timesId = hashBytes({reinterpret_cast<const char*>(out.times.data()), out.times.size() * 8}) | 1;
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
