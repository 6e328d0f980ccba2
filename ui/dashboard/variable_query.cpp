#include "ui/dashboard/variable_query.h"

#include "engine/promql/parser.h"
#include "ui/dashboard/promql_filter.h"
#include "ui/frame/js_regex.h"

namespace watchglass::ui {

namespace {

/// The groups of a pattern that matches the whole text; none when it does not.
std::vector<std::string> groupsOf(const char* pattern, const std::string& text)
{
    const auto regex = JsRegex::plain(pattern);
    const auto found = regex ? regex->matchAll(text) : std::vector<JsRegex::Match>();
    std::vector<std::string> out;
    if (found.empty()) return out;
    for (const auto& group : found.front().groups) out.push_back(group.value_or(""));
    return out;
}

const promql::VectorSelector* firstSelector(const promql::Expr& expr)
{
    if (expr.kind == promql::ExprKind::VectorSelector) return static_cast<const promql::VectorSelector*>(&expr);
    for (const promql::Expr* child : promql::childrenOf(expr)) {
        if (const auto* found = firstSelector(*child)) return found;
    }
    return nullptr;
}

const char* textOf(Matcher::Type type)
{
    switch (type) {
    case Matcher::Type::Equal: return "=";
    case Matcher::Type::NotEqual: return "!=";
    case Matcher::Type::Regex: return "=~";
    case Matcher::Type::NotRegex: return "!~";
    }
    return "=";
}

}  // namespace

VariableQuery parseVariableQuery(std::string_view given)
{
    const std::string text(given);
    if (const auto groups = groupsOf(R"(^label_names\((.*)\)\s*$)", text); !groups.empty())
        return {VariableQueryKind::LabelNames, groups[1], {}};
    if (text.starts_with("label_values(")) {
        const auto groups = groupsOf(R"(^label_values\((?:(.+),\s*)?(.+)\)\s*$)", text);
        if (groups.empty()) return {VariableQueryKind::LabelValues, {}, {}};
        return {VariableQueryKind::LabelValues, groups[1], groups[2]};
    }
    if (text.starts_with("metrics(")) {
        const auto groups = groupsOf(R"(^metrics\((.+)\)\s*$)", text);
        return {VariableQueryKind::MetricNames, groups.empty() ? std::string() : groups[1], {}};
    }
    if (text.starts_with("query_result(")) {
        const auto groups = groupsOf(R"(^query_result\((.+)\)\s*$)", text);
        return {VariableQueryKind::QueryResult, groups.empty() ? std::string() : groups[1], {}};
    }
    return {VariableQueryKind::Series, text, {}};
}

SelectorParts selectorParts(std::string_view expression)
{
    // A variable in the place of the metric.
    if (expression.starts_with('$') && expression.find('{') == std::string_view::npos)
        return {std::string(expression), {}};
    SelectorParts out;
    const auto parsed = promql::parseExpr(expression);
    const auto* selector = parsed ? firstSelector(**parsed) : nullptr;
    if (!selector) return out;
    out.metric = selector->name;
    for (const Matcher& matcher : selector->matchers) {
        if (matcher.name() == kMetricName && matcher.value() == selector->name) continue;
        out.filters.push_back({matcher.name(), textOf(matcher.type()), matcher.value()});
    }
    return out;
}

std::string selectorText(const SelectorParts& parts)
{
    const bool plain = parts.metric.empty() || isPlainLabelName(parts.metric);
    std::string inside = plain ? std::string() : selectorName(parts.metric);
    for (const LabelFilter& filter : parts.filters) {
        if (!inside.empty()) inside += ", ";
        inside += selectorName(filter.key) + filter.op + '"' + filter.value + '"';
    }
    const std::string braces = inside.empty() ? std::string() : '{' + inside + '}';
    return plain ? parts.metric + braces : braces;
}

}  // namespace watchglass::ui
