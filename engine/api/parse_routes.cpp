#include <limits>
#include <utility>

#include "engine/api/params.h"
#include "engine/api/point_json.h"
#include "engine/api/query_routes.h"
#include "engine/base/go_float.h"
#include "engine/base/json.h"
#include "engine/promql/ast_json.h"
#include "engine/promql/parser.h"
#include "engine/promql/selectors.h"

namespace watchglass::api {

namespace {

using namespace promql;

Response formatQuery(const QueryEngine& queries, const Request& request)
{
    const auto parsed = queries.parse(request.param("query"));
    if (!parsed) return badParameter("query", describeParseError(parsed.error()));
    std::string data;
    json::appendQuoted(data, prettyPrint(**parsed));
    return success(data);
}

Response parseQuery(const QueryEngine& queries, const Request& request)
{
    const auto parsed = queries.parse(request.param("query"));
    if (!parsed) return badParameter("query", describeParseError(parsed.error()));
    return success(json::write(toJson(**parsed)));
}

void appendExemplars(std::string& out, const storage::SeriesExemplars& series)
{
    out += R"({"seriesLabels":)";
    appendLabels(out, series.labels);
    out += R"(,"exemplars":[)";
    bool first = true;
    for (const storage::ExemplarSample& exemplar : series.exemplars) {
        if (!std::exchange(first, false)) out += ',';
        out += R"({"labels":)";
        appendLabels(out, exemplar.labels);
        out += R"(,"value":")";
        appendFloatJson(out, exemplar.value);
        out += R"(","timestamp":)";
        appendSeconds(out, exemplar.tMs);
        out += '}';
    }
    out += "]}";
}

Response queryExemplars(const QueryEngine& queries, const storage::Queryable& store, const Request& request)
{
    std::int64_t bounds[] = {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
    const char* const names[] = {"start", "end"};
    for (std::size_t i = 0; i < 2; ++i) {
        const std::string_view text = request.param(names[i]);
        if (text.empty()) continue;
        const auto time = parseTimeParam(text);
        if (!time) {
            return badParameter(names[i],
                                "invalid time value for '" + std::string(names[i]) + "': " + time.error().message);
        }
        bounds[i] = *time;
    }
    if (bounds[1] < bounds[0]) return failure("bad_data", "end timestamp must not be before start timestamp");
    const auto parsed = queries.parse(request.param("query"));
    if (!parsed) return failure("bad_data", describeParseError(parsed.error()));
    const std::vector<std::vector<Matcher>> selectors = selectorsOf(**parsed);
    if (selectors.empty()) return {204, "", ""};
    std::string data = "[";
    for (const storage::SeriesExemplars& series : store.exemplars(selectors, bounds[0], bounds[1])) {
        if (data.size() > 1) data += ',';
        appendExemplars(data, series);
    }
    return success(data + ']');
}

}  // namespace

void addParseRoutes(Router& router, const promql::QueryEngine& queries, const storage::Queryable& store)
{
    router.add("GET POST", "/api/v1/format_query", [&queries](const Request& r) { return formatQuery(queries, r); });
    router.add("GET POST", "/api/v1/parse_query", [&queries](const Request& r) { return parseQuery(queries, r); });
    router.add("GET POST", "/api/v1/query_exemplars",
               [&queries, &store](const Request& r) { return queryExemplars(queries, store, r); });
}

}  // namespace watchglass::api
