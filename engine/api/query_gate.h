#pragma once

#include <condition_variable>
#include <list>
#include <stop_token>
#include <thread>

#include "engine/api/router.h"
#include "engine/base/mutex.h"

namespace watchglass::api {

/// Lets the requests of a Router through: queries so many at a time, everything else at once.
///
/// A query whose client hangs up is asked to stop. Threads: handle() from any thread, it runs the handler there;
/// stop() and the destructor on one thread, the latter when no handle() runs.
class QueryGate {
public:
    QueryGate(const Router& router, unsigned maxQueries);
    ~QueryGate();
    QueryGate(const QueryGate&) = delete;
    QueryGate& operator=(const QueryGate&) = delete;

    /// Answers `request`, a query only once there is room for it, and by 503 after stop(). `socket` stays open
    /// meanwhile.
    [[nodiscard]] Response handle(Request& request, int socket);

    /// Asks running queries to end, answers waiting ones with 503 and returns when all are done.
    void stop();

private:
    struct Query {
        int socket = -1;
        std::stop_source stop;
    };

    [[nodiscard]] bool enter(Request& request);
    void watchSockets(const std::stop_token& stop);
    void stopThoseWhoHungUp() WG_REQUIRES(m_mutex);

    const Router& m_router;
    const unsigned m_maxQueries;
    Mutex m_mutex;
    std::condition_variable_any m_room;                 ///< a query left, or stop()
    std::condition_variable_any m_needWatch;            ///< a query came while nobody watched
    std::list<Query> m_queries WG_GUARDED_BY(m_mutex);  ///< waiting ones too
    unsigned m_inside WG_GUARDED_BY(m_mutex) = 0;
    unsigned m_waiting WG_GUARDED_BY(m_mutex) = 0;
    bool m_watching WG_GUARDED_BY(m_mutex) = false;
    bool m_stopping WG_GUARDED_BY(m_mutex) = false;
    std::jthread m_watch;  // last member: ends before what it uses
};

}  // namespace watchglass::api
