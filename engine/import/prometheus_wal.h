#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/storage/storage.h"
#include "engine/storage/tombstones.h"

namespace watchglass::import {

/// Reads the records of one of Prometheus's write-ahead logs, oldest first: the last checkpoint, then the segments
/// behind it (tsdb/docs/format/wal.md, tsdb/wlog). What stands behind damage is left out, as Prometheus does.
/// Returns what is damaged, or "". Errors: Io; those of `take`.
[[nodiscard]] Result<std::string> readWal(const std::filesystem::path& folder,
                                          const std::function<Result<void>(std::string_view record)>& take);

/// Brings what a Prometheus has not yet made a block of into a store: its folders `wal` and `wbl`.
class WalImport {
public:
    /// Samples of `wal` before `fromMs` are left out: they are in blocks.
    WalImport(storage::Storage& store, std::int64_t fromMs) : m_store(store), m_fromMs(fromMs) {}

    /// Errors: Io; Limit from the store.
    [[nodiscard]] Result<void> run(const std::filesystem::path& dataDirectory);
    [[nodiscard]] const std::vector<std::string>& notes() const { return m_notes; }

private:
    using WalRef = std::uint64_t;
    struct Deleted {
        std::size_t record = 0;  ///< number of the record that says so
        storage::Interval interval;
    };
    struct Samples;
    [[nodiscard]] Result<void> readLog(const std::filesystem::path& folder, bool outOfOrder);
    void readTombstones(std::string_view record, std::size_t number);
    [[nodiscard]] Result<void> takeRecord(std::string_view record, std::size_t number, bool outOfOrder);
    [[nodiscard]] Result<void> takeSeries(std::string_view record);
    void takeSamples(std::string_view record, Samples& out);
    void takeHistograms(std::string_view record, bool floats, Samples& out);
    void append(const Samples& samples, std::size_t number, bool outOfOrder);

    storage::Storage& m_store;
    const std::int64_t m_fromMs;
    std::unordered_map<WalRef, storage::SeriesRef> m_refs;
    std::unordered_map<WalRef, std::vector<Deleted>> m_deleted;
    std::map<int, std::uint64_t> m_unknown;  ///< records by type
    std::uint64_t m_damaged = 0;             ///< records
    std::vector<std::string> m_notes;
};

}  // namespace watchglass::import
