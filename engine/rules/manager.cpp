#include "engine/rules/manager.h"

#include <algorithm>

#include "engine/base/hash.h"

namespace watchglass::rules {

namespace {

constexpr unsigned kWorkers = 2;
/// The scheduler looks at the clock every second; a busy machine may keep it waiting for some more.
constexpr std::int64_t kLongestPauseMs = 30'000;

/// The next multiple of the interval, shifted by a hash of the group so that groups do not all start at once
/// (prometheus rules/group.go, EvalTimestamp).
std::int64_t nextSlot(const Group& group, std::int64_t nowMs)
{
    const std::int64_t interval = group.intervalMs();
    const std::uint64_t hash = hashBytes(group.spec().file + ";" + group.spec().name);
    const auto offset = static_cast<std::int64_t>(hash % static_cast<std::uint64_t>(interval));
    const std::int64_t slot = nowMs - (nowMs - offset) % interval;
    return slot <= nowMs ? slot + interval : slot;
}

}  // namespace

bool SleepWatch::holds(std::int64_t nowMs, std::int64_t settleMs)
{
    if (m_lastMs != 0 && nowMs - m_lastMs > kLongestPauseMs) {
        m_awake = false;
        m_wokenMs = nowMs;
    }
    m_lastMs = nowMs;
    // A clock that went back behind the waking ends the waiting too.
    if (nowMs < m_wokenMs || nowMs - m_wokenMs >= settleMs) m_awake = true;
    return !m_awake;
}

RuleManager::RuleManager(GroupEnvironment environment)
    : m_env(std::move(environment)), m_pool(std::make_unique<ThreadPool>("wg-rules", kWorkers)),
      m_thread([this](std::stop_token stop) { run(stop); })
{
}

RuleManager::~RuleManager()
{
    m_thread.request_stop();
    m_thread.join();
    m_pool.reset();  // asks running queries to stop and waits for them
}

void RuleManager::setListener(Listener listener)
{
    {
        MutexLock lock(m_mutex);
        m_listener = listener;
    }
    if (!listener) return;
    std::vector<AlertNotice> notices;
    for (const GroupStatus& group : groups()) {
        for (const RuleStatus& rule : group.rules) {
            for (const Alert& alert : rule.alerts) {
                if (alert.state == AlertState::Firing) {
                    notices.push_back({alert, group.name, group.file, rule.spec.expr, 0});
                }
            }
        }
    }
    if (!notices.empty()) listener(notices);
}

void RuleManager::apply(std::vector<GroupSpec> specs, std::int64_t defaultIntervalMs, std::int64_t settleMs)
{
    std::vector<Entry> old;
    bool first = false;
    {
        MutexLock lock(m_mutex);
        m_paused = true;
        m_idle.wait(m_mutex, [this]() WG_REQUIRES(m_mutex) { return m_running == 0; });
        old = std::move(m_entries);
        m_entries.clear();
        first = !m_applied;
    }
    const std::int64_t nowMs = m_env.clock.nowMs();
    std::vector<Entry> entries;
    for (GroupSpec& spec : specs) {
        Entry entry;
        // At start the `for` state of the last run is looked up; groups that a reload brings have none.
        entry.group = std::make_unique<Group>(std::move(spec), defaultIntervalMs, !first);
        const auto same = std::find_if(old.begin(), old.end(), [&](const Entry& candidate) {
            return candidate.group && candidate.group->spec().name == entry.group->spec().name &&
                   candidate.group->spec().file == entry.group->spec().file;
        });
        if (same != old.end()) {
            entry.group->adopt(*same->group);
            same->group.reset();
        }
        // The first evaluation comes at once: whoever opens the program wants to know.
        entry.nextMs = first ? nowMs : nextSlot(*entry.group, nowMs);
        entries.push_back(std::move(entry));
    }
    for (const Entry& gone : old) {
        if (gone.group) gone.group->endSeries(m_env, nowMs);
    }
    {
        MutexLock lock(m_mutex);
        m_entries = std::move(entries);
        m_settleMs = settleMs;
        m_applied = true;
        m_paused = false;
        ++m_generation;
    }
    m_wake.notify_all();
}

std::vector<GroupStatus> RuleManager::groups() const
{
    MutexLock lock(m_mutex);
    std::vector<GroupStatus> out;
    out.reserve(m_entries.size());
    for (const Entry& entry : m_entries) out.push_back(entry.group->status());
    return out;
}

void RuleManager::run(std::stop_token stop)
{
    nameThisThread("wg-rule-clock");
    constexpr auto kLongestSleep = std::chrono::seconds(1);  // the wall clock may jump meanwhile
    while (!stop.stop_requested()) {
        MutexLock lock(m_mutex);
        const std::int64_t nowMs = m_env.clock.nowMs();
        std::int64_t nextMs = nowMs + 1000;
        const bool held = m_sleep.holds(nowMs, m_settleMs);
        if (!m_paused) {
            for (Entry& entry : m_entries) {
                const std::int64_t interval = entry.group->intervalMs();
                if (entry.nextMs > nowMs + 2 * interval)
                    entry.nextMs = nextSlot(*entry.group, nowMs);  // clock went back
                if (held && entry.nextMs <= nowMs) entry.nextMs = nextSlot(*entry.group, nowMs);
                if (entry.nextMs <= nowMs && !entry.running) {
                    // Missed slots are skipped.
                    const std::int64_t tMs = nowMs - entry.nextMs > interval ? nowMs : entry.nextMs;
                    entry.nextMs = nextSlot(*entry.group, nowMs);
                    entry.running = true;
                    ++m_running;
                    m_pool->post([this, group = entry.group.get(), tMs](std::stop_token token) {
                        evaluate(*group, tMs, std::move(token));
                    });
                }
                nextMs = std::min(nextMs, std::max(entry.nextMs, nowMs + 1));
            }
        }
        const auto sleep = std::min<std::chrono::milliseconds>(kLongestSleep,
                                                               std::chrono::milliseconds(nextMs - nowMs));
        m_wake.wait_for(m_mutex, stop, sleep,
                        [this, seen = m_generation]() WG_REQUIRES(m_mutex) { return m_generation != seen; });
    }
}

void RuleManager::evaluate(Group& group, std::int64_t tMs, std::stop_token stop)
{
    const std::vector<AlertNotice> notices = group.evaluate(m_env, tMs, std::move(stop));
    Listener listener;
    {
        MutexLock lock(m_mutex);
        listener = m_listener;
    }
    if (listener && !notices.empty()) listener(notices);
    finished(group);
}

void RuleManager::finished(const Group& group)
{
    {
        MutexLock lock(m_mutex);
        for (Entry& entry : m_entries) {
            if (entry.group.get() == &group) entry.running = false;
        }
        --m_running;
    }
    m_idle.notify_all();
}

}  // namespace watchglass::rules
