#include "engine/base/thread_pool.h"

#include <pthread.h>

#include <exception>

#include "engine/base/log.h"

namespace watchglass {

void nameThisThread(const std::string& name) { pthread_setname_np(pthread_self(), name.substr(0, 15).c_str()); }

ThreadPool::ThreadPool(std::string name, unsigned threads)
{
    if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
    m_threads.reserve(threads);
    for (unsigned i = 0; i < threads; ++i) {
        m_threads.emplace_back([this, name](std::stop_token stop) {
            nameThisThread(name);
            run(stop);
        });
    }
}

ThreadPool::~ThreadPool()
{
    for (std::jthread& thread : m_threads) thread.request_stop();
}

void ThreadPool::post(Job job)
{
    {
        MutexLock lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
}

std::size_t ThreadPool::pending() const
{
    MutexLock lock(m_mutex);
    return m_jobs.size();
}

void ThreadPool::run(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        Job job;
        {
            MutexLock lock(m_mutex);
            m_wake.wait(m_mutex, stop, [this]() WG_REQUIRES(m_mutex) { return !m_jobs.empty(); });
            if (stop.stop_requested() || m_jobs.empty()) return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        try {
            job(stop);
        } catch (const std::exception& error) {
            logError("pool", std::string("a job ended by an exception: ") + error.what());
        }
    }
}

}  // namespace watchglass
