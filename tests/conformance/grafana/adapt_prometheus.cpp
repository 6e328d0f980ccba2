// prometheus: what the data source does before a query leaves.

#include "tests/conformance/grafana/cases.h"
#include "tests/conformance/grafana/variables.h"
#include "ui/dashboard/adhoc_filter.h"

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
    return json::Value(interpolate("$v", context, DefaultFormat::Prometheus));
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

}  // namespace

void addPrometheusAdapters(std::map<std::string, Adapters, std::less<>>& out)
{
    out["prometheus"] = {{"interpolateQueryExpr", queryExpr},
                         {"prometheusEscape", escaped},
                         {"adhocFilters", adHoc},
                         {"adhocFromUrl", adHocUrl}};
}

}  // namespace watchglass::conformance::grafana
