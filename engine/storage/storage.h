#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/model/histogram.h"
#include "engine/model/labels.h"
#include "engine/model/matcher.h"
#include "engine/model/sample.h"
#include "engine/storage/append_history.h"
#include "engine/storage/history.h"
#include "engine/storage/rollup.h"

namespace watchglass::storage {

/// Names a series, for the life of the process never another one (queries keep what they learned of it). 0 is none.
using SeriesRef = std::uint64_t;

/// Where a series began to count.
struct StartZero {
    SeriesRef ref = 0;
    std::int64_t tMs = 0;      ///< before the sample that comes with it
    HistogramPtr histogram{};  ///< without observations; null for a series of floats
};

/// Samples that arrive together: one scrape, one rule evaluation, one pushed batch.
struct SampleBatch {
    std::int64_t tMs = 0;  ///< time of every sample, unless `times` is given
    std::span<const SeriesRef> refs;
    std::span<const double> values;         ///< one per ref; a staleness marker ends the series
    std::span<const std::int64_t> times{};  ///< own times, one per ref, or empty
    /// One per ref, null for a float, or empty. The value beside a histogram is not looked at.
    std::span<const HistogramPtr> histograms{};
    /// Each becomes a zero when all its series had before is older, a newer sample comes with it, and it is no more
    /// than an hour behind the newest of all; else it is dropped without a word: targets tell the same start with
    /// every scrape (prometheus tsdb/head_append.go, AppendSTZeroSample).
    std::span<const StartZero> starts{};
};

/// An example behind a sample, mostly the id of a trace.
struct ExemplarSample {
    SeriesRef ref = 0;
    std::int64_t tMs = 0;
    double value = 0;
    Labels labels;
};

/// The exemplars of one series, ascending by time.
struct SeriesExemplars {
    Labels labels;
    std::vector<ExemplarSample> exemplars;
};

/// What became of a batch.
struct AppendResult {
    std::uint32_t appended = 0;
    std::uint32_t zeros = 0;        ///< stored besides: where counting began
    std::uint32_t outOfOrder = 0;   ///< older than the series' newest sample (and than the window): dropped
    std::uint32_t duplicate = 0;    ///< same time, other value: dropped. Same time and value is no error.
    std::uint32_t outOfBounds = 0;  ///< too far in the past or the future for the head: dropped
};

/// Where scrapes and rules write.
/// Threads: all functions may be called from any thread.
class SampleSink {
public:
    virtual ~SampleSink() = default;

    /// The ref of a series, created when it is new.
    /// Errors: Limit when the store is configured to take no more series.
    [[nodiscard]] virtual Result<SeriesRef> series(const Labels& labels) = 0;

    /// Visible to new queriers on return; journaled within the commit interval (1 s unless configured).
    virtual AppendResult append(const SampleBatch& batch) = 0;

    /// Rises when series of which nothing is stored may have been forgotten: then whoever keeps refs for later asks
    /// keep() before he uses them. A sample for a forgotten ref is refused as out of bounds.
    [[nodiscard]] virtual std::uint64_t forgetting() const { return 0; }
    /// Whether all of these are known still. Those that are stay so for a minute at least.
    [[nodiscard]] virtual bool keep(std::span<const SeriesRef> /*refs*/) { return true; }

    /// Keeps exemplars, in memory only. Sinks without room for them forget them.
    virtual void appendExemplars(std::vector<ExemplarSample> /*exemplars*/) {}
};

/// A selected series. `labels` lives as long as the Querier.
struct SelectedSeries {
    SeriesRef ref = 0;
    const Labels* labels = nullptr;
};

/// Decoded samples of one series, ascending by time, staleness markers included.
struct Columns {
    std::vector<std::int64_t> times;
    std::vector<double> values;
    std::vector<HistogramPtr> histograms;  ///< empty, or one per sample: null for a float or a marker
    std::vector<std::int64_t> startTimes;  ///< empty, or one per sample: when counting began, 0 unknown
    /// Two reads with the same id, if not 0, have equal `times`: lets plans over windows be shared.
    std::uint64_t timesId = 0;
    bool noStale = false;  ///< it is known that there is no staleness marker

