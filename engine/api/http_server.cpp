#include "engine/api/http_server.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "engine/api/gzip.h"

namespace watchglass::api {

namespace {

std::string lower(std::string_view text)
{
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return out;
}

/// "localhost:9090" -> "localhost", "[::1]:9090" -> "::1".
std::string_view hostOf(std::string_view authority)
{
    if (authority.starts_with('[')) {
        const std::size_t end = authority.find(']');
        return authority.substr(1, end == std::string_view::npos ? end : end - 1);
    }
    return authority.substr(0, authority.find(':'));
}

bool isLoopback(std::string_view host)
{
    return host == "localhost" || host == "::1" || host == "127.0.0.1" || host.starts_with("127.");
}

/// Why the request must not be answered, or "".
std::string_view refusal(const Request& request, bool loopbackOnly, const std::optional<Regex>& corsOrigin)
{
    const std::string host = lower(request.header("host"));
    if (loopbackOnly && !host.empty() && !isLoopback(hostOf(host))) {
        return "the Host header names another machine; Watchglass listens on loopback only\n";
    }
    const std::string origin = lower(request.header("origin"));
    if (!origin.empty() && !(corsOrigin && corsOrigin->matches(request.header("origin")))) {
        const std::size_t scheme = origin.find("://");
        if (scheme == std::string::npos || origin.substr(scheme + 3) != host) {
            return "requests from other origins are not answered\n";
        }
    }
    return {};
}

/// What lets a browser give the answer to a page of another origin (prometheus util/httputil/cors.go).
void addCors(const Request& request, const std::optional<Regex>& corsOrigin, Response& response)
{
    if (!corsOrigin) return;
    response.headers["Vary"] = "Origin";
    const std::string_view origin = request.header("origin");
    if (origin.empty() || !corsOrigin->matches(origin)) return;
    response.headers["Access-Control-Allow-Headers"] = "Accept, Authorization, Content-Type, Origin";
    response.headers["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS";
    response.headers["Access-Control-Expose-Headers"] = "Date";
    response.headers["Access-Control-Allow-Origin"] = corsOrigin->pattern() == ".*" ? "*" : std::string(origin);
}

/// Whether "Accept-Encoding" takes gzip: "gzip;q=0" does not.
bool takesGzip(std::string_view accept)
{
    for (std::size_t at = accept.find("gzip"); at != std::string_view::npos; at = accept.find("gzip", at + 4)) {
        std::string_view rest = accept.substr(at + 4);
        rest = rest.substr(0, rest.find(','));
        if (rest.find("q=0") == std::string_view::npos || rest.find_first_of("123456789") != std::string_view::npos) {
            return true;
        }
    }
    return false;
}

MHD_Result collectHeader(void* target, MHD_ValueKind, const char* key, const char* value)
{
    static_cast<Request*>(target)->headers[lower(key)] = value ? value : "";
    return MHD_YES;
}

struct MhdResponseDelete {
    void operator()(MHD_Response* response) const { MHD_destroy_response(response); }
};
using MhdResponse = std::unique_ptr<MHD_Response, MhdResponseDelete>;

MHD_Result send(MHD_Connection* connection, const Request& request, Response response)
{
    if (response.body.size() > 1024 && takesGzip(request.header("accept-encoding"))) {
        if (std::string packed = gzip(response.body); !packed.empty()) {
            response.body = std::move(packed);
            response.headers["Content-Encoding"] = "gzip";
        }
        std::string& vary = response.headers["Vary"];
        vary += vary.empty() ? "Accept-Encoding" : ", Accept-Encoding";
    }
    // The body goes with the response: answers of megabytes are not copied once more.
    auto body = std::make_unique<std::string>(std::move(response.body));
    const MhdResponse out(MHD_create_response_from_buffer_with_free_callback_cls(
        body->size(), body->data(), [](void* held) { delete static_cast<std::string*>(held); }, body.get()));
    if (!out) return MHD_NO;
    static_cast<void>(body.release());
    if (!response.contentType.empty()) MHD_add_response_header(out.get(), "Content-Type", response.contentType.c_str());
    MHD_add_response_header(out.get(), "X-Content-Type-Options", "nosniff");
    for (const auto& [name, value] : response.headers) MHD_add_response_header(out.get(), name.c_str(), value.c_str());
    return MHD_queue_response(connection, static_cast<unsigned>(response.status), out.get());
}

}  // namespace

struct HttpServer::Connection {
    Request request;
    bool tooLarge = false;

    static MHD_Result handle(void* self, MHD_Connection* connection, const char* url, const char* method, const char*,
                             const char* upload, std::size_t* uploadSize, void** state)
    {
        auto& server = *static_cast<HttpServer*>(self);
        if (*state == nullptr) {
            auto fresh = std::make_unique<Connection>();
            fresh->request.method = method;
            fresh->request.path = url;  // decoded by MHD
            MHD_get_connection_values(connection, MHD_HEADER_KIND, collectHeader, &fresh->request);
            *state = fresh.release();
            return MHD_YES;
        }
        auto& current = *static_cast<Connection*>(*state);
        if (*uploadSize > 0) {
            if (current.request.body.size() + *uploadSize > server.m_options.maxBodyBytes) {
                current.tooLarge = true;
            } else {
                current.request.body.append(upload, *uploadSize);
            }
            *uploadSize = 0;
            return MHD_YES;
        }
        return current.answer(server, connection);
    }

