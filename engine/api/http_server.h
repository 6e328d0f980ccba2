#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "engine/api/router.h"

struct MHD_Daemon;

namespace watchglass::api {

struct HttpServerOptions {
    std::string host = "127.0.0.1";
    std::uint16_t port = 9090;  ///< 0: a free one
    std::size_t maxBodyBytes = 32U << 20;
    unsigned threads = 4;
};

/// Splits "127.0.0.1:9090", "[::1]:0" or ":9090" (all interfaces).
/// Errors: InvalidInput.
[[nodiscard]] Result<HttpServerOptions> parseListenAddress(std::string_view address);

/// Serves a Router over HTTP/1.1 on a few worker threads.
///
/// A request whose Host header names another machine is refused while we listen on loopback only, and so is
/// one with a foreign Origin: a web page must not read the data by DNS rebinding. Bodies over 1 kB are
/// gzipped when the client takes that.
/// Threads: start() and the destructor on one thread; the destructor waits for running handlers.
class HttpServer {
public:
    /// Errors: Io when the address cannot be bound; `where` is the address.
    [[nodiscard]] static Result<std::unique_ptr<HttpServer>> start(const HttpServerOptions& options,
                                                                   const Router& router);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// The port that is served, also when 0 was asked for.
    [[nodiscard]] std::uint16_t port() const { return m_port; }

    struct Connection;  ///< per-request state, private to the .cpp

private:
    HttpServer(const HttpServerOptions& options, const Router& router) : m_options(options), m_router(router) {}
    friend struct Connection;

    HttpServerOptions m_options;
    const Router& m_router;
    MHD_Daemon* m_daemon = nullptr;
    std::uint16_t m_port = 0;
};

}  // namespace watchglass::api
