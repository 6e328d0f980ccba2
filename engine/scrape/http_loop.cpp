#include "engine/scrape/http_loop.h"

#include <algorithm>
#include <array>

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "engine/base/clock.h"

namespace watchglass::scrape {

namespace {

constexpr std::size_t kMaxBuffers = 16;
constexpr std::size_t kMaxBufferBytes = 4 << 20;  // larger bodies are rare: their memory goes back at once
constexpr long kMaxIdleConnections = 2000;

std::int64_t steadyNs() { return SystemClock::instance().steadyNs(); }

}  // namespace

HttpLoop::HttpLoop()
{
    static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
    (void)initialised;
    m_multi = curl_multi_init();
    m_epoll = epoll_create1(EPOLL_CLOEXEC);
    m_wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = m_wake;
    epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_wake, &event);
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETFUNCTION, &HttpLoop::onSocket);
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERFUNCTION, &HttpLoop::onTimer);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(m_multi, CURLMOPT_MAXCONNECTS, kMaxIdleConnections);
}

HttpLoop::~HttpLoop()
{
    for (const auto& [handle, transfer] : m_transfers) curl_multi_remove_handle(m_multi, handle);
    m_transfers.clear();
    curl_multi_cleanup(m_multi);
    close(m_epoll);
    close(m_wake);
}

void HttpLoop::start(std::shared_ptr<const HttpRequest> request, HttpTransfer::Done done)
{
    std::string buffer;
    if (!m_buffers.empty()) {
        buffer = std::move(m_buffers.back());
        m_buffers.pop_back();
    }
    auto transfer = std::make_unique<HttpTransfer>(std::move(request), std::move(buffer), std::move(done));
    if (const auto ok = transfer->prepare(); !ok) {
        transfer->finish(ok.error());
        return;
    }
    CURL* handle = transfer->handle();
    m_transfers.emplace(handle, std::move(transfer));
    curl_multi_add_handle(m_multi, handle);
}

void HttpLoop::wait(int timeoutMs)
{
    if (m_timerNs >= 0) {
        const std::int64_t left = std::max<std::int64_t>(0, m_timerNs - steadyNs());
        const auto leftMs = static_cast<int>(std::min<std::int64_t>((left + 999'999) / 1'000'000, 3'600'000));
        timeoutMs = std::min(timeoutMs, leftMs);
    }
    std::array<epoll_event, 64> events{};
    const int count = epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), timeoutMs);
    int running = 0;
    for (int i = 0; i < count; ++i) {
        const epoll_event& event = events[static_cast<std::size_t>(i)];
        if (event.data.fd == m_wake) {
            std::uint64_t ignored = 0;
            (void)!read(m_wake, &ignored, sizeof ignored);
            continue;
        }
        int what = 0;
        if ((event.events & EPOLLIN) != 0) what |= CURL_CSELECT_IN;
        if ((event.events & EPOLLOUT) != 0) what |= CURL_CSELECT_OUT;
        if ((event.events & (EPOLLERR | EPOLLHUP)) != 0) what |= CURL_CSELECT_ERR;
        curl_multi_socket_action(m_multi, event.data.fd, what, &running);
    }
    if (m_timerNs >= 0 && steadyNs() >= m_timerNs) {
        m_timerNs = -1;
        curl_multi_socket_action(m_multi, CURL_SOCKET_TIMEOUT, 0, &running);
    }
    finishDone();
}

void HttpLoop::wake()
{
    const std::uint64_t one = 1;
    (void)!write(m_wake, &one, sizeof one);
}

void HttpLoop::recycle(std::string buffer)
{
    if (m_buffers.size() < kMaxBuffers && buffer.capacity() <= kMaxBufferBytes) m_buffers.push_back(std::move(buffer));
}

void HttpLoop::finishDone()
{
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(m_multi, &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        const CURLcode code = message->data.result;
        CURL* handle = message->easy_handle;
        curl_multi_remove_handle(m_multi, handle);
        const auto found = m_transfers.find(handle);
        if (found == m_transfers.end()) continue;
        const auto transfer = std::move(found->second);
        m_transfers.erase(found);
        transfer->finish(code);
    }
}

int HttpLoop::onSocket(CURL*, curl_socket_t socket, int what, void* self, void* known)
{
    auto& loop = *static_cast<HttpLoop*>(self);
    if (what == CURL_POLL_REMOVE) {
        epoll_ctl(loop.m_epoll, EPOLL_CTL_DEL, socket, nullptr);
        return 0;
    }
    epoll_event event{};
    event.data.fd = socket;
    if ((what & CURL_POLL_IN) != 0) event.events |= EPOLLIN;
    if ((what & CURL_POLL_OUT) != 0) event.events |= EPOLLOUT;
    if (known == nullptr) {
        epoll_ctl(loop.m_epoll, EPOLL_CTL_ADD, socket, &event);
        curl_multi_assign(loop.m_multi, socket, self);  // anything but null: "is in the epoll set"
    } else {
        epoll_ctl(loop.m_epoll, EPOLL_CTL_MOD, socket, &event);
    }
    return 0;
}

int HttpLoop::onTimer(CURLM*, long timeoutMs, void* self)
{
    auto& loop = *static_cast<HttpLoop*>(self);
    loop.m_timerNs = timeoutMs < 0 ? -1 : steadyNs() + timeoutMs * 1'000'000;
    return 0;
}

}  // namespace watchglass::scrape