    MHD_Result answer(HttpServer& server, MHD_Connection* connection)
    {
        if (tooLarge) return send(connection, request, {413, "text/plain; charset=utf-8", "request body too large\n"});
        if (const std::string_view why = refusal(request, isLoopback(server.m_options.host), server.m_corsOrigin);
            !why.empty()) {
            return send(connection, request, {403, "text/plain; charset=utf-8", std::string(why)});
        }
        MHD_get_connection_values(
            connection, MHD_GET_ARGUMENT_KIND,
            [](void* target, MHD_ValueKind, const char* key, const char* value) {
                static_cast<Request*>(target)->params.emplace(key, value ? value : "");
                return MHD_YES;
            },
            &request);
        if (request.header("content-type").starts_with("application/x-www-form-urlencoded")) {
            decodeForm(request.body, request.params);
        }
        const MHD_ConnectionInfo* socket = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        Response response = server.m_gate.handle(request, socket ? socket->connect_fd : -1);
        addCors(request, server.m_corsOrigin, response);
        return send(connection, request, std::move(response));
    }

    static void complete(void*, MHD_Connection*, void** state, MHD_RequestTerminationCode)
    {
        delete static_cast<Connection*>(*state);
        *state = nullptr;
    }
};

Result<HttpServerOptions> parseListenAddress(std::string_view address)
{
    HttpServerOptions options;
    const std::size_t colon = address.rfind(':');
    if (colon == std::string_view::npos) {
        return fail(ErrorCode::InvalidInput, "expected host:port, got \"" + std::string(address) + "\"",
                    std::string(address));
    }
    const std::string_view port = address.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), options.port);
    if (error != std::errc{} || end != port.data() + port.size()) {
        return fail(ErrorCode::InvalidInput, "\"" + std::string(port) + "\" is no port number", std::string(address));
    }
    options.host = std::string(hostOf(address.substr(0, address.starts_with('[') ? address.size() : colon)));
    if (options.host.empty()) options.host = "0.0.0.0";
    return options;
}

Result<std::unique_ptr<HttpServer>> HttpServer::start(const HttpServerOptions& options, const Router& router)
{
    std::unique_ptr<HttpServer> server(new HttpServer(options, router));
    if (!options.corsOrigin.empty()) {
        auto origin = Regex::anchored(options.corsOrigin);
        if (!origin) return fail(ErrorCode::InvalidInput, origin.error().message, "--web.cors.origin");
        server->m_corsOrigin = std::move(*origin);
    }
    const std::string shown = options.host + ":" + std::to_string(options.port);

    addrinfo hints{};
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (getaddrinfo(options.host.c_str(), std::to_string(options.port).c_str(), &hints, &found) != 0 || !found) {
        return fail(ErrorCode::InvalidInput, "cannot resolve the listen address", shown);
    }
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owned(found, &freeaddrinfo);
    const int socket = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    if (socket >= 0) setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (socket < 0 || bind(socket, found->ai_addr, found->ai_addrlen) != 0 || listen(socket, 128) != 0) {
        const std::string why = std::strerror(errno);
        if (socket >= 0) close(socket);
        return fail(ErrorCode::Io,
                    "cannot listen on " + shown + ": " + why + "; choose another by --web.listen-address");
    }
    sockaddr_storage bound{};
    socklen_t length = sizeof bound;
    getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &length);
    server->m_port = ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6*>(&bound)->sin6_port
                                                       : reinterpret_cast<sockaddr_in*>(&bound)->sin_port);

    constexpr unsigned kIdleSeconds = 120;
    constexpr unsigned kMaxConnections = 512;
    // A thread per connection: a request costs one wake-up, and who has to wait keeps nobody else waiting.
    server->m_daemon = MHD_start_daemon(MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_THREAD_PER_CONNECTION, 0, nullptr,
                                        nullptr, &Connection::handle, server.get(), MHD_OPTION_LISTEN_SOCKET, socket,
                                        MHD_OPTION_CONNECTION_TIMEOUT, kIdleSeconds, MHD_OPTION_CONNECTION_LIMIT,
                                        kMaxConnections, MHD_OPTION_NOTIFY_COMPLETED, &Connection::complete, nullptr,
                                        MHD_OPTION_END);
    if (!server->m_daemon) {
        close(socket);
        return fail(ErrorCode::Io, "cannot start the HTTP server", shown);
    }
    return server;
}

HttpServer::~HttpServer()
{
    m_gate.stop();
    if (m_daemon) MHD_stop_daemon(m_daemon);
}

}  // namespace watchglass::api
