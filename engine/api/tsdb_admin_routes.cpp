#include <algorithm>
#include <limits>

#include "engine/api/params.h"
#include "engine/api/query_routes.h"
#include "engine/api/tsdb_routes.h"
#include "engine/base/json.h"
#include "engine/promql/parser.h"

namespace watchglass::api {

namespace {

constexpr std::int64_t kMinTimeMs = std::numeric_limits<std::int64_t>::min() / 1000;
constexpr std::int64_t kMaxTimeMs = std::numeric_limits<std::int64_t>::max() / 1000;

Response done() { return {204, "", ""}; }

Response storeFailure(const Error& error)
{
    return failure("internal", error.message + (error.where.empty() ? "" : " (" + error.where + ")"));
}

/// As web/api/v1/api.go: the selectors are deleted one after another, and those before a bad one stay deleted.
Response deleteSeries(const Request& request, storage::Storage& store, const storage::SnapshotPart&)
{
    const auto selectors = request.paramsOf("match[]");
    if (selectors.empty()) return failure("bad_data", "no match[] parameter provided");
    std::int64_t bounds[] = {kMinTimeMs, kMaxTimeMs};
    for (const char* name : {"start", "end"}) {
        const std::string_view text = request.param(name);
        if (text.empty()) continue;
        const auto time = parseTimeParam(text);
        if (!time)
            return badParameter(name, "invalid time value for '" + std::string(name) + "': " + time.error().message);
        bounds[name[0] == 'e'] = *time;
    }
    for (const std::string& text : selectors) {
        const auto matchers = promql::parseMetricSelector(text);
        if (!matchers) return badParameter("match[]", promql::describeParseError(matchers.error()));
        if (auto deleted = store.deleteSeries(*matchers, bounds[0], bounds[1]); !deleted)
            return storeFailure(deleted.error());
    }
    return done();
}

Response cleanTombstones(const Request&, storage::Storage& store, const storage::SnapshotPart&)
{
    const auto cleaned = store.cleanTombstones();
    return cleaned ? done() : storeFailure(cleaned.error());
}

Response snapshot(const Request& request, storage::Storage& store, const storage::SnapshotPart& addMore)
{
    const std::string_view skip = request.param("skip_head");
    const auto isOneOf = [&](std::initializer_list<std::string_view> words) {
        return std::find(words.begin(), words.end(), skip) != words.end();
    };
    // The words of Go's strconv.ParseBool.
    const bool skipHead = isOneOf({"1", "t", "T", "TRUE", "true", "True"});
    if (!skipHead && !isOneOf({"", "0", "f", "F", "FALSE", "false", "False"})) {
        return badParameter("skip_head", "unable to parse boolean: strconv.ParseBool: parsing " + goQuote(skip) +
                                             ": invalid syntax");
    }
    const auto name = store.snapshot(skipHead, addMore);
    if (!name) return storeFailure(name.error());
    json::Value data = json::Value::object();
    data.set("name", *name);
    return success(json::write(data));
}

}  // namespace

void addTsdbAdminRoutes(Router& router, storage::Storage* store, const storage::SnapshotPart& addToSnapshot)
{
    using Handler = Response (*)(const Request&, storage::Storage&, const storage::SnapshotPart&);
    const auto add = [&](const char* name, Handler handler) {
        router.add(
            "POST PUT", std::string("/api/v1/admin/tsdb/") + name,
            [store, handler, addToSnapshot](const Request& request) {
                return store ? handler(request, *store, addToSnapshot) : failure("unavailable", "admin APIs disabled");
            },
            Router::Cost::Query);
    };
    add("delete_series", deleteSeries);
    add("clean_tombstones", cleanTombstones);
    add("snapshot", snapshot);
}

}  // namespace watchglass::api
