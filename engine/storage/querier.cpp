#include "engine/storage/querier.h"

#include <algorithm>
#include <limits>

#include "engine/base/hash.h"
#include "engine/storage/block.h"

namespace watchglass::storage {

StoreQuerier::StoreQuerier(std::shared_ptr<const void> keepAlive, SeriesIndex& index, SelectionCache& selections,
                           const Head& head, std::shared_ptr<const BlockList> blocks)
    : m_keepAlive(std::move(keepAlive)), m_index(index), m_selections(selections), m_head(head),
      m_blocks(blocks ? std::move(blocks) : std::make_shared<const BlockList>()),
      m_blocksEndMs(m_blocks->empty() ? std::numeric_limits<std::int64_t>::min() : m_blocks->back()->toMs()),
      m_sequence(head.sequence())
{
}

ReadRange StoreQuerier::headRange(std::int64_t minMs, std::int64_t maxMs) const
{
    return {std::max(minMs, m_blocksEndMs), maxMs, m_sequence};
}

bool StoreQuerier::mayHave(SeriesRef ref, const ReadRange& inHead, std::int64_t minMs, std::int64_t maxMs) const
{
    return m_head.mayHave(ref, inHead) || std::any_of(m_blocks->begin(), m_blocks->end(), [&](const auto& block) {
               return block->overlaps(minMs, maxMs) && block->has(ref);
           });
}

Result<std::vector<SeriesRef>> StoreQuerier::find(const std::vector<Matcher>& matchers, std::int64_t minMs,
                                                  std::int64_t maxMs) const
{
    std::vector<SeriesRef> refs = m_index.select(matchers);
    const ReadRange range = headRange(minMs, maxMs);
    std::erase_if(refs, [&](SeriesRef ref) { return !mayHave(ref, range, minMs, maxMs); });
    return refs;
}

Result<std::vector<SelectedSeries>> StoreQuerier::select(const std::vector<Matcher>& matchers, std::int64_t minMs,
                                                         std::int64_t maxMs) const
{
    const SelectionCache::Selection all = m_selections.select(matchers);
    const ReadRange range = headRange(minMs, maxMs);
    std::vector<SelectedSeries> out;
    out.reserve(all->size());
    for (const SelectedSeries& series : *all) {
        if (mayHave(series.ref, range, minMs, maxMs)) out.push_back(series);
    }
    return out;
}

Result<void> StoreQuerier::read(SeriesRef ref, std::int64_t minMs, std::int64_t maxMs, Columns& out) const
{
    out.clear();
    for (const auto& block : *m_blocks) {
        if (!block->overlaps(minMs, maxMs)) continue;
        if (auto read = block->read(ref, minMs, maxMs, out); !read) return read;
    }
    m_head.read(ref, headRange(minMs, maxMs), out);
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
    return m_index.names(*refs);
}

Result<std::vector<std::string>> StoreQuerier::labelValues(std::string_view name, const std::vector<Matcher>& matchers,
                                                           std::int64_t minMs, std::int64_t maxMs) const
{
    auto refs = find(matchers, minMs, maxMs);
    if (!refs) return tl::make_unexpected(refs.error());
    return m_index.values(name, *refs);
}

}  // namespace watchglass::storage
