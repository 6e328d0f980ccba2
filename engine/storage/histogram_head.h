#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/storage/piece.h"
#include "engine/storage/storage.h"

namespace watchglass::storage {

/// The newest histograms of each series that has any, and the staleness markers behind them. The head keeps them
/// apart from its rows of floats, which so cost nothing more.
///
/// A series is a list of encoded pieces and an open end of single samples; late samples stand beside both.
/// Threads: any. Writers are the head's one writer; readers share a lock with each other.
class HistogramHead {
public:
    /// No series at all: the question that everybody asks first.
    [[nodiscard]] bool empty() const { return m_count.load(std::memory_order_acquire) == 0; }
    [[nodiscard]] std::uint64_t seriesCount() const { return m_count.load(std::memory_order_relaxed); }
    [[nodiscard]] bool has(SeriesRef ref) const;
    [[nodiscard]] bool mayHave(SeriesRef ref, std::int64_t minMs, std::int64_t maxMs) const;
    /// Time of the newest histogram or marker of a series.
    [[nodiscard]] std::optional<std::int64_t> newestMs(SeriesRef ref) const;

    /// Adds a sample newer than all others of its series; null is a staleness marker. `follows`: no float stands
    /// between it and the histogram before. Returns the sample as it is given back, with its hint.
    HistogramPtr add(SeriesRef ref, std::int64_t tMs, HistogramPtr histogram, std::uint64_t sequence, bool follows);
    /// Adds a sample at a time that the series has none at.
    HistogramPtr addLate(SeriesRef ref, std::int64_t tMs, HistogramPtr histogram, std::uint64_t sequence);

    /// Appends the samples of a series to `out`, ascending.
    void read(SeriesRef ref, const ReadRange& range, Columns& out) const;

    /// Forgets samples before `cutMs` (some may stay a while).
    void drop(std::int64_t cutMs);
    [[nodiscard]] std::optional<std::int64_t> oldestMs() const;
    /// A time in [fromMs, first sample from there on], none without such a sample.
    [[nodiscard]] std::optional<std::int64_t> nextMs(std::int64_t fromMs) const;

    /// Generation of the journal that knows the labels of a series; 0 for none.
    [[nodiscard]] std::uint64_t generation(SeriesRef ref) const;
    void setGeneration(SeriesRef ref, std::uint64_t generation);

private:
    struct Sample {
        std::int64_t tMs = 0;
        std::uint64_t sequence = 0;
        HistogramPtr histogram;  ///< null: a staleness marker
    };
    /// Encoded samples with their sequences.
    struct Sealed {
        std::int64_t minMs = 0;
        std::int64_t maxMs = 0;
        std::string bytes;
        std::vector<std::uint64_t> sequences;
    };
    struct Series {
        std::vector<std::shared_ptr<const Sealed>> pieces;  ///< ascending; shared with readers
        std::vector<Sample> open;
        std::vector<Sample> late;  ///< ascending
        std::optional<std::int64_t> newestMs;
        HistogramPtr newest;  ///< null behind a marker
        std::uint64_t generation = 0;
    };

    static void seal(Series& series);
    static void collect(const Sealed& piece, const ReadRange& range, std::vector<Sample>& out);

    mutable std::shared_mutex m_mutex;
    std::unordered_map<SeriesRef, Series> m_series;
    std::atomic<std::uint64_t> m_count = 0;
};

}  // namespace watchglass::storage
