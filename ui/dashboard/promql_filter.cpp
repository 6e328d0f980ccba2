#include "ui/dashboard/promql_filter.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "engine/promql/parser.h"

namespace watchglass::ui {

namespace {

void collectSelectors(const promql::Expr& expr, std::vector<std::size_t>& starts)
{
    if (expr.kind == promql::ExprKind::VectorSelector) starts.push_back(static_cast<std::size_t>(expr.pos.start));
    for (const promql::Expr* child : promql::childrenOf(expr)) collectSelectors(*child, starts);
}

/// Where a matcher goes into the selector that begins at `at`, and how it is set off.
struct Place {
    std::size_t at = 0;
    bool braces = false;  ///< there are none yet
    bool comma = false;   ///< others stand before it
};

Place placeIn(std::string_view query, std::size_t at)
{
    const auto isName = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == ':'; };
    while (at < query.size() && isName(query[at])) ++at;
    std::size_t open = at;
    while (open < query.size() && std::isspace(static_cast<unsigned char>(query[open])) != 0) ++open;
    if (open >= query.size() || query[open] != '{') return {at, true, false};
    char quote = 0;
    bool any = false;
    for (std::size_t i = open + 1; i < query.size(); ++i) {
        const char c = query[i];
        if (quote != 0) {
            if (c == '\\' && quote != '`') ++i;
            if (c == quote) quote = 0;
            continue;
        }
        if (c == '}') return {i, false, any};
        if (c == '"' || c == '\'' || c == '`') quote = c;
        if (std::isspace(static_cast<unsigned char>(c)) == 0) any = c != ',';
    }
    return {query.size(), false, any};
}

}  // namespace

bool isPlainLabelName(std::string_view name)
{
    if (name.empty() || std::isdigit(static_cast<unsigned char>(name.front())) != 0) return false;
    return std::all_of(name.begin(), name.end(),
                       [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == ':'; });
}

std::string selectorName(std::string_view name)
{
    return isPlainLabelName(name) ? std::string(name) : '"' + std::string(name) + '"';
}

std::string withLabelFilter(std::string_view query, std::string_view label, std::string_view op, std::string_view value)
{
    std::string out(query);
    const auto parsed = promql::parseExpr(query);
    if (!parsed) return out;
    std::vector<std::size_t> starts;
    collectSelectors(**parsed, starts);
    // From the end, so that the earlier places stay where they are.
    std::sort(starts.rbegin(), starts.rend());
    std::string matcher = selectorName(label);
    matcher.append(op).append(1, '"').append(value).append(1, '"');
    for (const std::size_t start : starts) {
        const Place place = placeIn(query, start);
        std::string text = place.comma ? ", " + matcher : matcher;
        if (place.braces) text = '{' + text + '}';
        out.insert(place.at, text);
    }
    return out;
}

}  // namespace watchglass::ui
