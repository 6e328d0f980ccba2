#include "engine/api/query_routes.h"

#include "engine/api/params.h"
#include "engine/api/result_json.h"
#include "engine/base/json.h"
#include "engine/promql/parser.h"

namespace watchglass::api {

namespace {

Response badParameter(std::string_view name, std::string_view text)
{
    return failure("bad_data", "invalid parameter \"" + std::string(name) + "\": " + std::string(text));
}

/// `timeout`, `lookback_delta` and `limit`, common to both query endpoints.
struct CommonParams {
    promql::QueryOptions options;
    std::size_t limit = 0;
};

/// Fills `out`, or returns the response that says what is wrong.
std::optional<Response> readCommon(const Request& request, const QuerySources& sources, CommonParams& out)
{
    out.options = sources.defaults;
    if (const auto limit = parseLimitParam(request.param("limit"))) {
        out.limit = *limit;
    } else {
        return badParameter("limit", limit.error().message);
    }
    if (const std::string_view text = request.param("timeout"); !text.empty()) {
        const auto timeout = parseDurationParam(text);
        if (!timeout) return badParameter("timeout", timeout.error().message);
        out.options.timeoutMs = std::min(out.options.timeoutMs, *timeout);
    }
    if (const std::string_view text = request.param("lookback_delta"); !text.empty()) {
        const auto lookback = parseDurationParam(text);
        if (!lookback) {
            return failure("bad_data", "error parsing lookback delta duration: " + lookback.error().message);
        }
        if (*lookback > 0) out.options.lookbackMs = *lookback;
    }
    return std::nullopt;
}

Response answer(const Result<promql::QueryResultPtr>& result, bool range, std::size_t limit)
{
    if (!result) return queryFailure(result.error());
    std::string data;
    std::vector<std::string> warnings = (*result)->warnings;
    if (appendResult(data, **result, range, limit)) warnings.emplace_back("results truncated due to limit");
    return success(data, warnings, (*result)->infos);
}

Response instantQuery(const Request& request, const QuerySources& sources)
{
    CommonParams common;
    if (auto wrong = readCommon(request, sources, common)) return *wrong;
    std::int64_t time = sources.clock.nowMs();
    if (const std::string_view text = request.param("time"); !text.empty()) {
        const auto given = parseTimeParam(text);
        if (!given) return badParameter("time", "invalid time value for 'time': " + given.error().message);
        time = *given;
    }
    const std::string_view query = request.param("query");
    if (const auto parsed = promql::parseExpr(query); !parsed) {
        return badParameter("query", promql::describeParseError(parsed.error()));
    }
    return answer(sources.queries.instant(query, time, common.options), false, common.limit);
}

Response rangeQuery(const Request& request, const QuerySources& sources)
{
    CommonParams common;
    const auto start = parseTimeParam(request.param("start"));
    if (!start) return badParameter("start", start.error().message);
    const auto end = parseTimeParam(request.param("end"));
    if (!end) return badParameter("end", end.error().message);
    if (*end < *start) return badParameter("end", "end timestamp must not be before start time");
    const auto step = parseDurationParam(request.param("step"));
    if (!step) return badParameter("step", step.error().message);
    if (*step <= 0) {
        return badParameter("step",
                            "zero or negative query resolution step widths are not accepted. Try a positive integer");
    }
    // 11,000 points: 60 s resolution for a week, 1 h for a year (prometheus web/api/v1/api.go).
    if ((*end - *start) / *step > 11'000) {
        return failure("bad_data",
                       "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query "
                       "resolution (?step=XX)");
    }
    if (auto wrong = readCommon(request, sources, common)) return *wrong;
    const std::string_view query = request.param("query");
    const auto parsed = promql::parseExpr(query);
    if (!parsed) return badParameter("query", promql::describeParseError(parsed.error()));
    const promql::ValueType type = promql::typeOf(**parsed);
    if (type != promql::ValueType::Scalar && type != promql::ValueType::Vector) {
        return badParameter("query", "invalid expression type \"" + std::string(promql::documentedType(type)) +
                                         "\" for range query, must be Scalar or instant Vector");
    }
    return answer(sources.queries.range(query, *start, *end, *step, common.options), true, common.limit);
}

Response formatQuery(const Request& request)
{
    const auto parsed = promql::parseExpr(request.param("query"));
    if (!parsed) return badParameter("query", promql::describeParseError(parsed.error()));
    std::string data;
    json::appendQuoted(data, promql::prettyPrint(**parsed));
    return success(data);
}

}  // namespace

void addQueryRoutes(Router& router, const QuerySources& sources)
{
    router.add("GET POST", "/api/v1/query", [sources](const Request& r) { return instantQuery(r, sources); });
    router.add("GET POST", "/api/v1/query_range", [sources](const Request& r) { return rangeQuery(r, sources); });
    router.add("GET POST", "/api/v1/format_query", formatQuery);
}

}  // namespace watchglass::api
