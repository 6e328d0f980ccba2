#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/error.h"
#include "engine/base/mutex.h"
#include "engine/base/thread_pool.h"
#include "engine/config/config.h"
#include "engine/scrape/http_loop.h"
#include "engine/scrape/target.h"
#include "engine/scrape/target_status.h"
#include "engine/storage/storage.h"

namespace watchglass::scrape {

/// A source of samples inside this process: the host collector, our own metrics.
struct InternalTarget {
    std::string job;
    std::string instance;
    std::vector<std::pair<std::string, std::string>> labels;  ///< besides job and instance
    std::chrono::milliseconds interval{15'000};
    std::string contentType = "text/plain; version=0.0.4; charset=utf-8";
    /// Appends an exposition body. Runs on a worker thread, never twice at once; must return soon: stopping the
    /// manager waits for it.
    std::function<void(std::string& body)> write;
};

/// Scrapes targets and stores their samples, as Prometheus does: `up` and the other report series, staleness,
/// limits. A target that hangs, floods or sends garbage costs itself only.
///
/// Threads: all functions from any thread. Owns one thread for network and schedule, which also parses small
/// bodies, and two workers for large bodies and internal targets. The destructor stops them within 2 s, without
/// staleness markers: the series go on after a restart.
class ScrapeManager {
public:
    /// `startZeros`: see planTargets().
    explicit ScrapeManager(storage::SampleSink& sink, const Clock& clock = SystemClock::instance(),
                           bool startZeros = false);
    ~ScrapeManager();
    ScrapeManager(const ScrapeManager&) = delete;
    ScrapeManager& operator=(const ScrapeManager&) = delete;

    /// Scrapes what `config` says from now on. Targets that stay keep their caches and schedule; the series of those
    /// that go end two intervals later, unless they come back. Returns when the change is made.
    /// Errors: InvalidInput; nothing changes then.
    [[nodiscard]] Result<void> apply(const config::Config& config);

    /// Adds a target that apply() does not touch. A second one with the same job and labels replaces the first.
    void addInternalTarget(InternalTarget target);

    /// All targets, sorted by pool and URL.
    [[nodiscard]] std::vector<TargetStatus> targets() const;
    [[nodiscard]] std::vector<DroppedTarget> droppedTargets() const;
    /// What the targets said about their metrics, by target.
    [[nodiscard]] std::vector<MetricMetadata> metadata() const;
    [[nodiscard]] ScrapeStats stats() const;

private:
    using TargetPtr = std::shared_ptr<Target>;  // owners: the list, scrapes in flight, readers of metadata

    /// A target that went away: when its series end, and at which time.
    struct Ending {
        TargetPtr target;
        std::int64_t staleMs = 0;
        std::int64_t dueNs = 0;
    };

    void run(const std::stop_token& stop);
    void post(std::function<void()> command);
    void postAndWait(std::function<void()> command);
    void runCommands();

    void adopt(TargetPlan plan);
    void addTarget(PlannedTarget planned, const InternalTarget* internal);
    void retire(const TargetPtr& target);
    [[nodiscard]] TargetPtr revive(const std::string& key);
    void update(Target& target, PlannedTarget planned);

    [[nodiscard]] int startDue(const std::stop_token& stop);
    void runEndings();
    void start(const TargetPtr& target, const std::stop_token& stop);
    void onResponse(const TargetPtr& target, HttpResponse response, const std::stop_token& stop);
    void onInternal(const TargetPtr& target, const std::shared_ptr<const IngestSettings>& settings,
                    const std::stop_token& stop);
    void finish(const TargetPtr& target, const IngestReport& report, std::size_t bytes);

    storage::SampleSink& m_sink;
    const Clock& m_clock;
    const bool m_startZeros;
    std::vector<Ending> m_endings;  ///< the scrape thread's
    HttpLoop m_loop;                ///< the scrape thread's, but wake()

    mutable Mutex m_mutex;
    std::vector<TargetPtr> m_targets WG_GUARDED_BY(m_mutex);  ///< changed by the scrape thread only
    std::vector<DroppedTarget> m_dropped WG_GUARDED_BY(m_mutex);
    std::vector<std::function<void()>> m_commands WG_GUARDED_BY(m_mutex);
    ScrapeStats m_stats WG_GUARDED_BY(m_mutex);
    bool m_stopped WG_GUARDED_BY(m_mutex) = false;

    ThreadPool m_workers;
    std::jthread m_thread;  // last member: ends before what it uses
};

}  // namespace watchglass::scrape
