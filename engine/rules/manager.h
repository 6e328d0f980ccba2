#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "engine/base/mutex.h"
#include "engine/base/thread_pool.h"
#include "engine/rules/group.h"

namespace watchglass::rules {

/// Tells that the machine slept or its clock went ahead: nothing was scraped meanwhile, and what rules then miss is no
/// news (`absent()`, an alert that seems resolved). They wait until targets had their turn.
class SleepWatch {
public:
    /// Whether rules wait at `nowMs`, `settleMs` long behind a sleep. Called often, by one thread.
    bool holds(std::int64_t nowMs, std::int64_t settleMs);

private:
    std::int64_t m_lastMs = 0;
    std::int64_t m_wokenMs = 0;
    bool m_awake = true;
};

/// Evaluates rule groups at their intervals.
///
/// Threads: one scheduler thread and a small pool; a group is never evaluated twice at once, and a slow group
/// delays no other. All functions may be called from any thread. The listener runs on a pool thread.
class RuleManager {
public:
    using Listener = std::function<void(const std::vector<AlertNotice>&)>;

    explicit RuleManager(GroupEnvironment environment);
    /// Ends within the longest running query's reaction to its stop token.
    ~RuleManager();
    RuleManager(const RuleManager&) = delete;
    RuleManager& operator=(const RuleManager&) = delete;

    /// Replaces the groups. A group of the same file and name keeps its alerts; series of removed groups end.
    /// Waits for evaluations that run; not to be called from the listener. `settleMs`: how long after the machine slept
    /// until all targets were scraped.
    void apply(std::vector<GroupSpec> groups, std::int64_t defaultIntervalMs, std::int64_t settleMs);

    /// Called after evaluations that have something to tell. What fires already is told at once, on the calling thread;
    /// an alert may come twice then.
    void setListener(Listener listener);

    [[nodiscard]] std::vector<GroupStatus> groups() const;

private:
    struct Entry {
        std::unique_ptr<Group> group;
        std::int64_t nextMs = 0;
        bool running = false;  ///< a pool job evaluates it; the entry stays where it is until that ends
    };

    void run(std::stop_token stop);
    void evaluate(Group& group, std::int64_t tMs, std::stop_token stop);
    void finished(const Group& group);

    GroupEnvironment m_env;
    mutable Mutex m_mutex;
    std::condition_variable_any m_wake;  ///< groups were applied
    std::condition_variable_any m_idle;  ///< no evaluation runs any more
    std::vector<Entry> m_entries WG_GUARDED_BY(m_mutex);
    Listener m_listener WG_GUARDED_BY(m_mutex);
    SleepWatch m_sleep WG_GUARDED_BY(m_mutex);
    std::int64_t m_settleMs WG_GUARDED_BY(m_mutex) = 0;
    int m_running WG_GUARDED_BY(m_mutex) = 0;
    bool m_paused WG_GUARDED_BY(m_mutex) = false;  ///< apply() waits for running evaluations
    bool m_applied WG_GUARDED_BY(m_mutex) = false;
    unsigned m_generation WG_GUARDED_BY(m_mutex) = 0;  ///< counts apply(): wakes the scheduler
    std::unique_ptr<ThreadPool> m_pool;
    std::jthread m_thread;  // last member: ends before what it uses
};

}  // namespace watchglass::rules
