#include "engine/hostmetrics/mount_prober.h"

#include <algorithm>
#include <cerrno>
#include <condition_variable>

#include "engine/base/mutex.h"

namespace watchglass::hostmetrics {

/// A thread and its job: paths in, answers out. Owned by the prober and by the thread itself (hence shared_ptr),
/// because a thread that hangs in the kernel outlives the prober.
struct MountProber::Worker {
    explicit Worker(Ask function) : ask(std::move(function)) {}

    const Ask ask;
    Mutex mutex;
    std::condition_variable_any changed;
    std::vector<std::string> paths WG_GUARDED_BY(mutex);
    std::vector<MountAnswer> answers WG_GUARDED_BY(mutex);
    std::size_t done WG_GUARDED_BY(mutex) = 0;  ///< how many of `paths` are answered
    bool stop WG_GUARDED_BY(mutex) = false;
    bool ended WG_GUARDED_BY(mutex) = false;

    void run()
    {
        mutex.lock();
        while (!stop) {
            if (done == paths.size()) {
                changed.wait(mutex);
                continue;
            }
            const std::string path = paths[done];
            mutex.unlock();
            MountAnswer answer;
            answer.state = MountAnswer::State::Ok;
            if (ask(path.c_str(), &answer.stats) != 0) {
                answer.state = MountAnswer::State::Failed;
                answer.error = errno;
            }
            mutex.lock();
            if (stop) break;
            answers[done++] = answer;
            changed.notify_all();
        }
        ended = true;
        mutex.unlock();
    }
};

MountProber::MountProber(Ask ask, std::chrono::milliseconds timeout) : m_ask(std::move(ask)), m_timeout(timeout) {}

MountProber::~MountProber()
{
    if (!m_worker) return;
    {
        MutexLock lock(m_worker->mutex);
        m_worker->stop = true;
        m_worker->changed.notify_all();
    }
    m_thread.join();
}

void MountProber::startWorker()
{
    m_worker = std::make_shared<Worker>(m_ask);
    m_thread = std::thread([worker = m_worker] { worker->run(); });
}

std::vector<MountAnswer> MountProber::probe(const std::vector<std::string>& paths)
{
    std::vector<MountAnswer> answers(paths.size());
    std::vector<std::string> stuck;
    m_abandoned.erase(std::remove_if(m_abandoned.begin(), m_abandoned.end(),
                                     [&](const std::shared_ptr<Worker>& worker) {
                                         MutexLock lock(worker->mutex);
                                         if (!worker->ended) stuck.push_back(worker->paths[worker->done]);
                                         return worker->ended;
                                     }),
                      m_abandoned.end());
    std::vector<std::string> wanted;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        if (std::find(stuck.begin(), stuck.end(), paths[i]) != stuck.end()) {
            answers[i].state = MountAnswer::State::Stuck;
        } else {
            wanted.push_back(paths[i]);
            places.push_back(i);
        }
    }

    while (!wanted.empty()) {
        if (!m_worker) startWorker();
        const auto worker = m_worker;
        MutexLock lock(worker->mutex);
        worker->paths = wanted;
        worker->answers.assign(wanted.size(), {});
        worker->done = 0;
        worker->changed.notify_all();
        auto limit = std::chrono::steady_clock::now() + m_timeout;
        std::size_t seen = 0;
        while (worker->done < wanted.size()) {
            const auto status = worker->changed.wait_until(worker->mutex, limit);
            if (worker->done > seen) {
                seen = worker->done;
                limit = std::chrono::steady_clock::now() + m_timeout;
            } else if (status == std::cv_status::timeout) {
                break;
            }
        }
        const std::size_t done = worker->done;
        for (std::size_t i = 0; i < done; ++i) answers[places[i]] = worker->answers[i];
        if (done == wanted.size()) break;

        answers[places[done]].state = MountAnswer::State::Stuck;
        worker->stop = true;
        m_abandoned.push_back(worker);
        m_worker.reset();
        // Joining a thread that hangs in statfs(2) would hang the whole program at its end.
        m_thread.detach();
        const auto drop = static_cast<std::ptrdiff_t>(done + 1);
        wanted.erase(wanted.begin(), wanted.begin() + drop);
        places.erase(places.begin(), places.begin() + drop);
    }
    return answers;
}

}  // namespace watchglass::hostmetrics
