#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <curl/curl.h>

#include "engine/scrape/http_transfer.h"

namespace watchglass::scrape {

/// All requests of the scrape thread in one epoll set (libcurl's multi_socket interface).
///
/// Threads: all functions on one thread, but wake(), which any thread may call.
class HttpLoop {
public:
    HttpLoop();
    ~HttpLoop();
    HttpLoop(const HttpLoop&) = delete;
    HttpLoop& operator=(const HttpLoop&) = delete;

    /// Starts a GET. `done` runs in wait(), or at once when the request cannot even be made.
    void start(std::shared_ptr<const HttpRequest> request, HttpTransfer::Done done);
    /// Handles network events until `timeoutMs` is over, something finished or wake() was called.
    void wait(int timeoutMs);
    /// Makes a wait() in progress, or the next one, return.
    void wake();
    [[nodiscard]] std::size_t running() const { return m_transfers.size(); }

    /// Gives a body's memory back for the next scrape.
    void recycle(std::string buffer);

private:
    static int onSocket(CURL* handle, curl_socket_t socket, int what, void* self, void* known);
    static int onTimer(CURLM* multi, long timeoutMs, void* self);

    void finishDone();

    CURLM* m_multi = nullptr;
    int m_epoll = -1;
    int m_wake = -1;
    std::int64_t m_timerNs = -1;  ///< when libcurl wants to be called; -1: not at all
    std::unordered_map<CURL*, std::unique_ptr<HttpTransfer>> m_transfers;
    std::vector<std::string> m_buffers;
};

}  // namespace watchglass::scrape
