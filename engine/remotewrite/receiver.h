#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/mutex.h"
#include "engine/remotewrite/known_series.h"
#include "engine/remotewrite/received_metadata.h"
#include "engine/remotewrite/write_request.h"
#include "engine/storage/storage.h"

namespace watchglass::remotewrite {

/// What became of a request.
struct WriteOutcome {
    /// Stored means stored durably, the ones included that had been there before.
    std::uint64_t samples = 0;
    std::uint64_t histograms = 0;
    std::uint64_t exemplars = 0;
    std::vector<std::string> refused;  ///< why the rest was not stored; sending it again would not help
    std::string failed;                ///< why nothing counts as stored, though sending it again may help; or ""
};

/// Numbers for /metrics.
struct ReceiverCounts {
    std::uint64_t samples = 0;        ///< stored, histograms included
    std::uint64_t invalidLabels = 0;  ///< samples of series whose labels are no labels
};

/// Stores what comes by remote write. Good series of a request are stored even when others are refused, by both
/// versions of the protocol.
/// Source of the rules: prometheus storage/remote/write_handler.go.
/// Threads: any; the store outlives it.
class Receiver {
public:
    /// `startZeros`: series get a zero where they say that they began to count (SampleBatch::starts; Prometheus's
    /// feature created-timestamp-zero-ingestion).
    Receiver(storage::Storage& store, const Clock& clock, bool startZeros = false)
        : m_store(store), m_clock(clock), m_startZeros(startZeros)
    {
    }

    /// Returns when what it counts as stored is in the journal.
    [[nodiscard]] WriteOutcome write(const WriteRequest& request);
    [[nodiscard]] ReceiverCounts counts() const;
    [[nodiscard]] const ReceivedMetadata& metadata() const { return m_metadata; }

private:
    struct Work;
    [[nodiscard]] static bool check(const TimeSeries& series, Work& work);
    /// `ref` is 0 when the labels, which `hash` stands for, have not come before.
    void take(const TimeSeries& series, storage::SeriesRef ref, std::uint64_t hash, Work& work);
    /// Notes when a series began to count, if it has not said so before.
    void takeStart(const TimeSeries& series, storage::SeriesRef ref, Work& work);
    void takeExemplars(const TimeSeries& series, storage::SeriesRef ref, Work& work) const;
    [[nodiscard]] storage::AppendResult appendFloats(const Work& work) const;
    /// Notes what was refused of one kind of samples. How many are in the store now.
    std::uint64_t tell(const storage::AppendResult& result, std::size_t sent, std::string_view what, Work& work) const;

    storage::Storage& m_store;
    const Clock& m_clock;
    const bool m_startZeros;
    KnownSeries m_known;
    ReceivedMetadata m_metadata;
    Mutex m_startMutex;
    std::unordered_map<storage::SeriesRef, std::int64_t> m_starts WG_GUARDED_BY(m_startMutex);  ///< that were seen
    std::atomic<std::uint64_t> m_samples{0};
    std::atomic<std::uint64_t> m_invalidLabels{0};
};

}  // namespace watchglass::remotewrite