    void clear()
    {
        times.clear();
        values.clear();
        histograms.clear();
        startTimes.clear();
        timesId = 0;
        noStale = false;
    }
};

/// A consistent view of the store at the time of its creation.
/// Threads: one Querier may be used from many threads at once.
class Querier {
public:
    virtual ~Querier() = default;

    /// Series that match all matchers and may have samples in [minMs, maxMs], sorted by labels.
    [[nodiscard]] virtual Result<std::vector<SelectedSeries>> select(const std::vector<Matcher>& matchers,
                                                                     std::int64_t minMs, std::int64_t maxMs) const = 0;

    /// Decodes the samples of a series in [minMs, maxMs] into `out`, in place of what it holds. Capacity is reused, and
    /// so are the times of the read before where they are the same: whoever changes them sets `timesId` to 0. Errors:
    /// Corrupt or Io when a block cannot be read; `where` names the file.
    [[nodiscard]] virtual Result<void> read(SeriesRef ref, std::int64_t minMs, std::int64_t maxMs,
                                            Columns& out) const = 0;

    /// The same for a query whose windows all begin and end on multiples of `lengthMs`, one of kRollupLengthsMs: few
    /// entries that answer it as all samples would (rollup.h). Windows end at maxMs, the first begins behind minMs - 1.
    /// False when that spares nothing, or there are histograms: then the samples are to be read.
    [[nodiscard]] virtual Result<bool> readRollups(SeriesRef /*ref*/, RollupKind /*kind*/, std::int64_t /*lengthMs*/,
                                                   std::int64_t /*minMs*/, std::int64_t /*maxMs*/,
                                                   RollupColumns& /*out*/) const
    {
        return false;
    }

    /// Sorted label names of the series that match (all series without matchers) in [minMs, maxMs].
    [[nodiscard]] virtual Result<std::vector<std::string>> labelNames(const std::vector<Matcher>& matchers,
                                                                      std::int64_t minMs, std::int64_t maxMs) const = 0;
    /// Sorted values of one label, likewise.
    [[nodiscard]] virtual Result<std::vector<std::string>> labelValues(std::string_view name,
                                                                       const std::vector<Matcher>& matchers,
                                                                       std::int64_t minMs,
                                                                       std::int64_t maxMs) const = 0;
};

/// What can be asked about series and samples. Implemented by the store and by tests.
class Queryable {
public:
    virtual ~Queryable() = default;
    [[nodiscard]] virtual std::shared_ptr<const Querier> querier() const = 0;
    /// What changed when; null for a store that does not tell, whose answers are then never kept.
    [[nodiscard]] virtual const AppendHistory* history() const { return nullptr; }
    /// Rises when series were forgotten, which queries then need not remember.
    [[nodiscard]] virtual std::uint64_t seriesForgotten() const { return 0; }
    /// Time of the oldest sample, or a little before; none when there is none or the store does not tell.
    [[nodiscard]] virtual std::optional<std::int64_t> oldestMs() const { return std::nullopt; }
    /// Exemplars in [minMs, maxMs] of the series that match all matchers of any of the sets, sorted by labels.
    [[nodiscard]] virtual std::vector<SeriesExemplars> exemplars(const std::vector<std::vector<Matcher>>& /*sets*/,
                                                                 std::int64_t /*minMs*/, std::int64_t /*maxMs*/) const
    {
        return {};
    }
};

/// What can be changed while the store runs.
struct StorageLimits {
    std::int64_t retentionMs = 30LL * 86'400'000;
    std::uint64_t retentionBytes = 0;  ///< 0: any
    std::int64_t outOfOrderMs = 0;     ///< how far behind a series' newest sample is still taken
    std::size_t maxExemplars = 0;      ///< of all series together; 0: none are kept
};

struct StorageOptions {
    std::filesystem::path directory;  ///< empty: in memory only
    std::int64_t retentionMs = 30LL * 86'400'000;
    std::uint64_t retentionBytes = 0;  ///< 0: no limit
    std::int64_t outOfOrderMs = 0;     ///< how far behind a series' newest sample is still taken
    std::size_t maxExemplars = 0;      ///< of all series together; 0: none are kept
    std::int64_t commitIntervalMs = 1000;
    bool syncEveryCommit = false;            ///< SQLite's synchronous=FULL for the journal, else NORMAL
    std::int64_t blockMs = 6LL * 3'600'000;  ///< period of one new block file
    /// Blocks that ended longer ago get rollups; 0: none do. Before 3 days blocks are still merged, and what is newer
    /// is looked at in steps that need the samples.
    std::int64_t rollupAgeMs = 3LL * 86'400'000;
    bool maintainInBackground = true;  ///< false: blocks are cut, merged and dropped by compact() only
};

/// Numbers for /metrics, the status page and tests.
struct StorageStats {
    std::uint64_t series = 0;
    std::uint64_t samplesAppended = 0;
    std::uint64_t outOfOrder = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t blocks = 0;
    std::uint64_t damagedBlocks = 0;  ///< of which a part cannot be read
    std::uint64_t rollups = 0;        ///< blocks that have them
    std::uint64_t bytesOnDisk = 0;
    std::optional<std::int64_t> minMs;
    std::optional<std::int64_t> maxMs;
    std::string trouble;  ///< "" or why the store writes nothing to disk at the moment, for the banner
};

/// Writes what belongs into a snapshot beside samples. The folder opens as a data directory afterwards.
using SnapshotPart = std::function<Result<void>(const std::filesystem::path& folder)>;

/// The time series database: head in memory, journal and blocks in SQLite (storage.md, README).
class Storage : public SampleSink, public Queryable {
public:
    /// Opens or creates the store. The samples of the journal follow on a thread; whoever asks for samples, or brings
    /// some, waits for them. When the directory cannot be written (or has no
    /// room) the store still opens, in memory, and stats().trouble says why.
    /// Errors: Io when another process holds the directory; Corrupt or InvalidInput for a format that is
    /// newer than this program.
    [[nodiscard]] static Result<std::unique_ptr<Storage>> open(StorageOptions options,
                                                               const Clock& clock = SystemClock::instance());

