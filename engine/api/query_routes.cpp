#include "engine/api/query_routes.h"

#include "engine/api/matrix_json.h"
#include "engine/api/params.h"
#include "engine/api/result_json.h"
#include "engine/model/labels.h"
#include "engine/promql/parser.h"

namespace watchglass::api {

namespace {

/// `timeout`, `lookback_delta` and `limit`, common to both query endpoints.
struct CommonParams {
    promql::QueryOptions options;
    std::size_t limit = 0;
    std::string stats;
};

/// Prometheus shows this many warnings and as many infos of a query.
constexpr std::size_t kMostAnnotations = 10;

std::vector<std::string> shortened(std::vector<std::string> texts, std::string_view kind)
{
    if (texts.size() <= kMostAnnotations) return texts;
    const std::size_t omitted = texts.size() - kMostAnnotations;
    texts.resize(kMostAnnotations);
    texts.push_back(std::to_string(omitted) + " more " + std::string(kind) + " annotations omitted");
    return texts;
}

/// Fills `out`, or returns the response that says what is wrong.
std::optional<Response> readCommon(const Request& request, const QuerySources& sources, CommonParams& out)
{
    out.options = sources.defaults;
    out.options.stop = request.stop;
    out.stats = std::string(request.param("stats"));
    out.options.profile = out.stats == "all";
    if (request.param("nocache") == "1") out.options.incremental = false;  // as VictoriaMetrics has it
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
    out.options.timeoutMs -= static_cast<std::int64_t>(request.queuedSeconds * 1000);
    return std::nullopt;
}

/// `texts`: of earlier answers to range queries, null for an instant query.
Response answer(const Request& request, const Result<promql::QueryResultPtr>& result, MatrixTexts* texts,
                const CommonParams& common)
{
    if (!result) return queryFailure(result.error());
    std::string data(kSuccessStart);
    std::vector<std::string> warnings = (*result)->warnings;
    if (texts != nullptr && common.limit == 0 && common.options.incremental) {
        texts->append(data, request.param("query"), *result);
    } else if (appendResult(data, **result, texts != nullptr, common.limit)) {
        warnings.emplace_back("results truncated due to limit");
    }
    if (!common.stats.empty()) {
        data.pop_back();  // the closing brace
        appendStats(data, (*result)->stats, (*result)->profile.get(), request.queuedSeconds);
        data += '}';
        if (common.stats != "all" && common.stats != "true") {
            warnings.push_back("value " + goQuote(common.stats) +
                               " for parameter \"stats\" is deprecated and will be rejected in the next major "
                               "release, use \"true\" or \"all\"");
        }
    }
    return finishSuccess(std::move(data), shortened(std::move(warnings), "warning"),
                         shortened((*result)->infos, "info"));
}

/// What cannot be evaluated any more because it waited too long for a worker.
std::optional<Response> queueTimeout(const Request& request, const CommonParams& common)
{
    if (common.options.timeoutMs > 0 || request.queuedSeconds < 0.001) return std::nullopt;
    return failure("timeout", "query timed out in query queue");
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
    if (const auto parsed = sources.queries.parse(query); !parsed) {
        return badParameter("query", promql::describeParseError(parsed.error()));
    }
    if (auto late = queueTimeout(request, common)) return *late;
    return answer(request, sources.queries.instant(query, time, common.options), nullptr, common);
}

Response rangeQuery(const Request& request, const QuerySources& sources, MatrixTexts& texts)
{
    CommonParams common;
    if (const auto limit = parseLimitParam(request.param("limit")); !limit) {
        return badParameter("limit", limit.error().message);
    }
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
    const std::uint64_t length = static_cast<std::uint64_t>(*end) - static_cast<std::uint64_t>(*start);
    if (length / static_cast<std::uint64_t>(*step) > 11'000) {
        return failure("bad_data",
                       "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query "
                       "resolution (?step=XX)");
    }
    if (auto wrong = readCommon(request, sources, common)) return *wrong;
    const std::string_view query = request.param("query");
    const auto parsed = sources.queries.parse(query);
    if (!parsed) return badParameter("query", promql::describeParseError(parsed.error()));
    const promql::ValueType type = promql::typeOf(**parsed);
    if (type != promql::ValueType::Scalar && type != promql::ValueType::Vector) {
        return badParameter("query", "invalid expression type \"" + std::string(promql::documentedType(type)) +
                                         "\" for range query, must be Scalar or instant Vector");
    }
    if (auto late = queueTimeout(request, common)) return *late;
    return answer(request, sources.queries.range(query, *start, *end, *step, common.options), &texts, common);
}

}  // namespace

void addQueryRoutes(Router& router, const QuerySources& sources)
{
    const auto cost = Router::Cost::Query;
    router.add(
        "GET POST", "/api/v1/query", [sources](const Request& r) { return instantQuery(r, sources); }, cost);
    router.add(
        "GET POST", "/api/v1/query_range",
        [sources, texts = std::make_shared<MatrixTexts>()](const Request& r) { return rangeQuery(r, sources, *texts); },
        cost);
}

}  // namespace watchglass::api
