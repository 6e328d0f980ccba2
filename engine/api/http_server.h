#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "engine/api/query_gate.h"
#include "engine/api/router.h"
#include "engine/model/regex.h"

struct MHD_Daemon;

namespace watchglass::api {

struct HttpServerOptions {
    std::string host = "127.0.0.1";
    std::uint16_t port = 9090;  ///< 0: a free one
    std::size_t maxBodyBytes = 32U << 20;
    unsigned maxQueries = 20;  ///< queries that run at once; further ones wait
    std::string corsOrigin;    ///< regular expression of origins that may read answers; "": none
};

/// Splits "127.0.0.1:9090", "[::1]:0" or ":9090" (all interfaces).
/// Errors: InvalidInput.
[[nodiscard]] Result<HttpServerOptions> parseListenAddress(std::string_view address);

/// Serves a Router over HTTP/1.1: a thread for each connection, queries through a QueryGate.
///
/// A request whose Host header names another machine is refused while we listen on loopback only, and so is
/// one with a foreign Origin that `corsOrigin` does not name: a web page must not read the data by DNS rebinding.
/// Bodies over 1 kB are gzipped when the client takes that. Threads: start() and the destructor on one thread; the
/// destructor stops running queries and waits for all handlers.
class HttpServer {
public:
    /// Errors: Io when the address cannot be bound, `where` is the address; InvalidInput for a `corsOrigin` that
    /// is no regular expression.
    [[nodiscard]] static Result<std::unique_ptr<HttpServer>> start(const HttpServerOptions& options,
                                                                   const Router& router);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// The port that is served, also when 0 was asked for.
    [[nodiscard]] std::uint16_t port() const { return m_port; }

    struct Connection;  ///< per-request state, private to the .cpp

private:
    HttpServer(const HttpServerOptions& options, const Router& router)
        : m_options(options), m_gate(router, options.maxQueries)
    {
    }
    friend struct Connection;

    HttpServerOptions m_options;
    std::optional<Regex> m_corsOrigin;
    QueryGate m_gate;
    MHD_Daemon* m_daemon = nullptr;
    std::uint16_t m_port = 0;
};

}  // namespace watchglass::api
