// prometheus: what the data source does before a query leaves.

#include "tests/conformance/grafana/cases.h"
#include "tests/conformance/grafana/variables.h"
#include "ui/dashboard/adhoc_filter.h"
#include "ui/dashboard/promql_filter.h"
#include "ui/dashboard/variable_query.h"

namespace watchglass::conformance::grafana {

using namespace ui;

namespace {

Answer queryExpr(const Case& one)
{
    const json::Value& input = one.input();
    Variable variable;
    variable.name = "v";
    variable.type = VariableType::Custom;
    variable.multi = input["multi"].toBool();
    variable.includeAll = input["includeAll"].toBool();
    for (const auto& value : textList(input["value"])) variable.selected.push_back({value, value});
    const VariableSet set({variable});
    InterpolationContext context;
    context.variables = &set;
    context.specialCharsInLabelValues = input["specialCharsInLabelValues"].toBool();
    // What goes into a query is a text; JavaScript puts commas between the items of a list.
    std::string expected;
    for (const std::string& item : textList(one.expected())) expected += (expected.empty() ? "" : ",") + item;
    if (one.expected()["$"].isString()) expected = plainText(input["value"]);  // a number where a list was thought of
    return Answer::against(json::Value(expected), json::Value(interpolate("$v", context, DefaultFormat::Prometheus)));
}

Answer escaped(const Case& one)
{
    const std::string& value = one.input()["value"].toString();
    const bool special = one.input()["specialCharsInLabelValues"].toBool();
    auto got = json::Value::object();
    got.set("regular", prometheusEscape(value, special));
    got.set("specialRegex", prometheusRegexEscape(value, special));
    got.set("exactSelector", escapeExactMatcher(value));
    got.set("regexSelector", escapeRegexMatcher(value));
    return got;
}

Answer adHoc(const Case& one)
{
    std::vector<AdHocChoice> filters;
    for (const json::Value& item : one.input().items()) {
        AdHocChoice filter;
        filter.key = filter.keyLabel = item["key"].toString();
        filter.op = item["operator"].toString();
        filter.values = item["values"].isArray() ? textList(item["values"]) : textList(item["value"]);
        filters.push_back(std::move(filter));
    }
    auto values = json::Value::array();
    for (const std::string& value : adHocUrlValues(filters)) values.append(value);
    auto got = json::Value::object();
    got.set("expression", adHocExpression(filters));
    got.set("url", json::Value::object({{"var-f", std::move(values)}}));
    return got;
}

Answer adHocUrl(const Case& one)
{
    auto got = json::Value::array();
    for (const AdHocChoice& filter : adHocFromUrl(textList(one.input()))) {
        auto item = json::Value::object();
        item.set("key", filter.key);
        item.set("keyLabel", filter.keyLabel);
        if (filter.op) item.set("operator", *filter.op);
        item.set("value", filter.values.empty() ? std::string() : filter.values.front());
        auto values = json::Value::array();
        auto labels = json::Value::array();
        for (const std::string& value : filter.values) values.append(value);
        for (const std::string& label : filter.valueLabels) labels.append(label);
        if (filter.values.size() > 1) item.set("values", std::move(values));
        if (!filter.values.empty()) item.set("valueLabels", std::move(labels));
        item.set("condition", "");
        got.append(std::move(item));
    }
    return got;
}

Answer labelAdded(const Case& one)
{
    const json::Value& input = one.input();
    return json::Value(withLabelFilter(input["expr"].toString(), input["key"].toString(), input["operator"].toString(),
                                       input["value"].toString()));
}

Answer quotedName(const Case& one)
{
    auto got = json::Value::object();
    got.set("validLegacyName", isPlainLabelName(one.input().toString()));
    got.set("utf8Support", selectorName(one.input().toString()));
    return got;
}

json::Value editorJson(const VariableQuery& query, const SelectorParts& parts)
{
    auto out = json::Value::object({{"refId", "PrometheusDatasource-VariableQuery"}});
    out.set("qryType", static_cast<int>(query.kind));
    const bool matched = !query.argument.empty();
    switch (query.kind) {
    case VariableQueryKind::LabelNames:
        if (matched) out.set("match", query.argument);
        break;
    case VariableQueryKind::LabelValues: {
        out.set("label", query.label);
        if (!matched) break;
        auto filters = json::Value::array();
        for (const AdHocFilter& filter : parts.filters) {
            filters.append(json::Value::object({{"label", filter.key}, {"op", filter.op}, {"value", filter.value}}));
        }
        out.set("metric", parts.metric);
        out.set("labelFilters", std::move(filters));
        break;
    }
    case VariableQueryKind::MetricNames: out.set("metric", query.argument); break;
    case VariableQueryKind::QueryResult: out.set("varQuery", query.argument); break;
    case VariableQueryKind::Series: out.set("seriesQuery", query.argument); break;
    }
    return out;
}

Answer variableQuery(const Case& one)
{
    const VariableQuery query = parseVariableQuery(one.input().toString());
    const bool values = query.kind == VariableQueryKind::LabelValues;
    const SelectorParts parts = values ? selectorParts(query.argument) : SelectorParts();
    const auto call = [&](const char* name) { return std::string(name) + '(' + query.argument + ')'; };
    auto got = json::Value::object();
    for (const char* name : {"labelNamesMatch", "labelValues", "metrics", "queryResult"}) got.set(name, json::Value());
    const bool names = query.kind == VariableQueryKind::LabelNames;
    got.set("labelNames", names && query.argument.empty());
    if (names && !query.argument.empty()) got.set("labelNamesMatch", query.argument);
    if (values && !query.label.empty()) {
        auto item = json::Value::object();
        if (!query.argument.empty()) item.set("metric", query.argument);
        item.set("label", query.label);
        got.set("labelValues", std::move(item));
    }
    if (query.kind == VariableQueryKind::MetricNames) got.set("metrics", query.argument);
    if (query.kind == VariableQueryKind::QueryResult) got.set("queryResult", query.argument);
    got.set("editor", editorJson(query, parts));
    const std::string selector = selectorText(parts);
    got.set("roundTrip", values
                             ? "label_values(" + (selector.empty() ? std::string() : selector + ',') + query.label + ')'
                         : names                                        ? call("label_names")
                         : query.kind == VariableQueryKind::MetricNames ? call("metrics")
                         : query.kind == VariableQueryKind::QueryResult ? call("query_result")
                                                                        : query.argument);
    return got;
}

}  // namespace

void addPrometheusAdapters(std::map<std::string, Adapters, std::less<>>& out)
{
    out["prometheus"] = {{"interpolateQueryExpr", queryExpr}, {"prometheusEscape", escaped},
                         {"addLabelToQuery", labelAdded},     {"utf8", quotedName},
                         {"variableQuery", variableQuery},    {"adhocFilters", adHoc},
                         {"adhocFromUrl", adHocUrl}};
}

}  // namespace watchglass::conformance::grafana
