#include "engine/api/handler_lanes.h"

#include <poll.h>

#include <algorithm>
#include <vector>

#include "engine/base/clock.h"

namespace watchglass::api {

namespace {

/// How soon a hang-up is seen. Nothing wakes up while no request runs.
constexpr int kWatchMs = 200;

}  // namespace

HandlerLanes::HandlerLanes(const Router& router, unsigned lightWorkers, unsigned queryWorkers)
    : m_router(router), m_light("wg-http", std::max(1U, lightWorkers)),
      m_queries("wg-http-query", std::max(1U, queryWorkers)),
      m_watch([this](const std::stop_token& stop) { watchSockets(stop); })
{
}

HandlerLanes::~HandlerLanes() { stop(); }

bool HandlerLanes::run(Request& request, int socket, const std::function<void()>& admitted,
                       std::function<void(Response)> done)
{
    Ticket ticket;
    {
        MutexLock lock(m_mutex);
        if (m_stopping) return false;
        ticket = m_running.insert(m_running.end(), {socket, {}});
    }
    admitted();
    request.stop = ticket->stop.get_token();
    const bool isQuery = m_router.cost(request) == Router::Cost::Query;
    if (isQuery) m_changed.notify_all();  // for the hang-up of a light request nobody needs to wake
    const std::int64_t postedNs = SystemClock::instance().steadyNs();
    (isQuery ? m_queries : m_light)
        .post([this, &request, ticket, postedNs, done = std::move(done)](const std::stop_token&) {
            Response response = handle(request, postedNs);
            {
                MutexLock lock(m_mutex);
                ticket->socket = -1;  // from here on it may be closed
            }
            done(std::move(response));
            MutexLock lock(m_mutex);
            m_running.erase(ticket);
            if (m_stopping) m_changed.notify_all();
        });
    return true;
}

Response HandlerLanes::handle(Request& request, std::int64_t postedNs)
{
    {
        MutexLock lock(m_mutex);
        if (m_stopping) return {503, "text/plain; charset=utf-8", "Service Unavailable\n"};
    }
    request.queuedSeconds = static_cast<double>(SystemClock::instance().steadyNs() - postedNs) / 1e9;
    return m_router.handle(request);
}

void HandlerLanes::stop()
{
    MutexLock lock(m_mutex);
    m_stopping = true;
    for (Running& one : m_running) one.stop.request_stop();
    m_changed.wait(m_mutex, [this]() WG_REQUIRES(m_mutex) { return m_running.empty(); });
}

void HandlerLanes::watchSockets(const std::stop_token& stop)
{
    nameThisThread("wg-http-watch");
    while (!stop.stop_requested()) {
        std::vector<pollfd> sockets;
        {
            MutexLock lock(m_mutex);
            m_changed.wait(m_mutex, stop, [this]() WG_REQUIRES(m_mutex) { return !m_running.empty(); });
            m_changed.wait_for(m_mutex, stop, std::chrono::milliseconds(kWatchMs), [] { return false; });
            if (stop.stop_requested()) return;
            // Polled with the lock held and without waiting: a socket in the list is open.
            for (const Running& one : m_running) sockets.push_back({one.socket, POLLRDHUP, 0});
            if (sockets.empty() || poll(sockets.data(), sockets.size(), 0) <= 0) continue;
            std::size_t at = 0;
            for (Running& one : m_running) {
                if ((sockets[at++].revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0) one.stop.request_stop();
            }
        }
    }
}

}  // namespace watchglass::api
