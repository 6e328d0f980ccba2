#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <sys/vfs.h>

namespace watchglass::hostmetrics {

/// What a mount answered.
struct MountAnswer {
    enum class State : std::uint8_t { Unknown, Ok, Failed, Stuck };

    State state = State::Unknown;
    int error = 0;  ///< errno of Failed
    struct statfs stats {};
};

/// Asks mounts for their size without ever waiting longer than a limit: statfs(2) on a dead network mount does not
/// return and cannot be interrupted.
///
/// Threads: probe() from one thread. The calls run on a worker thread. When one takes too long, the worker is left
/// behind with it (it ends by itself when the call returns, and shares nothing but its own job), its mount is not asked
/// again before that, and the next call gets a new worker. So no more threads hang than mounts do.
class MountProber {
public:
    using Ask = std::function<int(const char* path, struct statfs* out)>;

    MountProber(Ask ask, std::chrono::milliseconds timeout);
    ~MountProber();
    MountProber(const MountProber&) = delete;
    MountProber& operator=(const MountProber&) = delete;

    /// Asks all `paths`, in order; one answer for each. Takes no longer than the limit for every mount that hangs for
    /// the first time.
    [[nodiscard]] std::vector<MountAnswer> probe(const std::vector<std::string>& paths);

private:
    struct Worker;

    void startWorker();

    Ask m_ask;
    std::chrono::milliseconds m_timeout;
    std::shared_ptr<Worker> m_worker;                  ///< null before the first call and after a mount hung
    std::thread m_thread;                              ///< runs m_worker
    std::vector<std::shared_ptr<Worker>> m_abandoned;  ///< each stuck in one mount
};

}  // namespace watchglass::hostmetrics
