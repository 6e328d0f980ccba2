#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <span>
#include <vector>

#include "engine/base/mutex.h"
#include "engine/storage/group.h"
#include "engine/storage/histogram_head.h"
#include "engine/storage/series_index.h"
#include "engine/storage/series_places.h"

namespace watchglass::storage {

/// Times that are taken; others count as outOfBounds.
struct Bounds {
    std::int64_t minMs = std::numeric_limits<std::int64_t>::min() + 1;  // the lowest stands for "none yet"
    std::int64_t maxMs = std::numeric_limits<std::int64_t>::max();
};

/// What was appended since the journal was last written.
struct Pending {
    struct Row {
        std::shared_ptr<const Slab> slab;
        std::uint32_t index = 0;
    };
    /// A sample that arrived behind its series' newest one.
    struct Late {
        SeriesRef ref = 0;
        std::int64_t tMs = 0;
        double value = 0;
    };
    /// A histogram, or the staleness marker (null) behind some.
    struct Histogram {
        SeriesRef ref = 0;
        std::int64_t tMs = 0;
        HistogramPtr histogram;
    };
    std::uint64_t generation = 0;
    std::vector<Row> rows;
    std::vector<Late> late;
    std::vector<Histogram> histograms;
    std::vector<SeriesRef> newSeries;  ///< series whose labels this generation of the journal lacks
    [[nodiscard]] bool empty() const { return rows.empty() && late.empty() && histograms.empty() && newSeries.empty(); }
};

/// The newest samples, in memory, in groups of series that arrive together.
///
/// A batch whose series are exactly the columns of one group is one copied row: no look-up, lock or
/// allocation per sample. Everything else (first batches, series that come and go, own times, duplicates,
/// late samples) takes the general path, sample by sample. A list of series that came four times in a row
/// becomes a group. Histograms, and the staleness markers of their series, are kept apart (histogram_head.h).
/// Threads: any. Writers take turns by a mutex held for a batch; readers never wait for it.
class Head {
public:
    struct Options {
        std::int64_t outOfOrderMs = 0;
        bool keepPending = false;  ///< collect what the journal needs
    };

    Head(const SeriesIndex& index, Options options)
        : m_index(index), m_options(options), m_outOfOrderMs(options.outOfOrderMs)
    {
    }

    AppendResult append(const SampleBatch& batch, Bounds bounds);
    /// As append(), but takes samples however late and leaves nothing pending: what a journal held.
    AppendResult replay(const SampleBatch& batch, Bounds bounds);

    /// How far behind its series' newest sample one is taken from now on.
    void setOutOfOrder(std::int64_t ms) { m_outOfOrderMs.store(ms, std::memory_order_relaxed); }

    /// The sequence of the newest batch that is complete: what a snapshot sees.
    [[nodiscard]] std::uint64_t sequence() const { return m_published.load(std::memory_order_acquire); }

    /// Appends the samples of a series to `out`, ascending.
    void read(SeriesRef ref, const ReadRange& range, Columns& out) const;
    [[nodiscard]] bool mayHave(SeriesRef ref, const ReadRange& range) const;

    /// Hands over what has to be journaled.
    [[nodiscard]] Pending takePending();
    /// As takePending(); from here on samples belong to the journal of that generation, which lacks all labels.
    [[nodiscard]] Pending nextGeneration(std::uint64_t generation);
    /// From now on no sample before `minMs` is taken.
    void refuseBefore(std::int64_t minMs);

    /// Forgets samples before `cutMs` (some may stay a while).
    void drop(std::int64_t cutMs);
    /// Has the index forget those of the refs, ascending, that have no samples here. Appending waits meanwhile.
    std::size_t forgetSeries(std::vector<SeriesRef> refs, SeriesIndex& index);

    [[nodiscard]] std::optional<std::int64_t> oldestMs() const;
    [[nodiscard]] std::optional<std::int64_t> newestMs() const;
    /// A time in [fromMs, first sample from there on], none without such a sample: steps over long gaps.
    [[nodiscard]] std::optional<std::int64_t> nextMs(std::int64_t fromMs) const;
    /// Rises with each batch that is more than `blockMs` / 2 behind the newest sample: somebody fills in history.
    [[nodiscard]] std::uint64_t oldBatches() const { return m_oldBatches.load(std::memory_order_relaxed); }
    void setOldAfterMs(std::int64_t ms) { m_oldAfterMs = ms; }

    struct Counts {
        std::uint64_t appended = 0;
        std::uint64_t outOfOrder = 0;
        std::uint64_t duplicate = 0;
        std::uint64_t outOfBounds = 0;
        std::uint64_t series = 0;  ///< with samples in the head
    };
    [[nodiscard]] Counts counts() const;

private:
    static constexpr std::uint64_t kEverything = std::numeric_limits<std::uint64_t>::max();  ///< as a sequence
    static constexpr std::int64_t kMinTime = std::numeric_limits<std::int64_t>::min();
    static constexpr std::int64_t kMaxTime = std::numeric_limits<std::int64_t>::max();