    /// Journals all that was appended. Returns when it is durable. Called by tests and before exit.
    [[nodiscard]] virtual Result<void> flush() = 0;
    [[nodiscard]] virtual StorageStats stats() const = 0;
    /// As stats().trouble, at once: right after a start the rest waits for the journal.
    [[nodiscard]] virtual std::string trouble() const { return {}; }

    /// Deletes the samples of [minMs, maxMs] of the series that match all matchers. Gone for new queriers, and
    /// durably so, on return; samples that come later are kept. Errors: Io when it cannot be written down,
    /// Corrupt when a block cannot be read; then nothing is deleted.
    [[nodiscard]] virtual Result<void> deleteSeries(const std::vector<Matcher>& matchers, std::int64_t minMs,
                                                    std::int64_t maxMs) = 0;
    /// Writes blocks that hold deleted samples anew, without them.
    [[nodiscard]] virtual Result<void> cleanTombstones() = 0;
    /// Turns finished periods into blocks, merges blocks and drops what retention ends, now instead of within a minute.
    [[nodiscard]] virtual Result<void> compact() = 0;
    /// Stores samples of the past, also of times before what is stored already. What a series has at a time stays.
    /// Durable on return. Errors: Io; Corrupt for a damaged block in the way; those of the history.
    [[nodiscard]] virtual Result<HistoryCounts> addHistory(const History& history) = 0;
    /// Retention acts within a minute, the rest at once.
    virtual void setLimits(const StorageLimits& limits) = 0;
    /// Makes a copy of everything, or of the blocks only, in a new folder below DIRECTORY/snapshots, while the store
    /// goes on. The folder opens as a data directory. `addMore` puts what others keep in the directory into the folder
    /// before that has its name. Returns the name. Errors: Io; InvalidInput without a directory; those of `addMore`.
    [[nodiscard]] virtual Result<std::string> snapshot(bool skipHead, const SnapshotPart& addMore = {}) = 0;
};

}  // namespace watchglass::storage
