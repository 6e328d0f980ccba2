#include "engine/engine.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "engine/api/query_routes.h"
#include "engine/api/rule_routes.h"
#include "engine/api/status_routes.h"
#include "engine/api/target_routes.h"
#include "engine/api/tsdb_routes.h"
#include "engine/api/write_routes.h"
#include "engine/base/duration.h"
#include "engine/base/log.h"
#include "engine/config/schema.h"
#include "engine/engine_templates.h"
#include "engine/rules/rule_file.h"
#include "engine/self_metrics.h"

namespace watchglass {

namespace {

constexpr std::int64_t kSelfIntervalMs = 15'000;
/// What a scrape may take, as after waking rules wait for the slowest target, but no longer than samples count (5 min).
constexpr std::int64_t kScrapeTimeMs = 10'000;
constexpr std::int64_t kUnknownIntervalMs = 15'000;
constexpr std::int64_t kLongestSettleMs = 300'000;

std::string machineName()
{
    char name[256] = "";
    gethostname(name, sizeof name - 1);
    return *name ? name : "localhost";
}

Result<std::string> readText(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    if (in) text << in.rdbuf();
    if (!in) return fail(ErrorCode::Io, "cannot read the configuration file", path.string());
    return text.str();
}

}  // namespace

/// A configuration that has been read and found good.
struct Engine::Loaded {
    std::string text;
    config::Config config;
    std::vector<rules::GroupSpec> groups;
};

Result<std::unique_ptr<Engine>> Engine::start(EngineOptions options, const Clock& clock)
{
    storage::StorageOptions storage;
    storage.directory = options.storagePath;
    storage.retentionMs = options.retentionMs;
    storage.outOfOrderMs = options.outOfOrderMs;
    storage.maxExemplars = options.maxExemplars;
    storage.retentionBytes = options.retentionBytes;
    storage.syncEveryCommit = options.syncEveryCommit;
    storage.rollupAgeMs = options.rollupAgeMs;
    auto opened = storage::Storage::open(std::move(storage), clock);
    if (!opened) return tl::make_unexpected(opened.error());
    // After the store, which has the lock of the directory.
    auto annotations = annotations::AnnotationStore::open(options.storagePath, clock);
    if (!annotations) return tl::make_unexpected(annotations.error());
    std::unique_ptr<Engine> engine(new Engine(std::move(options), clock, std::move(*opened), std::move(*annotations)));
    auto loaded = engine->load();
    if (!loaded) return tl::make_unexpected(loaded.error());
    if (auto served = engine->serve(); !served) return tl::make_unexpected(served.error());
    if (auto applied = engine->apply(std::move(*loaded)); !applied) return tl::make_unexpected(applied.error());
    engine->addInternalTargets();
    return engine;
}

Engine::Engine(EngineOptions options, const Clock& clock, std::unique_ptr<storage::Storage> storage,
               std::unique_ptr<annotations::AnnotationStore> annotations)
    : m_options(std::move(options)), m_clock(clock), m_startMs(clock.nowMs()), m_storage(std::move(storage)),
      m_annotations(std::move(annotations)), m_receiver(*m_storage, clock, m_options.startZeros),
      m_queries(*m_storage, m_options.parser), m_host(m_options.host), m_scrapeIntervalMs(m_options.hostIntervalMs),
      m_pool("wg-query"),
      m_rules({m_queries, *m_storage, *m_storage,
               [this](std::string_view name, std::string_view text, const rules::TemplateScope& scope) {
                   return expandTemplate(name, text, scope);
               },
               m_clock}),
      m_scrapes(*m_storage, clock, m_options.startZeros)
{
}

Engine::~Engine() = default;

Result<Engine::Loaded> Engine::load() const
{
    Loaded out;
    if (!m_options.configFile.empty()) {
        auto text = readText(m_options.configFile);
        if (!text) return tl::make_unexpected(text.error());
        auto parsed = config::loadConfig(m_options.configFile);
        if (!parsed) return tl::make_unexpected(parsed.error());
        out.text = std::move(*text);
        out.config = std::move(*parsed);
    }
    std::vector<std::string> files = config::expandFilePatterns(out.config.ruleFiles);
    files.insert(files.end(), m_options.ruleFiles.begin(), m_options.ruleFiles.end());
    for (const std::string& file : files) {
        rules::RuleFile read = rules::loadRuleFile(file, checkTemplate, m_options.parser);
        if (!read.errors.empty()) {
            Error first = read.errors.front();
            if (read.errors.size() > 1) first.message += " (and " + std::to_string(read.errors.size() - 1) + " more)";
            return tl::make_unexpected(std::move(first));
        }
        for (rules::GroupSpec& group : read.groups) out.groups.push_back(std::move(group));
    }
    return out;
}

Result<void> Engine::apply(Loaded loaded)
{
    if (auto applied = m_scrapes.apply(loaded.config); !applied) return applied;
    for (const std::string& warning : loaded.config.warnings) logWarning("config", warning);
    // As in Prometheus, what the file says goes before what the command line says.
    const config::StorageConfig& storage = loaded.config.storage;
    const std::int64_t retentionMs = storage.retentionTime && storage.retentionTime->count() > 0
                                         ? storage.retentionTime->count()
                                         : m_options.retentionMs;
    const std::uint64_t retentionBytes = storage.retentionSize.value_or(m_options.retentionBytes);
    m_storage->setLimits({retentionMs, retentionBytes,
                          storage.outOfOrderWindow ? storage.outOfOrderWindow->count() : m_options.outOfOrderMs,
                          storage.maxExemplars
                              ? static_cast<std::size_t>(std::max<std::int64_t>(*storage.maxExemplars, 0))
                              : m_options.maxExemplars});
    {
        MutexLock lock(m_mutex);
        m_externalLabels = loaded.config.global.externalLabels;
        m_warnings = loaded.config.warnings;
        m_configText = std::move(loaded.text);
        m_retention = formatDuration(std::chrono::milliseconds{retentionMs});
        if (retentionBytes > 0) m_retention += " or " + config::formatSize(retentionBytes);
    }
    // Dashboards know one interval, and `$__rate_interval` must span several samples of the slowest usual target.
    std::int64_t interval = m_options.hostMetrics ? m_options.hostIntervalMs : 0;
    for (const config::ScrapeConfig& job : loaded.config.scrapeConfigs) {
        interval = std::max<std::int64_t>(interval, job.scrapeInterval.count());
    }
    const std::int64_t settleMs = std::min<std::int64_t>(interval + kScrapeTimeMs, kLongestSettleMs);
    // Where nothing is collected, as for pictures of stored data, it is what Grafana takes a data source for.
    m_scrapeIntervalMs = interval > 0 ? std::clamp<std::int64_t>(interval, 1000, 60'000) : kUnknownIntervalMs;
    const std::int64_t evaluation = m_options.configFile.empty() ? 15'000
                                                                 : loaded.config.global.evaluationInterval.count();
    for (rules::GroupSpec& group : loaded.groups) {
        if (group.queryOffsetMs == 0) group.queryOffsetMs = loaded.config.global.ruleQueryOffset.count();
    }
    m_rules.apply(std::move(loaded.groups), evaluation, settleMs);
    m_lastReloadMs = m_clock.nowMs();
    return {};
}

Result<void> Engine::reload()
{
    MutexLock one(m_reloadMutex);
    auto loaded = load();
    Result<void> done;
    if (loaded) {
        done = apply(std::move(*loaded));
    } else {
        done = tl::make_unexpected(loaded.error());
    }
    m_lastReloadOk = done.has_value();
    MutexLock lock(m_mutex);
    m_reloadError = done ? std::string() : done.error().message + " (" + done.error().where + ")";
    if (done) {
        logInfo("config", "configuration loaded");
    } else {
        logError("config", "the configuration was not reloaded: " + m_reloadError);
    }
    return done;
}

void Engine::addInternalTargets()
{
    const std::string instance = machineName();
    if (m_options.hostMetrics) {
        scrape::InternalTarget host;
        host.job = "node";
        host.instance = instance;
        host.interval = std::chrono::milliseconds(m_options.hostIntervalMs);
        host.write = [this](std::string& body) { m_host.collect(body); };
        m_scrapes.addInternalTarget(std::move(host));
    }
    scrape::InternalTarget self;
    self.job = "watchglass";
    self.instance = instance;
    self.interval = std::chrono::milliseconds(kSelfIntervalMs);
    self.write = [this](std::string& body) { body += metricsText(); };
    m_scrapes.addInternalTarget(std::move(self));
}

Result<void> Engine::serve()
{
    if (m_options.listenAddress.empty()) return {};
    auto address = api::parseListenAddress(m_options.listenAddress);
    if (!address) return tl::make_unexpected(address.error());

    const api::QuerySources queries{*m_storage, m_queries, m_clock, m_options.query};
    api::addQueryRoutes(m_router, queries);
    api::addParseRoutes(m_router, m_queries, *m_storage);
    api::addSeriesRoutes(m_router, queries);
    api::addTsdbRoutes(m_router, *m_storage, [this] { return storageStats(); });
    api::addTsdbAdminRoutes(m_router, m_options.adminApi ? m_storage.get() : nullptr,
                            [this](const std::filesystem::path& folder) { return m_annotations->copyTo(folder); });
    api::addWriteRoutes(m_router, m_options.remoteWriteReceiver ? &m_receiver : nullptr);
    api::addRuleRoutes(m_router, [this] { return ruleGroups(); });
    api::addTargetRoutes(m_router, {[this] { return m_scrapes.targets(); },
                                    [this] { return m_scrapes.droppedTargets(); }, [this] { return metadata(); }});
    api::StatusSources status;
    status.startMs = m_startMs;
    status.flags = m_options.flags;
    status.storageRetention = [this] {
        MutexLock lock(m_mutex);
        return m_retention;
    };
    status.ready = [] { return true; };
    status.configText = [this] {
        MutexLock lock(m_mutex);
        return m_configText;
    };
    status.metricsText = [this] { return metricsText(); };
    status.nowMs = [this] { return m_clock.nowMs(); };
    status.lastReloadMs = [this] { return m_lastReloadMs.load(); };
    status.lastReloadOk = [this] { return m_lastReloadOk.load(); };
    status.reload = [this] { return reload(); };
    api::addStatusRoutes(m_router, std::move(status));

    address->maxQueries = m_options.maxQueries;
    address->corsOrigin = m_options.corsOrigin;
    auto server = api::HttpServer::start(*address, m_router);
    if (!server) return tl::make_unexpected(server.error());
    m_http = std::move(*server);
    return {};
}

std::vector<scrape::MetricMetadata> Engine::metadata() const
{
    std::vector<scrape::MetricMetadata> out = m_scrapes.metadata();
    for (auto& [metric, said] : m_receiver.metadata().all()) {
        out.push_back({metric, said.type, said.help, said.unit, {}});
    }
    return out;
}

std::vector<std::string> Engine::configWarnings() const
{
    MutexLock lock(m_mutex);
    std::vector<std::string> out = m_warnings;
    if (!m_reloadError.empty()) out.insert(out.begin(), "the configuration was not reloaded: " + m_reloadError);
    return out;
}

Result<std::string> Engine::expandTemplate(std::string_view name, std::string_view text,
                                           const rules::TemplateScope& scope) const
{
    Labels external;
    {
        MutexLock lock(m_mutex);
        external = m_externalLabels;
    }
    const std::string url = !m_options.externalUrl.empty() ? m_options.externalUrl
                            : httpPort() != 0              ? "http://localhost:" + std::to_string(httpPort())
                                                           : std::string();
    return expandAlertTemplate(name, text, scope, external, url, m_queries);
}

std::string Engine::metricsText() const
{
    MetricsText out;
    out.sample("watchglass_build_info", "gauge", "What is running.", "{version=\"" WG_VERSION "\"}", 1);
    addProcessMetrics(out);
    const storage::StorageStats store = m_storage->stats();
    out.gauge("watchglass_storage_series", "Series in the head.", static_cast<double>(store.series));
    out.counter("watchglass_storage_samples_appended_total", "Samples taken.",
                static_cast<double>(store.samplesAppended));
    out.counter("watchglass_storage_out_of_order_samples_total", "Samples dropped as too old.",
                static_cast<double>(store.outOfOrder));
    out.counter("watchglass_storage_duplicate_samples_total", "Samples dropped for a time that has another value.",
                static_cast<double>(store.duplicates));
    out.gauge("watchglass_storage_blocks", "Block files.", static_cast<double>(store.blocks));
    out.gauge("watchglass_storage_damaged_blocks", "Block files of which a part cannot be read.",
              static_cast<double>(store.damagedBlocks));
    out.gauge("watchglass_storage_bytes", "Size of the data directory.", static_cast<double>(store.bytesOnDisk));
    out.gauge("watchglass_storage_trouble", "1 while nothing can be written to disk.", store.trouble.empty() ? 0 : 1);
    const remotewrite::ReceiverCounts received = m_receiver.counts();
    out.counter("watchglass_remote_write_received_samples_total", "Samples stored that came by remote write.",
                static_cast<double>(received.samples));
    out.counter("watchglass_remote_write_invalid_labels_samples_total",
                "Samples that came by remote write and were refused, for the labels of their series are none.",
                static_cast<double>(received.invalidLabels));
    const scrape::ScrapeStats scrapes = m_scrapes.stats();
    out.counter("watchglass_scrapes_total", "Scrapes done.", static_cast<double>(scrapes.scrapes));
    out.counter("watchglass_scrape_failures_total", "Scrapes that gave nothing.",
                static_cast<double>(scrapes.failures));
    out.counter("watchglass_scraped_samples_total", "Samples in scraped bodies.", static_cast<double>(scrapes.samples));
    out.counter("watchglass_scraped_bytes_total", "Bytes of scraped bodies.", static_cast<double>(scrapes.bytes));
    std::map<std::string, double> health{{"down", 0}, {"unknown", 0}, {"up", 0}};
    for (const scrape::TargetStatus& target : m_scrapes.targets()) {
        health[std::string(scrape::healthName(target.health))] += 1;
    }
    for (const auto& [state, count] : health) {
        out.sample("watchglass_targets", "gauge", "Targets by health.", "{health=\"" + state + "\"}", count);
    }
    double firing = 0, pending = 0, failing = 0;
    for (const rules::GroupStatus& group : ruleGroups()) {
        for (const rules::RuleStatus& rule : group.rules) {
            failing += rule.health == rules::RuleHealth::Err ? 1 : 0;
            for (const rules::Alert& alert : rule.alerts) {
                firing += alert.state == rules::AlertState::Firing ? 1 : 0;
                pending += alert.state == rules::AlertState::Pending ? 1 : 0;
            }
        }
    }
    out.sample("watchglass_alerts", "gauge", "Alerts by state.", "{state=\"firing\"}", firing);
    out.sample("watchglass_alerts", "gauge", "Alerts by state.", "{state=\"pending\"}", pending);
    out.gauge("watchglass_rules_failing", "Rules that cannot be evaluated.", failing);
    return out.take();
}

}  // namespace watchglass
