#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/base/mutex.h"
#include "engine/exposition/content_type.h"
#include "engine/exposition/scrape_cache.h"
#include "engine/scrape/sample_labels.h"
#include "engine/scrape/target_status.h"
#include "engine/storage/storage.h"

namespace watchglass::scrape {

/// How the bodies of a target are read. Immutable and shared by the target and its scrapes in flight.
struct IngestSettings {
    SampleLabelRules labels;
    bool honorTimestamps = true;
    bool trackTimestampsStaleness = false;
    bool extraMetrics = false;
    std::chrono::milliseconds timeout{0};
    std::optional<exposition::ScrapeProtocol> fallback;
    static constexpr std::int32_t kFinestSchema = 8;
    static constexpr std::int32_t kCoarsestSchema = -4;
    exposition::ParserOptions parser;           ///< what is done with histograms
    std::uint64_t bucketLimit = 0;              ///< of one histogram, which is made coarser to keep it; 0: none
    std::int32_t finestSchema = kFinestSchema;  ///< finer histograms are made coarser
    /// Differs when lines may get other series than before (relabelling, honor_labels, limits on labels).
    std::uint64_t lineRulesId = 0;
};

/// What a scrape brought home.
struct ScrapeResult {
    std::string error;  ///< "" when `body` is good
    std::string_view contentType;
    std::string_view body;
    bool tooLarge = false;  ///< the error is the body size limit
};

struct IngestReport {
    std::string error;  ///< "" when the scrape counts as good
    std::size_t scraped = 0;
    std::size_t added = 0;
    std::size_t seriesAdded = 0;
    storage::AppendResult appended;
};

/// Turns the scrapes of one target into samples: the cache of its lines, the staleness of its series, its report
/// series (`up`, ...). Semantics of prometheus scrape/scrape.go, scrapeAndReport and append.
///
/// Threads: one scrape at a time; metadata() from any thread.
class TargetIngest final : private exposition::ScrapeListener {
public:
    explicit TargetIngest(storage::SampleSink& sink) : m_sink(sink) {}

    /// Stores the samples of a scrape that started at `tMs`, or the staleness markers of a failed one, with the
    /// report series. `steadyStartNs` and `clock` give scrape_duration_seconds.
    [[nodiscard]] IngestReport ingest(const std::shared_ptr<const IngestSettings>& settings, const ScrapeResult& result,
                                      std::int64_t tMs, std::int64_t steadyStartNs, const Clock& clock,
                                      const std::stop_token& stop);

    /// Ends every series of the target, the report series included, at `tMs`.
    void endOfRun(std::int64_t tMs);

    /// What the target says about its metrics, by name.
    [[nodiscard]] std::vector<MetricMetadata> metadata() const;

private:
    struct Meta {
        exposition::MetricType type = exposition::MetricType::Unknown;
        std::string help;
        std::string unit;
    };

    Result<std::uint64_t> resolve(const Labels& labels, const exposition::LineNotes& notes) override;
    void metadata(exposition::Entry entry, std::string_view metric, exposition::MetricType type,
                  std::string_view text) override;
    void started(std::uint64_t ref, std::int64_t startMs, std::int64_t ownMs, const FloatHistogram* histogram) override;
    void exemplar(std::uint64_t ref, const exposition::Exemplar& exemplar) override;

    void adopt(const std::shared_ptr<const IngestSettings>& settings);
    /// Sees to it that the store knows the series of the lines still, after a long time without a good scrape.
    void checkRefs();
    [[nodiscard]] Result<void> parseBody(const ScrapeResult& result, IngestReport& report);
    [[nodiscard]] Result<void> limitHistograms();
    [[nodiscard]] bool newOnesRepeat() const;
    void dropRepeatedSeries();
    void addGone();
    void addReport(const IngestReport& report, const ScrapeResult& result, double seconds);
    [[nodiscard]] bool resolveReportRefs();
    [[nodiscard]] storage::AppendResult store(std::int64_t tMs);
    void forgetScrape();

    storage::SampleSink& m_sink;
    std::shared_ptr<const IngestSettings> m_settings;  // shared with the target and its scrape in flight
    std::unique_ptr<exposition::ScrapeCache> m_cache;
    exposition::ScrapeColumns m_columns;
    std::vector<storage::ExemplarSample> m_exemplars;           ///< of the current scrape
    std::vector<storage::StartZero> m_starts;                   ///< of the current scrape that are news
    std::unordered_map<std::uint64_t, std::int64_t> m_startOf;  ///< when each series began, as it was told last
    std::int64_t m_scrapeMs = 0;
    std::vector<std::uint64_t> m_orphans;  ///< live series of a cache that was replaced
    std::vector<storage::SeriesRef> m_reportRefs;
    std::uint64_t m_forgetting = 0;  ///< of the sink, when it was last asked
    std::stop_token m_stop;
    std::unordered_set<std::uint64_t> m_newTexts;  ///< hashes of what was resolved to a series in the current scrape
    std::unordered_set<std::uint64_t> m_newRefs;   ///< resolved in the current scrape
    std::size_t m_resolved = 0;                    ///< lines resolved and kept in the current scrape
    bool m_hasRepeats = false;

    mutable Mutex m_metaMutex;
    std::map<std::string, Meta, std::less<>> m_meta WG_GUARDED_BY(m_metaMutex);
};

}  // namespace watchglass::scrape
