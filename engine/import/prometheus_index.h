#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "engine/import/random_file.h"
#include "engine/model/labels.h"

namespace watchglass::import {

/// The index file of one of Prometheus's blocks, versions 1 and 2 (tsdb/docs/format/index.md). Labels are read when it
/// is opened, where the chunks are each time it is asked.
class PrometheusIndex {
public:
    /// Errors: Io, Corrupt, InvalidInput for a newer version.
    [[nodiscard]] static Result<PrometheusIndex> open(const std::filesystem::path& path);

    struct Series {
        Labels labels;
        std::uint64_t ref = 0;  ///< as tombstones name it
    };
    [[nodiscard]] const std::vector<Series>& series() const { return m_series; }

    void forgetLabels()
    {
        for (Series& series : m_series) series.labels = Labels();
    }

    struct Chunk {
        std::int64_t minMs = 0;
        std::int64_t maxMs = 0;
        std::uint64_t ref = 0;  ///< number of the segment file, and offset in it
    };
    /// The chunks of a series, in the order of their first samples. Errors: Io, Corrupt.
    [[nodiscard]] Result<std::vector<Chunk>> chunks(const Series& series) const;

private:
    explicit PrometheusIndex(RandomFile file) : m_file(std::move(file)) {}
    struct Toc;
    struct Symbols;
    [[nodiscard]] Result<Toc> readToc() const;
    [[nodiscard]] Result<void> readSeries(const Toc& toc);
    /// A part of the file behind its length, with its checksum verified.
    [[nodiscard]] Result<std::string> section(std::uint64_t offset) const;
    [[nodiscard]] Result<std::string> entry(std::uint64_t ref) const;
    [[nodiscard]] Result<std::string> postingsOfAll(const Toc& toc) const;
    [[nodiscard]] tl::unexpected<Error> damaged(std::string what) const;

    RandomFile m_file;
    bool m_v1 = false;
    std::vector<Series> m_series;
};

}  // namespace watchglass::import
