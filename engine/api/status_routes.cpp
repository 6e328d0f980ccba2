#include "engine/api/status_routes.h"

#include <unistd.h>

#include <filesystem>
#include <limits>
#include <memory>
#include <thread>

#include "engine/api/params.h"
#include "engine/base/json.h"

namespace watchglass::api {

namespace {

constexpr const char* kPlainText = "text/plain; charset=utf-8";

Response plain(int status, std::string text) { return {status, kPlainText, std::move(text)}; }

std::string hostName()
{
    char name[256] = "";
    gethostname(name, sizeof name - 1);
    return name;
}

Response buildInfo(const Request&)
{
    json::Value data = json::Value::object();
    data.set("version", WG_VERSION);
    for (const char* name : {"revision", "branch", "buildUser", "buildDate", "goVersion"}) data.set(name, "");
    data.set("application", "watchglass");
    return success(json::write(data));
}

Response runtimeInfo(const StatusSources& sources)
{
    std::error_code ignored;
    json::Value data = json::Value::object();
    data.set("startTime", formatRfc3339(sources.startMs));
    data.set("CWD", std::filesystem::current_path(ignored).string());
    data.set("hostname", hostName());
    data.set("serverTime", formatRfc3339(sources.nowMs()));
    data.set("reloadConfigSuccess", sources.lastReloadOk());
    data.set("lastConfigTime", formatRfc3339(sources.lastReloadMs()));
    data.set("corruptionCount", 0);
    // Facts of Go's runtime, for clients whose readers want each member.
    data.set("goroutineCount", 0);
    data.set("GOMAXPROCS", static_cast<std::int64_t>(std::thread::hardware_concurrency()));
    data.set("GOMEMLIMIT", std::numeric_limits<std::int64_t>::max());
    data.set("GOGC", "");
    data.set("GODEBUG", "");
    data.set("storageRetention", sources.storageRetention());
    return success(json::write(data));
}

}  // namespace

void addStatusRoutes(Router& router, StatusSources given)
{
    const auto sources = std::make_shared<const StatusSources>(std::move(given));  // shared by the handlers below
    router.add("GET", "/metrics", [sources](const Request&) {
        return Response{200, "text/plain; version=0.0.4; charset=utf-8", sources->metricsText()};
    });
    router.add("GET", "/-/healthy", [](const Request&) { return plain(200, "Prometheus Server is Healthy.\n"); });
    router.add("GET", "/-/ready", [sources](const Request&) {
        return sources->ready() ? plain(200, "Prometheus Server is Ready.\n") : plain(503, "Service Unavailable");
    });
    router.add("POST PUT", "/-/reload", [sources](const Request&) {
        const auto done = sources->reload();
        if (done) return plain(200, "");
        return plain(500, "failed to reload config: " + done.error().message +
                              (done.error().where.empty() ? "" : " (" + done.error().where + ")") + "\n");
    });
    router.add("GET", "/api/v1/status/buildinfo", buildInfo);
    router.add("GET", "/api/v1/status/runtimeinfo", [sources](const Request&) { return runtimeInfo(*sources); });
    router.add("GET", "/api/v1/status/flags", [sources](const Request&) {
        json::Value data = json::Value::object();
        for (const auto& [name, value] : sources->flags) data.set(name, value);
        return success(json::write(data));
    });
    router.add("GET", "/api/v1/status/config", [sources](const Request&) {
        json::Value data = json::Value::object();
        data.set("yaml", sources->configText());
        return success(json::write(data));
    });
}

}  // namespace watchglass::api
