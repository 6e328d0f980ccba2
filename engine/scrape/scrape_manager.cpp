#include "engine/scrape/scrape_manager.h"

#include <algorithm>
#include <future>
#include <unordered_set>

#include "engine/base/log.h"

namespace watchglass::scrape {

namespace {

constexpr std::int64_t kNsPerMs = 1'000'000;
constexpr int kIdleMs = 3'600'000;
/// Larger bodies are parsed by a worker, so that they do not hold up other targets.
constexpr std::size_t kInlineBytes = 512 << 10;
constexpr unsigned kWorkers = 2;

TargetStatus statusOf(const PlannedTarget& plan, bool internal)
{
    TargetStatus out;
    out.scrapePool = plan.pool;
    out.scrapeUrl = plan.url;
    out.globalUrl = globalUrl(plan.url);
    out.discoveredLabels = plan.discovered;
    out.labels = plan.labels;
    out.interval = plan.interval;
    out.timeout = plan.timeout;
    out.internal = internal;
    out.insecureSkipVerify = plan.request && plan.request->client.tls.insecureSkipVerify;
    return out;
}

PlannedTarget planInternal(const InternalTarget& target)
{
    PlannedTarget plan;
    auto labels = target.labels;
    labels.emplace_back("job", target.job);
    labels.emplace_back("instance", target.instance);
    plan.labels = Labels::fromPairs(std::move(labels));
    plan.discovered = plan.labels;
    plan.pool = target.job;
    plan.url = "internal://" + target.instance + "/" + target.job;
    plan.key = plan.url + '\0' + plan.labels.packed();
    plan.interval = target.interval;
    plan.timeout = target.interval;
    auto settings = std::make_shared<IngestSettings>();
    settings->labels.target = plan.labels;
    settings->timeout = target.interval;
    plan.ingest = settings;
    return plan;
}

}  // namespace

ScrapeManager::ScrapeManager(storage::SampleSink& sink, const Clock& clock, bool startZeros)
    : m_sink(sink), m_clock(clock), m_startZeros(startZeros), m_workers("scrape-work", kWorkers),
      m_thread([this](const std::stop_token& stop) { run(stop); })
{
}

ScrapeManager::~ScrapeManager()
{
    m_thread.request_stop();
    m_loop.wake();
    m_thread.join();
}

void ScrapeManager::post(std::function<void()> command)
{
    {
        const MutexLock lock(m_mutex);
        if (m_stopped) return;
        m_commands.push_back(std::move(command));
    }
    m_loop.wake();
}

void ScrapeManager::postAndWait(std::function<void()> command)
{
    auto done = std::make_shared<std::promise<void>>();  // owners: the caller and the command
    auto finished = done->get_future();
    post([command = std::move(command), done] {
        command();
        done->set_value();
    });
    done.reset();
    finished.wait();  // also returns when the command was dropped because the manager ends
}

Result<void> ScrapeManager::apply(const config::Config& config)
{
    auto plan = planTargets(config.scrapeConfigs, m_startZeros);
    if (!plan) return tl::make_unexpected(plan.error());
    for (const std::string& failure : plan->failures) logError("scrape", "creating target failed: " + failure);
    auto shared = std::make_shared<TargetPlan>(std::move(*plan));  // std::function wants a copyable closure
    postAndWait([this, shared] { adopt(std::move(*shared)); });
    return {};
}

void ScrapeManager::addInternalTarget(InternalTarget target)
{
    auto shared = std::make_shared<InternalTarget>(std::move(target));  // as in apply()
    postAndWait([this, shared] { addTarget(planInternal(*shared), shared.get()); });
}

std::vector<TargetStatus> ScrapeManager::targets() const
{
    std::vector<TargetStatus> out;
    {
        const MutexLock lock(m_mutex);
        for (const auto& target : m_targets) out.push_back(target->status);
    }
    std::sort(out.begin(), out.end(), [](const TargetStatus& a, const TargetStatus& b) {
        if (a.scrapePool != b.scrapePool) return a.scrapePool < b.scrapePool;
        return a.scrapeUrl < b.scrapeUrl;
    });
    return out;
}

std::vector<DroppedTarget> ScrapeManager::droppedTargets() const
{
    const MutexLock lock(m_mutex);
    return m_dropped;
}

std::vector<MetricMetadata> ScrapeManager::metadata() const
{
    std::vector<std::pair<TargetPtr, Labels>> targets;
    {
        const MutexLock lock(m_mutex);
        for (const auto& target : m_targets) targets.emplace_back(target, target->status.labels);
    }
    std::vector<MetricMetadata> out;
    for (const auto& [target, labels] : targets) {
        for (MetricMetadata& entry : target->ingest.metadata()) {
            entry.target = labels;
            out.push_back(std::move(entry));
        }
    }
    return out;
}

ScrapeStats ScrapeManager::stats() const
{
    const MutexLock lock(m_mutex);
    return m_stats;
}

void ScrapeManager::run(const std::stop_token& stop)
{
    nameThisThread("scrape");
    while (!stop.stop_requested()) {
        runCommands();
        const int timeoutMs = startDue(stop);
        m_loop.wait(timeoutMs);
        runEndings();
    }
    std::vector<std::function<void()>> dropped;
    const MutexLock lock(m_mutex);
    m_stopped = true;
    dropped.swap(m_commands);  // their promises break, which ends the waiting for them
}

void ScrapeManager::runCommands()
{
    std::vector<std::function<void()>> commands;
    {
        const MutexLock lock(m_mutex);
        commands.swap(m_commands);
    }
    for (const auto& command : commands) command();
}

int ScrapeManager::startDue(const std::stop_token& stop)
{
    std::vector<TargetPtr> due;
    const std::int64_t nowNs = m_clock.steadyNs();
    std::int64_t nextNs = nowNs + std::int64_t{kIdleMs} * kNsPerMs;
    {
        const MutexLock lock(m_mutex);
        for (const auto& target : m_targets) {
            if (!target->busy && target->schedule.dueNs() <= nowNs) due.push_back(target);
        }
    }
    for (const auto& target : due) start(target, stop);
    {
        const MutexLock lock(m_mutex);
        if (!m_commands.empty()) return 0;
        for (const auto& target : m_targets) {
            if (!target->busy) nextNs = std::min(nextNs, target->schedule.dueNs());
        }
    }
    for (const Ending& ending : m_endings) nextNs = std::min(nextNs, ending.dueNs);
    const std::int64_t leftNs = std::max<std::int64_t>(0, nextNs - m_clock.steadyNs());
    return static_cast<int>((leftNs + kNsPerMs - 1) / kNsPerMs);
}

void ScrapeManager::start(const TargetPtr& target, const std::stop_token& stop)
{
    target->busy = true;
    target->startMs = target->schedule.start(m_clock);
    target->startSteadyNs = m_clock.steadyNs();
    if (!target->plan.forcedError.empty()) {
        onResponse(target, {target->plan.forcedError, {}, {}, false}, stop);
        return;
    }
    if (target->write) {
        m_workers.post([this, target, settings = target->plan.ingest](const std::stop_token& stopWork) {
            if (!stopWork.stop_requested()) onInternal(target, settings, stopWork);
        });
        return;
    }
    m_loop.start(target->plan.request,
                 [this, target, stop](HttpResponse response) { onResponse(target, std::move(response), stop); });
}

void ScrapeManager::onResponse(const TargetPtr& target, HttpResponse response, const std::stop_token& stop)
{
    const auto settings = target->plan.ingest;
    if (response.body.size() <= kInlineBytes) {
        const ScrapeResult result{response.error, response.contentType, response.body, response.tooLarge};
        const auto report = target->ingest.ingest(settings, result, target->startMs, target->startSteadyNs, m_clock,
                                                  stop);
        finish(target, report, response.body.size());
        m_loop.recycle(std::move(response.body));
        return;
    }
    auto shared = std::make_shared<HttpResponse>(std::move(response));  // std::function wants a copyable closure
    m_workers.post([this, target, settings, shared](const std::stop_token& stopWork) {
        const ScrapeResult result{shared->error, shared->contentType, shared->body, shared->tooLarge};
        const auto report = target->ingest.ingest(settings, result, target->startMs, target->startSteadyNs, m_clock,
                                                  stopWork);
        post([this, target, report, bytes = shared->body.size()] { finish(target, report, bytes); });
    });
}

void ScrapeManager::onInternal(const TargetPtr& target, const std::shared_ptr<const IngestSettings>& settings,
                               const std::stop_token& stop)
{
    std::string body;
    ScrapeResult result;
    try {
        target->write(body);
    } catch (const std::exception& e) {
        result.error = std::string("collecting failed: ") + e.what();
    }
    result.body = body;
    result.contentType = target->contentType;
    const auto report = target->ingest.ingest(settings, result, target->startMs, target->startSteadyNs, m_clock, stop);
    post([this, target, report, bytes = body.size()] { finish(target, report, bytes); });
}

void ScrapeManager::finish(const TargetPtr& target, const IngestReport& report, std::size_t bytes)
{
    target->busy = false;
    target->scraped = true;
    {
        const MutexLock lock(m_mutex);
        TargetStatus& status = target->status;
        status.health = report.error.empty() ? Health::Up : Health::Down;
        status.lastError = report.error;
        status.lastScrapeMs = target->startMs;
        status.lastDurationSeconds = static_cast<double>(m_clock.steadyNs() - target->startSteadyNs) / 1e9;
        status.samplesScraped = report.scraped;
        ++m_stats.scrapes;
        if (!report.error.empty()) ++m_stats.failures;
        m_stats.samples += report.scraped;
        m_stats.bytes += bytes;
        m_stats.outOfOrder += report.appended.outOfOrder;
        m_stats.duplicates += report.appended.duplicate;
        m_stats.outOfBounds += report.appended.outOfBounds;
    }
    if (target->removed) retire(target);
}

void ScrapeManager::adopt(TargetPlan plan)
{
    std::unordered_set<std::string> wanted;
    for (const auto& planned : plan.targets) wanted.insert(planned.key);
    std::vector<TargetPtr> gone;
    std::unordered_map<std::string, TargetPtr> known;
    {
        const MutexLock lock(m_mutex);
        m_dropped = std::move(plan.dropped);
        const auto stays = [&](const TargetPtr& target) { return target->write || wanted.contains(target->plan.key); };
        const auto firstGone = std::stable_partition(m_targets.begin(), m_targets.end(), stays);
        gone.assign(firstGone, m_targets.end());
        m_targets.erase(firstGone, m_targets.end());
        for (const auto& target : m_targets) known.emplace(target->plan.key, target);
    }
    for (const auto& target : gone) retire(target);
    for (auto& planned : plan.targets) {
        const auto found = known.find(planned.key);
        if (found != known.end()) {
            update(*found->second, std::move(planned));
        } else {
            addTarget(std::move(planned), nullptr);
        }
    }
}

void ScrapeManager::update(Target& target, PlannedTarget planned)
{
    target.schedule.setInterval(planned.interval, m_clock);
    const MutexLock lock(m_mutex);
    TargetStatus fresh = statusOf(planned, target.status.internal);
    fresh.health = target.status.health;
    fresh.lastError = target.status.lastError;
    fresh.lastScrapeMs = target.status.lastScrapeMs;
    fresh.lastDurationSeconds = target.status.lastDurationSeconds;
    fresh.samplesScraped = target.status.samplesScraped;
    target.status = std::move(fresh);
    target.plan = std::move(planned);
}

void ScrapeManager::addTarget(PlannedTarget planned, const InternalTarget* internal)
{
    TargetPtr target = internal == nullptr ? revive(planned.key) : nullptr;
    if (target) {
        update(*target, std::move(planned));
    } else {
        target = std::make_shared<Target>(std::move(planned), m_sink, m_clock);
        target->status = statusOf(target->plan, internal != nullptr);
    }
    if (internal != nullptr) {
        target->write = internal->write;
        target->contentType = internal->contentType;
        target->schedule.startAtOnce(m_clock);
    }
    const MutexLock lock(m_mutex);
    std::erase_if(m_targets, [&](const TargetPtr& other) { return other->plan.key == target->plan.key; });
    m_targets.push_back(target);
}

void ScrapeManager::retire(const TargetPtr& target)
{
    target->removed = true;
    if (target->busy) return;  // finish() comes here again
    const bool planned = std::any_of(m_endings.begin(), m_endings.end(),
                                     [&](const Ending& ending) { return ending.target == target; });
    if (!target->scraped || planned) return;
    // Prometheus waits for the two scrapes that would have come, then a little, before it ends the series at the time
    // of the first: a target that was only moved has sent newer samples by then.
    const std::int64_t interval = target->schedule.interval().count();
    m_endings.push_back(
        {target, target->schedule.dueMs(), target->schedule.dueNs() + (interval + interval / 10) * kNsPerMs});
}

ScrapeManager::TargetPtr ScrapeManager::revive(const std::string& key)
{
    const auto found = std::find_if(m_endings.begin(), m_endings.end(),
                                    [&](const Ending& ending) { return ending.target->plan.key == key; });
    if (found == m_endings.end()) return nullptr;
    TargetPtr target = found->target;
    target->removed = false;
    m_endings.erase(found);
    return target;
}

void ScrapeManager::runEndings()
{
    const std::int64_t nowNs = m_clock.steadyNs();
    for (std::size_t i = 0; i < m_endings.size();) {
        if (m_endings[i].dueNs > nowNs) {
            ++i;
            continue;
        }
        const Ending ending = m_endings[i];
        m_endings.erase(m_endings.begin() + static_cast<std::ptrdiff_t>(i));
        bool takenOver = false;
        {
            const MutexLock lock(m_mutex);
            takenOver = std::any_of(m_targets.begin(), m_targets.end(), [&](const TargetPtr& other) {
                return other->plan.labels == ending.target->plan.labels;
            });
        }
        if (!takenOver) ending.target->ingest.endOfRun(ending.staleMs);
    }
}

}  // namespace watchglass::scrape
