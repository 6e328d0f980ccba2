#pragma once

#include <memory>
#include <vector>

#include "engine/storage/storage.h"
#include "engine/storage/store.h"

namespace watchglass::storage {

class Block;
/// By time, not overlapping.
using BlockList = std::vector<std::shared_ptr<const Block>>;

/// The view that Storage::querier() hands out: the head as far as it was written at that moment, without what had
/// been deleted.
class StoreQuerier final : public Querier {
public:
    /// `blocks` may be null.
    explicit StoreQuerier(std::shared_ptr<StoreData> data, std::shared_ptr<const BlockList> blocks = nullptr);

    [[nodiscard]] Result<std::vector<SelectedSeries>> select(const std::vector<Matcher>& matchers, std::int64_t minMs,
                                                             std::int64_t maxMs) const override;
    [[nodiscard]] Result<void> read(SeriesRef ref, std::int64_t minMs, std::int64_t maxMs, Columns& out) const override;
    [[nodiscard]] Result<bool> readRollups(SeriesRef ref, RollupKind kind, std::int64_t lengthMs, std::int64_t minMs,
                                           std::int64_t maxMs, RollupColumns& out) const override;
    [[nodiscard]] Result<std::vector<std::string>> labelNames(const std::vector<Matcher>& matchers, std::int64_t minMs,
                                                              std::int64_t maxMs) const override;
    [[nodiscard]] Result<std::vector<std::string>> labelValues(std::string_view name,
                                                               const std::vector<Matcher>& matchers, std::int64_t minMs,
                                                               std::int64_t maxMs) const override;

private:
    [[nodiscard]] bool mayHave(SeriesRef ref, const ReadRange& inHead, std::int64_t minMs, std::int64_t maxMs) const;
    [[nodiscard]] Result<std::vector<SeriesRef>> find(const std::vector<Matcher>& matchers, std::int64_t minMs,
                                                      std::int64_t maxMs) const;
    [[nodiscard]] ReadRange headRange(std::int64_t minMs, std::int64_t maxMs) const;

    [[nodiscard]] const Intervals* deleted(SeriesRef ref) const;
    [[nodiscard]] Result<void> readAll(SeriesRef ref, std::int64_t minMs, std::int64_t maxMs, Columns& out) const;
    [[nodiscard]] bool hasBesides(const Intervals& deleted, SeriesRef ref, std::int64_t minMs,
                                  std::int64_t maxMs) const;

    std::shared_ptr<StoreData> m_data;
    mutable Mutex m_holdsMutex;
    mutable std::vector<SeriesIndex::Hold> m_holds WG_GUARDED_BY(m_holdsMutex);  ///< of the labels handed out
    const Head& m_head;
    std::shared_ptr<const BlockList> m_blocks;  ///< never null
    Tombstones::Snapshot m_deleted;
    std::int64_t m_blocksEndMs;  ///< what the head still has before is in blocks too
    std::uint64_t m_sequence;
};

}  // namespace watchglass::storage
