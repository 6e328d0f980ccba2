#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "engine/base/mutex.h"

namespace watchglass {

/// A fixed set of named worker threads that run posted jobs in order of posting.
///
/// For work with an end: queries, parsing, rendering. Not for waiting: a job that blocks on another job
/// of the same pool can stop the pool.
/// Threads: post() from any thread. The destructor asks running jobs to stop, drops queued ones and joins.
class ThreadPool {
public:
    using Job = std::function<void(std::stop_token)>;

    /// `threads` = 0: one per core. `name` is what `ps -L` shows (15 characters).
    explicit ThreadPool(std::string name, unsigned threads = 0);
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    void post(Job job);
    [[nodiscard]] std::size_t pending() const;
    [[nodiscard]] unsigned size() const { return static_cast<unsigned>(m_threads.size()); }

private:
    void run(std::stop_token stop);

    mutable Mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<Job> m_jobs WG_GUARDED_BY(m_mutex);
    std::vector<std::jthread> m_threads;  // last member: ends before what it uses
};

/// Names the calling thread for debuggers and `ps -L`; longer names are cut to 15 characters.
void nameThisThread(const std::string& name);

}  // namespace watchglass
