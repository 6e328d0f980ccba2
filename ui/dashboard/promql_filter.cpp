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
    bool blank = false;   ///< and a comma behind them
};

Place placeIn(std::string_view query, std::size_t at)
{
    const auto isName = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == ':'; };
    while (at < query.size() && isName(query[at])) ++at;
    std::size_t open = at;
    while (open < query.size() && std::isspace(static_cast<unsigned char>(query[open])) != 0) ++open;
    if (open >= query.size() || query[open] != '{') return {at, true, false, false};
    char quote = 0;
    bool any = false;
    bool comma = false;
    for (std::size_t i = open + 1; i < query.size(); ++i) {
        const char c = query[i];
        if (quote != 0) {
            if (c == '\\' && quote != '`') ++i;
            if (c == quote) quote = 0;
            continue;
        }
        if (c == '}') return {i, false, any, comma};
        if (c == '"' || c == '\'' || c == '`') quote = c;
        if (std::isspace(static_cast<unsigned char>(c)) == 0) {
            comma = c == ',' && any;
            any = c != ',';
        }
    }
    return {query.size(), false, any, comma};
}

void collectAggregations(const promql::Expr& expr, std::vector<const promql::AggregateExpr*>& out)
{
    if (expr.kind == promql::ExprKind::Aggregate) out.push_back(static_cast<const promql::AggregateExpr*>(&expr));
    for (const promql::Expr* child : promql::childrenOf(expr)) collectAggregations(*child, out);
}

/// Past blanks and comments.
std::size_t skipBlanks(std::string_view query, std::size_t at)
{
    while (at < query.size()) {
        if (query[at] == '#')
            at = std::min(query.find('\n', at), query.size());
        else if (std::isspace(static_cast<unsigned char>(query[at])) != 0)
            ++at;
        else
            break;
    }
    return at;
}

/// The parenthesis that closes the one at `open`.
std::size_t closingOf(std::string_view query, std::size_t open)
{
    int depth = 0;
    for (std::size_t i = open; i < query.size(); ++i) {
        const char c = query[i];
        if (c == '"' || c == '\'' || c == '`') {
            for (++i; i < query.size() && query[i] != c; ++i) i += query[i] == '\\' && c != '`' ? 1 : 0;
        } else if (c == '#') {
            i = std::min(query.find('\n', i), query.size());
        } else if (c == '(') {
            ++depth;
        } else if (c == ')' && --depth == 0) {
            return i;
        }
    }
    return query.size();
}

std::size_t skipWord(std::string_view query, std::size_t at)
{
    while (at < query.size() && (std::isalnum(static_cast<unsigned char>(query[at])) != 0 || query[at] == '_')) ++at;
    return at;
}

/// Where labels go that an aggregation groups by; `list`: into the parentheses of its clause.
struct GroupingPlace {
    std::size_t at = 0;
    bool list = false;
};

GroupingPlace groupingPlace(std::string_view query, std::size_t start)
{
    const std::size_t afterName = skipWord(query, start);
    std::size_t at = skipBlanks(query, afterName);
    if (at < query.size() && query[at] == '(') at = skipBlanks(query, closingOf(query, at) + 1);
    std::string word(query.substr(std::min(at, query.size()), skipWord(query, at) - std::min(at, query.size())));
    std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::tolower(c); });
    if (word != "by" && word != "without") return {afterName, false};
    return {closingOf(query, skipBlanks(query, skipWord(query, at))), true};
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

namespace {

/// The query with a duration of the same length in place of each variable between square brackets.
std::string withPlainDurations(std::string_view query)
{
    std::string out(query);
    for (std::size_t at = out.find("[$"); at != std::string::npos; at = out.find("[$", at + 1)) {
        std::size_t end = at + 2;
        while (end < out.size() && (std::isalnum(static_cast<unsigned char>(out[end])) != 0 || out[end] == '_' ||
                                    out[end] == '{' || out[end] == '}')) {
            ++end;
        }
        const std::size_t length = end - at - 1;
        if (length >= 2) out.replace(at + 1, length, "1m" + std::string(length - 2, ' '));
    }
    return out;
}

}  // namespace

std::string withLabelFilter(std::string_view query, std::string_view label, std::string_view op, std::string_view value)
{
    std::string out(query);
    auto parsed = promql::parseExpr(query);
    if (!parsed) parsed = promql::parseExpr(withPlainDurations(query));
    if (!parsed) return out;
    std::vector<std::size_t> starts;
    collectSelectors(**parsed, starts);
    // From the end, so that the earlier places stay where they are.
    std::sort(starts.rbegin(), starts.rend());
    std::string matcher = selectorName(label);
    matcher.append(op).append(1, '"').append(value).append(1, '"');
    for (const std::size_t start : starts) {
        const Place place = placeIn(query, start);
        std::string text = (place.comma ? ", " : place.blank ? " " : "") + matcher;
        if (place.braces) text = '{' + text + '}';
        out.insert(place.at, text);
    }
    return out;
}

std::string withGrouping(std::string_view query, const std::vector<std::string>& labels)
{
    std::string out(query);
    if (labels.empty()) return out;
    const auto parsed = promql::parseExpr(query);
    if (!parsed) return out;
    std::vector<const promql::AggregateExpr*> aggregations;
    collectAggregations(**parsed, aggregations);
    // From the end, so that the earlier places stay where they are.
    std::sort(aggregations.begin(), aggregations.end(),
              [](const auto* a, const auto* b) { return a->pos.start > b->pos.start; });
    for (const promql::AggregateExpr* aggregation : aggregations) {
        std::string text;
        for (const std::string& label : labels) {
            const auto& known = aggregation->grouping;
            if (std::find(known.begin(), known.end(), label) != known.end()) continue;
            text += (text.empty() ? "" : ", ") + selectorName(label);
        }
        if (text.empty()) continue;
        const GroupingPlace place = groupingPlace(out, static_cast<std::size_t>(aggregation->pos.start));
        const bool others = place.list && !aggregation->grouping.empty();
        out.insert(place.at, place.list ? (others ? ", " : "") + text : " by (" + text + ")");
    }
    return out;
}

}  // namespace watchglass::ui
