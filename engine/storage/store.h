#pragma once

#include <cstdint>
#include <memory>

#include "engine/storage/exemplar_ring.h"
#include "engine/storage/head.h"
#include "engine/storage/selection_cache.h"
#include "engine/storage/series_index.h"
#include "engine/storage/storage.h"
#include "engine/storage/tombstones.h"

namespace watchglass::storage {

/// Samples further ahead of the clock are refused.
inline constexpr std::int64_t kFutureMs = 3'600'000;

/// What queriers need, kept alive by the store and by every querier.
struct StoreData {
    StoreData(Head::Options options, std::size_t maxExemplars) : head(index, options), exemplars(index, maxExemplars) {}
    SeriesIndex index;
    SelectionCache selections{index};
    Head head;
    AppendHistory history;
    Tombstones tombstones;
    ExemplarRing exemplars;

    [[nodiscard]] Result<SeriesRef> series(const Labels& labels);
    /// Appends to the head and notes what changed.
    AppendResult append(const SampleBatch& batch, Bounds bounds);
    void setLimits(const StorageLimits& limits);
    /// Takes samples away and notes what changed.
    void remove(std::span<const std::pair<SeriesRef, Interval>> deleted);
};

/// What deleting all samples of [minMs, maxMs] that a querier sees of the selected series means: per series an
/// interval that ends with its newest sample, so that what comes later stays.
[[nodiscard]] Result<std::vector<std::pair<SeriesRef, Interval>>> whatToDelete(const Querier& querier,
                                                                               const std::vector<Matcher>& matchers,
                                                                               std::int64_t minMs, std::int64_t maxMs);

/// Storage without a directory: everything is in the head.
class Store final : public Storage {
public:
    Store(StorageOptions options, const Clock& clock);

    [[nodiscard]] Result<SeriesRef> series(const Labels& labels) override;
    AppendResult append(const SampleBatch& batch) override;
    void appendExemplars(std::vector<ExemplarSample> exemplars) override
    {
        m_data->exemplars.add(std::move(exemplars));
    }
    [[nodiscard]] std::vector<SeriesExemplars> exemplars(const std::vector<std::vector<Matcher>>& sets,
                                                         std::int64_t minMs, std::int64_t maxMs) const override
    {
        return m_data->exemplars.select(sets, minMs, maxMs);
    }
    [[nodiscard]] std::shared_ptr<const Querier> querier() const override;
    [[nodiscard]] const AppendHistory* history() const override { return &m_data->history; }
    [[nodiscard]] std::optional<std::int64_t> oldestMs() const override;
    [[nodiscard]] Result<void> flush() override;
    [[nodiscard]] StorageStats stats() const override;
    [[nodiscard]] Result<void> deleteSeries(const std::vector<Matcher>& matchers, std::int64_t minMs,
                                            std::int64_t maxMs) override;
    [[nodiscard]] Result<void> cleanTombstones() override { return {}; }
    [[nodiscard]] Result<void> compact() override { return {}; }
    void setLimits(const StorageLimits& limits) override { m_data->setLimits(limits); }  // of retention there is none
    [[nodiscard]] Result<std::string> snapshot(bool skipHead, const SnapshotPart& addMore) override;
    [[nodiscard]] Result<HistoryCounts> addHistory(const History& history) override;

private:
    const StorageOptions m_options;
    const Clock& m_clock;
    std::shared_ptr<StoreData> m_data;
};

}  // namespace watchglass::storage
