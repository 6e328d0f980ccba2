#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "engine/base/error.h"

// What `watchglass db` does to a data directory that no process uses. All refuse (Limit) when one does.

namespace watchglass::storage {

/// Something that is not as it was written.
struct Damage {
    std::string file;
    std::string part;  ///< "series 12", "labels row 3", "file"
    std::string message;
};

/// Verifies every checksum and decodes every row. Errors: Io, Limit, NotFound.
[[nodiscard]] Result<std::vector<Damage>> checkDirectory(const std::filesystem::path& directory);

/// Writes damaged files anew with what can be read of them; the old ones are kept as *.damaged. Returns what was
/// damaged. Errors: as checkDirectory().
[[nodiscard]] Result<std::vector<Damage>> repairDirectory(const std::filesystem::path& directory);

/// What a directory holds.
struct DirectoryStats {
    std::uint64_t bytes = 0;       ///< of all files
    std::uint64_t blockBytes = 0;  ///< of block files
    std::uint64_t blocks = 0;
    std::uint64_t rollups = 0;       ///< blocks that have rollups
    std::uint64_t rollupBytes = 0;   ///< of their files
    std::uint64_t blockSamples = 0;  ///< in block files
    std::uint64_t series = 0;
    std::map<std::string, std::uint64_t> seriesByMetric;
    std::map<std::string, std::uint64_t> valuesByLabel;
    std::map<std::string, std::uint64_t> endedByMetric;  ///< churn: series that the newest block no longer has
    [[nodiscard]] double bytesPerSample() const
    {
        return blockSamples == 0 ? 0 : static_cast<double>(blockBytes) / static_cast<double>(blockSamples);
    }
};

/// Reads all blocks. Errors: as checkDirectory(); a damaged block counts as far as it can be read.
[[nodiscard]] Result<DirectoryStats> directoryStats(const std::filesystem::path& directory);

}  // namespace watchglass::storage
