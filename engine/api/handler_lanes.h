#pragma once

#include <condition_variable>
#include <functional>
#include <list>
#include <stop_token>
#include <thread>

#include "engine/api/router.h"
#include "engine/base/mutex.h"
#include "engine/base/thread_pool.h"

namespace watchglass::api {

/// Runs the handlers of a Router away from the threads that serve the sockets.
///
/// Queries have workers of their own; when all are busy further ones wait, and nothing else does. A query whose
/// client hangs up is asked to stop.
/// Threads: run() from any thread; `done` is called on a worker. stop() and the destructor on one thread.
class HandlerLanes {
public:
    HandlerLanes(const Router& router, unsigned lightWorkers, unsigned queryWorkers);
    ~HandlerLanes();
    HandlerLanes(const HandlerLanes&) = delete;
    HandlerLanes& operator=(const HandlerLanes&) = delete;

    /// Handles `request`, which must live until `done` was called. `socket` stays open until then. `admitted` is
    /// called first, on the caller. False after stop(): nothing was called.
    [[nodiscard]] bool run(Request& request, int socket, const std::function<void()>& admitted,
                           std::function<void(Response)> done);

    /// Asks running handlers to end, answers waiting requests with 503 and returns when all are done.
    void stop();

private:
    struct Running {
        int socket = -1;
        std::stop_source stop;
    };
    using Ticket = std::list<Running>::iterator;

    [[nodiscard]] Response handle(Request& request, std::int64_t postedNs);
    void watchSockets(const std::stop_token& stop);

    const Router& m_router;
    Mutex m_mutex;
    std::condition_variable_any m_changed;
    std::list<Running> m_running WG_GUARDED_BY(m_mutex);  ///< waiting ones too
    bool m_stopping WG_GUARDED_BY(m_mutex) = false;
    ThreadPool m_light;
    ThreadPool m_queries;
    std::jthread m_watch;  // last member: ends before what it uses
};

}  // namespace watchglass::api
