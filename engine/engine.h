#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/annotations/annotation_store.h"
#include "engine/api/http_server.h"
#include "engine/api/router.h"
#include "engine/base/clock.h"
#include "engine/base/mutex.h"
#include "engine/base/thread_pool.h"
#include "engine/config/config.h"
#include "engine/hostmetrics/host_collector.h"
#include "engine/promql/parser.h"
#include "engine/promql/query_engine.h"
#include "engine/remotewrite/receiver.h"
#include "engine/rules/manager.h"
#include "engine/scrape/scrape_manager.h"
#include "engine/storage/storage.h"

namespace watchglass {

struct EngineOptions {
    std::filesystem::path configFile;    ///< prometheus.yml; empty: no targets but this machine
    std::vector<std::string> ruleFiles;  ///< in addition to those of the configuration
    std::filesystem::path storagePath;   ///< empty: in memory
    std::int64_t retentionMs = 30LL * 86'400'000;
    std::uint64_t retentionBytes = 0;             ///< 0: any
    std::int64_t outOfOrderMs = 600'000;          ///< how far behind a series' newest sample is still taken
    std::size_t maxExemplars = 100'000;           ///< of all series, in memory
    bool syncEveryCommit = false;                 ///< what is journaled survives a loss of power
    std::int64_t rollupAgeMs = 3LL * 86'400'000;  ///< of blocks that get rollups; 0: none do
    bool hostMetrics = true;
    std::int64_t hostIntervalMs = 5000;
    hostmetrics::HostOptions host{};
    std::string listenAddress;       ///< "127.0.0.1:9090"; empty: no HTTP server
    std::string externalUrl;         ///< for templates; empty: the listen address
    promql::ParserOptions parser{};  ///< what queries and rules may contain
    promql::QueryOptions query{};
    unsigned maxQueries = 20;          ///< of the HTTP API, at once
    std::string corsOrigin;            ///< regular expression of the origins whose pages may read the API; "": none
    bool adminApi = false;             ///< serve /api/v1/admin/tsdb/
    bool remoteWriteReceiver = false;  ///< serve /api/v1/write
    bool startZeros = false;           ///< counters get a zero where they began
    std::map<std::string, std::string> flags{};  ///< as given, for /api/v1/status/flags
};

/// The engine as one thing: storage, scraping, rules, queries and the HTTP API, wired and running.
///
/// This is all that the window and the commands know of the engine.
/// Threads: all functions may be called from any thread. The destructor stops everything within 2 s.
class Engine {
public:
    /// Opens the store, loads the configuration and starts.
    /// Errors: InvalidInput for a configuration, rule file or address that cannot be used; Io for a data
    /// directory that another process holds or a port that is taken. A directory that cannot be written is no
    /// error: storageTrouble() says why nothing is kept.
    [[nodiscard]] static Result<std::unique_ptr<Engine>> start(EngineOptions options,
                                                               const Clock& clock = SystemClock::instance());
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Reads configuration and rules again. On any error the running ones stay. The log says how it went.
    [[nodiscard]] Result<void> reload();

    [[nodiscard]] const promql::QueryEngine& queries() const { return m_queries; }
    [[nodiscard]] const storage::Queryable& store() const { return *m_storage; }
    /// Annotations made by hand, in the data directory.
    [[nodiscard]] annotations::AnnotationStore& annotations() { return *m_annotations; }
    [[nodiscard]] ThreadPool& queryPool() { return m_pool; }
    [[nodiscard]] const Clock& clock() const { return m_clock; }

    [[nodiscard]] storage::StorageStats storageStats() const { return m_storage->stats(); }
    /// Why nothing is kept on disk at the moment; "" when it is. Waits for nothing.
    [[nodiscard]] std::string storageTrouble() const { return m_storage->trouble(); }
    [[nodiscard]] std::vector<rules::GroupStatus> ruleGroups() const { return m_rules.groups(); }
    [[nodiscard]] const scrape::ScrapeManager& scrapes() const { return m_scrapes; }
    /// What targets and senders of remote write say about their metrics.
    [[nodiscard]] std::vector<scrape::MetricMetadata> metadata() const;
    /// What of the configuration is not honoured, and what went wrong at the last reload.
    [[nodiscard]] std::vector<std::string> configWarnings() const;
    /// The usual distance of two samples, for `$__rate_interval`.
    [[nodiscard]] std::int64_t scrapeIntervalMs() const { return m_scrapeIntervalMs.load(); }
    /// 0 when nothing is served.
    [[nodiscard]] std::uint16_t httpPort() const { return m_http ? m_http->port() : std::uint16_t{0}; }
    /// The program's own metrics in the Prometheus text format.
    [[nodiscard]] std::string metricsText() const;

    /// Called from a rule thread with alerts that fire or are resolved, and at once with those that fire already.
    void setAlertListener(rules::RuleManager::Listener listener) { m_rules.setListener(std::move(listener)); }

private:
    struct Loaded;

    Engine(EngineOptions options, const Clock& clock, std::unique_ptr<storage::Storage> storage,
           std::unique_ptr<annotations::AnnotationStore> annotations);
    [[nodiscard]] Result<Loaded> load() const;
    [[nodiscard]] Result<void> apply(Loaded loaded);
    void addInternalTargets();
    [[nodiscard]] Result<void> serve();
    [[nodiscard]] Result<std::string> expandTemplate(std::string_view name, std::string_view text,
                                                     const rules::TemplateScope& scope) const;

    EngineOptions m_options;
    const Clock& m_clock;
    std::int64_t m_startMs;
    std::unique_ptr<storage::Storage> m_storage;
    std::unique_ptr<annotations::AnnotationStore> m_annotations;
    remotewrite::Receiver m_receiver;
    promql::QueryEngine m_queries;
    hostmetrics::HostCollector m_host;

    mutable Mutex m_mutex;
    std::string m_configText WG_GUARDED_BY(m_mutex);
    std::string m_retention WG_GUARDED_BY(m_mutex);  ///< "30d or 10GiB"
    std::vector<std::string> m_warnings WG_GUARDED_BY(m_mutex);
    std::string m_reloadError WG_GUARDED_BY(m_mutex);  ///< "" when the last one went well
    Labels m_externalLabels WG_GUARDED_BY(m_mutex);
    std::atomic<std::int64_t> m_scrapeIntervalMs;
    std::atomic<std::int64_t> m_lastReloadMs{0};
    std::atomic<bool> m_lastReloadOk{true};
    Mutex m_reloadMutex;  ///< one reload at a time; held across the reading of files

    api::Router m_router;
    ThreadPool m_pool;
    rules::RuleManager m_rules;
    scrape::ScrapeManager m_scrapes;
    std::unique_ptr<api::HttpServer> m_http;  // last member: stops before what its handlers use
};

}  // namespace watchglass
