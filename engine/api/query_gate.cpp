#include "engine/api/query_gate.h"

#include <poll.h>

#include <algorithm>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/thread_pool.h"

namespace watchglass::api {

namespace {

/// How soon a hang-up is seen.
constexpr std::chrono::milliseconds kWatchPeriod{200};
/// How many periods without a query until the watch sleeps: queries that follow each other wake nobody.
constexpr int kIdlePeriods = 5;

Response unavailable() { return {503, "text/plain; charset=utf-8", "Service Unavailable\n"}; }

}  // namespace

QueryGate::QueryGate(const Router& router, unsigned maxQueries)
    : m_router(router), m_maxQueries(std::max(1U, maxQueries)),
      m_watch([this](const std::stop_token& stop) { watchSockets(stop); })
{
}

QueryGate::~QueryGate() { stop(); }

Response QueryGate::handle(Request& request, int socket)
{
    if (m_router.cost(request) != Router::Cost::Query) return m_router.handle(request);

    std::list<Query> ticket(1);
    ticket.front().socket = socket;
    const auto query = ticket.begin();
    request.stop = query->stop.get_token();
    {
        MutexLock lock(m_mutex);
        m_queries.splice(m_queries.end(), ticket);
        if (!m_watching) m_needWatch.notify_one();
    }
    const bool entered = enter(request);
    Response response = entered ? m_router.handle(request) : unavailable();

    MutexLock lock(m_mutex);
    m_queries.erase(query);
    if (entered) --m_inside;
    if (m_waiting > 0 || m_stopping) m_room.notify_all();
    return response;
}

/// Takes a place inside, waiting for one if need be; false when the server ends.
bool QueryGate::enter(Request& request)
{
    MutexLock lock(m_mutex);
    if (m_inside >= m_maxQueries && !m_stopping) {
        const std::int64_t since = SystemClock::instance().steadyNs();
        ++m_waiting;
        m_room.wait(m_mutex, [this]() WG_REQUIRES(m_mutex) { return m_inside < m_maxQueries || m_stopping; });
        --m_waiting;
        request.queuedSeconds = static_cast<double>(SystemClock::instance().steadyNs() - since) / 1e9;
    }
    if (m_stopping) return false;
    ++m_inside;
    return true;
}

void QueryGate::stop()
{
    MutexLock lock(m_mutex);
    m_stopping = true;
    for (Query& one : m_queries) one.stop.request_stop();
    m_room.notify_all();
    m_room.wait(m_mutex, [this]() WG_REQUIRES(m_mutex) { return m_queries.empty(); });
}

void QueryGate::watchSockets(const std::stop_token& stop)
{
    nameThisThread("wg-http-watch");
    int idle = 0;
    MutexLock lock(m_mutex);
    while (!stop.stop_requested()) {
        idle = m_queries.empty() ? idle + 1 : 0;
        if (idle > kIdlePeriods) {
            m_watching = false;
            m_needWatch.wait(m_mutex, stop, [this]() WG_REQUIRES(m_mutex) { return !m_queries.empty(); });
        }
        m_watching = true;
        m_needWatch.wait_for(m_mutex, stop, kWatchPeriod, [] { return false; });
        stopThoseWhoHungUp();
    }
}

/// Polled with the lock held and without waiting: a socket in the list is open.
void QueryGate::stopThoseWhoHungUp()
{
    std::vector<pollfd> sockets;
    for (const Query& one : m_queries) sockets.push_back({one.socket, POLLRDHUP, 0});
    if (sockets.empty() || poll(sockets.data(), sockets.size(), 0) <= 0) return;
    std::size_t at = 0;
    for (Query& one : m_queries) {
        if ((sockets[at++].revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0) one.stop.request_stop();
    }
}

}  // namespace watchglass::api
