#include "engine/api/router.h"

#include <exception>

#include "engine/base/json.h"
#include "engine/base/log.h"

namespace watchglass::api {

namespace {

bool allows(std::string_view methods, std::string_view method)
{
    while (!methods.empty()) {
        const std::size_t blank = methods.find(' ');
        if (methods.substr(0, blank) == method) return true;
        if (blank == std::string_view::npos) break;
        methods.remove_prefix(blank + 1);
    }
    return false;
}

int statusOf(std::string_view errorType)
{
    if (errorType == "bad_data") return 400;
    if (errorType == "execution") return 422;
    if (errorType == "canceled") return 499;
    if (errorType == "timeout") return 503;
    if (errorType == "not_found") return 404;
    if (errorType == "not_acceptable") return 406;
    return 500;
}

void appendTexts(std::string& out, std::string_view name, const std::vector<std::string>& texts)
{
    if (texts.empty()) return;
    out += ",\"";
    out += name;
    out += "\":[";
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (i > 0) out += ',';
        json::appendQuoted(out, texts[i]);
    }
    out += ']';
}

}  // namespace

void Router::add(std::string_view methods, std::string path, Handler handler, Cost cost)
{
    const bool prefix = path.ends_with("/*");
    if (prefix) path.pop_back();
    m_routes.push_back({std::string(methods), std::move(path), prefix, std::move(handler), cost});
}

bool Router::Route::covers(std::string_view wanted) const
{
    return prefix ? wanted.starts_with(path) && wanted.size() > path.size() : wanted == path;
}

Router::Cost Router::cost(const Request& request) const
{
    for (const Route& route : m_routes) {
        if (route.covers(request.path) && allows(route.methods, request.method)) return route.cost;
    }
    return Cost::Light;
}

Response Router::handle(const Request& request) const
{
    const std::string method = request.method == "HEAD" ? "GET" : request.method;
    if (method == "OPTIONS" && request.path.starts_with("/api/v1/")) return {204, "", ""};
    bool known = false;
    for (const Route& route : m_routes) {
        if (!route.covers(request.path)) continue;
        known = true;
        if (!allows(route.methods, method)) continue;
        try {
            return route.handler(request);
        } catch (const std::exception& error) {
            logError("api", request.path + ": " + error.what());
            return failure("internal", error.what());
        }
    }
    if (known) return {405, "text/plain; charset=utf-8", "Method Not Allowed\n"};
    return notFound();
}

Response success(std::string_view data, const std::vector<std::string>& warnings, const std::vector<std::string>& infos)
{
    std::string body;
    body.reserve(data.size() + 64);
    body.append(kSuccessStart).append(data);
    return finishSuccess(std::move(body), warnings, infos);
}

Response finishSuccess(std::string startAndData, const std::vector<std::string>& warnings,
                       const std::vector<std::string>& infos)
{
    Response response;
    response.body = std::move(startAndData);
    appendTexts(response.body, "warnings", warnings);
    appendTexts(response.body, "infos", infos);
    response.body += '}';
    return response;
}

Response failure(std::string_view errorType, std::string_view text)
{
    Response response;
    response.status = statusOf(errorType);
    response.body = R"({"status":"error","errorType":)";
    json::appendQuoted(response.body, errorType);
    response.body += R"(,"error":)";
    json::appendQuoted(response.body, text);
    response.body += '}';
    return response;
}

Response badParameter(std::string_view name, std::string_view text)
{
    return failure("bad_data", "invalid parameter \"" + std::string(name) + "\": " + std::string(text));
}

Response queryFailure(const Error& error)
{
    switch (error.code) {
    case ErrorCode::Cancelled: return failure("canceled", error.message);
    case ErrorCode::Timeout: return failure("timeout", error.message);
    case ErrorCode::Io:
    case ErrorCode::Corrupt: return failure("internal", error.message);
    default: return failure("execution", error.message);
    }
}

Response notFound() { return {404, "text/plain; charset=utf-8", "404 page not found\n"}; }

}  // namespace watchglass::api
