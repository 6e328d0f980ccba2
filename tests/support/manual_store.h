#pragma once

#include <memory>

#include "engine/storage/storage.h"

namespace watchglass::test {

/// A store that does nothing by itself: only flush() writes, and maintenance runs where it is called. Blocks of an
/// hour, kept for 1,000 hours. Null when it cannot be opened.
inline std::unique_ptr<storage::Storage> openManualStore(const std::filesystem::path& directory, const Clock& clock,
                                                         bool syncEveryCommit = false, std::int64_t rollupAgeMs = 0)
{
    constexpr std::int64_t kHour = 3'600'000;
    storage::StorageOptions options;
    options.directory = directory;
    options.blockMs = kHour;
    options.retentionMs = 1000 * kHour;
    options.commitIntervalMs = 1000 * kHour;
    options.rollupAgeMs = rollupAgeMs;
    options.maintainInBackground = false;
    options.syncEveryCommit = syncEveryCommit;
    auto store = storage::Storage::open(std::move(options), clock);
    return store ? std::move(*store) : nullptr;
}

}  // namespace watchglass::test
