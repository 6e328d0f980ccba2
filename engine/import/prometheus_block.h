#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "engine/import/prometheus_index.h"
#include "engine/storage/storage.h"
#include "engine/storage/tombstones.h"

namespace watchglass::import {

/// One of Prometheus's blocks on disk: meta.json, index, chunks and tombstones.
/// Source: tsdb/docs/format; tsdb/block.go, tsdb/chunks/chunks.go, tsdb/tombstones.
class PrometheusBlock {
public:
    /// Errors: Io, Corrupt, InvalidInput for a newer version.
    [[nodiscard]] static Result<PrometheusBlock> open(const std::filesystem::path& folder);

    /// The period: [minMs, maxMs).
    [[nodiscard]] std::int64_t minMs() const { return m_minMs; }
    [[nodiscard]] std::int64_t maxMs() const { return m_maxMs; }
    /// Made of samples that came late: the write-ahead log may know more of its period.
    [[nodiscard]] bool isOutOfOrder() const { return m_outOfOrder; }
    /// Names of the blocks that this one was made of.
    [[nodiscard]] const std::vector<std::string>& parents() const { return m_parents; }
    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }
    [[nodiscard]] const std::vector<PrometheusIndex::Series>& series() const { return m_index.series(); }

    /// From now on the labels in series() are empty: they take most of the memory.
    void forgetLabels() { m_index.forgetLabels(); }

    /// Appends the samples of a series (its number) in [minMs, maxMs] to `out`, without what was deleted, times
    /// ascending, none twice. Errors: Io, Corrupt, InvalidInput for chunks of a newer Prometheus.
    [[nodiscard]] Result<void> read(std::size_t series, std::int64_t minMs, std::int64_t maxMs,
                                    storage::Columns& out) const;

private:
    explicit PrometheusBlock(PrometheusIndex index) : m_index(std::move(index)) {}
    [[nodiscard]] Result<void> readTombstones();
    [[nodiscard]] Result<void> readChunk(std::uint64_t ref, storage::Columns& out) const;

    PrometheusIndex m_index;
    std::filesystem::path m_folder;
    std::int64_t m_minMs = 0;
    std::int64_t m_maxMs = 0;
    bool m_outOfOrder = false;
    std::vector<std::string> m_parents;
    std::vector<RandomFile> m_segments;
    std::map<std::uint64_t, storage::Intervals> m_deleted;  ///< by the series' ref
};

/// Sorts by time; of samples with the same time the first one stays.
void sortSamples(storage::Columns& columns);

}  // namespace watchglass::import
