#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/http.h"
#include "engine/base/error.h"

namespace watchglass::api {

/// Maps paths to handlers. Knows no socket: tests call handle() directly.
///
/// Threads: routes are added before serving starts; handle() may then be called from many threads at once,
/// and so may the handlers.
class Router {
public:
    using Handler = std::function<Response(const Request&)>;
    /// Query: may run for minutes. The server keeps such requests on workers of their own, so that they keep
    /// nothing else waiting.
    enum class Cost : std::uint8_t { Light, Query };

    /// `methods`: "GET", or several joined by a blank: "GET POST". A path that ends in "/*" takes one more
    /// segment sequence; the handler reads it from Request::path.
    void add(std::string_view methods, std::string path, Handler handler, Cost cost = Cost::Light);

    /// 404 for an unknown path, 405 for a known one with another method, 500 with the message when a handler
    /// throws, 204 for OPTIONS below /api/v1/.
    [[nodiscard]] Response handle(const Request& request) const;
    [[nodiscard]] Cost cost(const Request& request) const;

private:
    struct Route {
        std::string methods;
        std::string path;
        bool prefix;
        Handler handler;
        Cost cost;
        [[nodiscard]] bool covers(std::string_view wanted) const;
    };
    std::vector<Route> m_routes;
};

/// `{"status":"success","data":DATA}`, with warnings and infos when there are some. `data` is JSON text.
[[nodiscard]] Response success(std::string_view data, const std::vector<std::string>& warnings = {},
                               const std::vector<std::string>& infos = {});
/// The same for answers of megabytes, which are not copied: the text goes behind kSuccessStart.
inline constexpr std::string_view kSuccessStart = R"({"status":"success","data":)";
[[nodiscard]] Response finishSuccess(std::string startAndData, const std::vector<std::string>& warnings,
                                     const std::vector<std::string>& infos);

/// `{"status":"error","errorType":TYPE,"error":TEXT}` with the HTTP status that Prometheus gives to the type
/// (web/api/v1/api.go): bad_data 400, execution 422, canceled 499, timeout 503, internal 500, not_found 404,
/// unavailable 500, not_acceptable 406.
[[nodiscard]] Response failure(std::string_view errorType, std::string_view text);

/// bad_data with `invalid parameter "NAME": TEXT`.
[[nodiscard]] Response badParameter(std::string_view name, std::string_view text);

/// A query's failure, typed by its code: Cancelled, Timeout, and execution for the rest.
[[nodiscard]] Response queryFailure(const Error& error);

/// Go's net/http answer to an unknown path.
[[nodiscard]] Response notFound();

}  // namespace watchglass::api