    using Place = SeriesPlaces::Place;
    struct LateSample {
        std::int64_t tMs;
        double value;
        std::uint64_t sequence;
    };
    struct Batch;  // the work on one append()

    AppendResult write(SampleBatch batch, Bounds bounds, bool replaying);
    bool writeRow(const SampleBatch& batch, Bounds bounds, bool replaying) WG_REQUIRES(m_writer);
    void writeSamples(Batch& work) WG_REQUIRES(m_writer);
    [[nodiscard]] bool behindHistograms(Batch& work, SeriesRef ref, std::int64_t tMs) WG_REQUIRES(m_writer);
    void put(Batch& work, std::size_t i, const Place& place) WG_REQUIRES(m_writer);
    void putBehind(Batch& work, std::size_t i) WG_REQUIRES(m_writer);
    void putLate(SeriesRef ref, std::int64_t tMs, double value, bool replaying) WG_REQUIRES(m_writer);
    void set(Batch& work, std::size_t i, const Place& place) WG_REQUIRES(m_writer);
    void placeHomeless(Batch& work) WG_REQUIRES(m_writer);
    void regroup(Batch& work) WG_REQUIRES(m_writer);
    void closeRows(Batch& work) WG_REQUIRES(m_writer);
    /// Stores the histograms of a batch. Returns what is left of it, in m_floats.
    SampleBatch writeHistograms(const SampleBatch& batch, Bounds bounds, bool replaying, AppendResult& result)
        WG_REQUIRES(m_writer);
    /// The starts of a batch that are news, with those of histograms stored.
    [[nodiscard]] std::vector<StartZero> openStarts(const SampleBatch& batch, Bounds bounds, AppendResult& result)
        WG_REQUIRES(m_writer);
    /// Stores the zeros of series that have newer samples now.
    void writeZeros(const std::vector<StartZero>& starts, AppendResult& result) WG_REQUIRES(m_writer);
    void writeHistogram(SeriesRef ref, std::int64_t tMs, const HistogramPtr& histogram, bool replaying,
                        AppendResult& result) WG_REQUIRES(m_writer);
    void readFloats(SeriesRef ref, const ReadRange& range, Columns& out) const;
    [[nodiscard]] bool hasHistograms(const SampleBatch& batch) const;
    void noteTime(std::int64_t tMs) WG_REQUIRES(m_writer);
    void mergeHistograms(SeriesRef ref, const ReadRange& range, std::size_t start, Columns& out) const;
    std::shared_ptr<Group> newGroup(std::vector<SeriesRef> refs, std::int64_t floorMs) WG_REQUIRES(m_writer);
    void record(Group& group) WG_REQUIRES(m_writer);
    [[nodiscard]] Pending pendingUntilNow() WG_REQUIRES(m_writer);
    /// Where the series is written now; null when it has no group. Writer only: nobody else changes places.
    [[nodiscard]] const Place* place(SeriesRef ref) const WG_REQUIRES(m_writer) { return m_places.newest(ref); }

    const SeriesIndex& m_index;
    const Options m_options;
    std::atomic<std::int64_t> m_outOfOrderMs;
    std::int64_t m_oldAfterMs = std::numeric_limits<std::int64_t>::max() / 2;

    mutable Mutex m_writer;
    std::vector<std::shared_ptr<Group>> m_groups WG_GUARDED_BY(m_writer);
    std::uint64_t m_nextGroup WG_GUARDED_BY(m_writer) = 0;
    std::uint64_t m_sequence WG_GUARDED_BY(m_writer) = 0;
    std::uint64_t m_generation WG_GUARDED_BY(m_writer) = 1;
    std::int64_t m_refuseBeforeMs WG_GUARDED_BY(m_writer) = Bounds().minMs;
    Pending m_pending WG_GUARDED_BY(m_writer);
    /// The floats of a batch that has histograms too.
    struct Floats {
        std::vector<SeriesRef> refs;
        std::vector<double> values;
        std::vector<std::int64_t> times;
    };
    Floats m_floats WG_GUARDED_BY(m_writer);
    HistogramHead m_histograms;

    // Changed by the writer under the unique lock, read by the writer without and by readers with the shared one.
    mutable std::shared_mutex m_placesMutex;
    SeriesPlaces m_places;

    mutable Mutex m_lateMutex;
    std::map<SeriesRef, std::vector<LateSample>> m_late WG_GUARDED_BY(m_lateMutex);  ///< sorted by time
    std::atomic<std::uint64_t> m_lateCount = 0;

    std::atomic<std::uint64_t> m_published = 0;
    std::atomic<std::int64_t> m_newestMs = std::numeric_limits<std::int64_t>::min();
    std::atomic<std::uint64_t> m_oldBatches = 0;
    std::atomic<std::uint64_t> m_appended = 0;
    std::atomic<std::uint64_t> m_outOfOrder = 0;
    std::atomic<std::uint64_t> m_duplicate = 0;
    std::atomic<std::uint64_t> m_outOfBounds = 0;
};

}  // namespace watchglass::storage
