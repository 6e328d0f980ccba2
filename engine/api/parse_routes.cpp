#include <algorithm>
#include <limits>

#include "engine/api/params.h"
#include "engine/api/query_routes.h"
#include "engine/base/json.h"
#include "engine/promql/ast_json.h"
#include "engine/promql/parser.h"

namespace watchglass::api {

namespace {

using namespace promql;

Response formatQuery(const Request& request)
{
    const auto parsed = parseExpr(request.param("query"));
    if (!parsed) return badParameter("query", describeParseError(parsed.error()));
    std::string data;
    json::appendQuoted(data, prettyPrint(**parsed));
    return success(data);
}

Response parseQuery(const Request& request)
{
    const auto parsed = parseExpr(request.param("query"));
    if (!parsed) return badParameter("query", describeParseError(parsed.error()));
    return success(json::write(toJson(**parsed)));
}

bool hasSelector(const Expr& expr)
{
    if (expr.kind == ExprKind::VectorSelector) return true;
    const std::vector<const Expr*> children = childrenOf(expr);
    return std::any_of(children.begin(), children.end(), [](const Expr* child) { return hasSelector(*child); });
}

Response queryExemplars(const Request& request)
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
    const auto parsed = parseExpr(request.param("query"));
    if (!parsed) return failure("bad_data", describeParseError(parsed.error()));
    if (!hasSelector(**parsed)) return {204, "", ""};
    return success("[]");
}

}  // namespace

void addParseRoutes(Router& router)
{
    router.add("GET POST", "/api/v1/format_query", formatQuery);
    router.add("GET POST", "/api/v1/parse_query", parseQuery);
    router.add("GET POST", "/api/v1/query_exemplars", queryExemplars);
}

}  // namespace watchglass::api
