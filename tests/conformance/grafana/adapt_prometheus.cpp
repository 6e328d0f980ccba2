// prometheus: what the data source does before a query leaves.

#include <algorithm>
#include <limits>

#include "tests/conformance/grafana/cases.h"
#include "tests/conformance/grafana/variables.h"
#include "ui/dashboard/adhoc_filter.h"
#include "ui/dashboard/prometheus_client.h"
#include "ui/dashboard/promql_filter.h"
#include "ui/dashboard/variable_query.h"
#include "ui/frame/frame_builder.h"

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
        for (const LabelFilter& filter : parts.filters) {
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

Answer sampleValue(const Case& one) { return numberJson(parseSampleValue(one.input().toString())); }

Answer seconds(const Case& one)
{
    const auto time = instantMs(one.input()["time"]);
    return json::Value(prometheusSeconds(time.value_or(0), one.input()["roundUp"].toBool()));
}

Answer metricName(const Case& one)
{
    std::vector<std::pair<std::string, std::string>> labels;
    for (const auto& [name, value] : one.input().members()) labels.emplace_back(name, value.toString());
    return json::Value(originalMetricName(labels));
}

Answer modified(const Case& one)
{
    const json::Value& action = one.input()["action"];
    return json::Value(modifiedQuery(one.input()["query"].toString(), action["type"].toString(),
                                     action.get("options.key").toString(), action.get("options.value").toString()));
}

/// The answer of the engine that frames of a case stand for.
QueryFrameInput engineAnswer(const std::vector<Frame>& frames, const std::string& refId, ResultFormat format)
{
    auto result = std::make_shared<promql::QueryResult>();
    result->type = promql::ValueType::Matrix;
    constexpr std::int64_t kStep = 15'000;
    std::int64_t first = std::numeric_limits<std::int64_t>::max();
    std::int64_t last = 0;
    for (const Frame& frame : frames) {
        if (frame.refId != refId || frame.rows() == 0) continue;
        first = std::min(first, static_cast<std::int64_t>(frame.fields[0].values.number(0)));
        last = std::max(last, static_cast<std::int64_t>(frame.fields[0].values.number(frame.rows() - 1)));
    }
    result->grid = {first, kStep, static_cast<std::uint32_t>((last - first) / kStep + 1)};
    for (const Frame& frame : frames) {
        if (frame.refId != refId) continue;
        promql::ResultSeries series;
        series.labels = frame.fields[1].labels;
        series.values.resize(result->grid.steps);
        series.present.resize(result->grid.steps / 64 + 1);
        for (std::size_t row = 0; row < frame.rows(); ++row) {
            const auto step = static_cast<std::size_t>(
                (static_cast<std::int64_t>(frame.fields[0].values.number(row)) - first) / kStep);
            series.values[step] = frame.fields[1].values.number(row);
            series.present[step / 64] |= std::uint64_t{1} << (step % 64);
        }
        result->series.push_back(std::move(series));
    }
    return {result, refId, {}, {}, format};
}

Answer tables(const Case& one, const json::Value& given)
{
    const std::vector<Frame> frames = framesOf(given, one.document);
    std::vector<std::string> refIds;
    for (const Frame& frame : frames) {
        if (std::find(refIds.begin(), refIds.end(), frame.refId) == refIds.end()) refIds.push_back(frame.refId);
    }
    std::vector<QueryFrameInput> inputs;
    for (const std::string& refId : refIds) inputs.push_back(engineAnswer(frames, refId, ResultFormat::Table));
    return comparedFrames(one, framesFromResults(inputs), true);
}

/// Series over time pass as they come; tables are made of them.
Answer transformedAnswer(const Case& one)
{
    const json::Value& frames = one.input()["frames"];
    if (resultFormatFromName(one.input().get("target.format").toString()) == ResultFormat::Table)
        return tables(one, frames);
    return comparedFrames(one, framesOf(frames, one.document), true);
}

Answer urlRange(const Case& one)
{
    const json::Value& input = one.input();
    TimeContext context;
    context.nowMs = instantMs(json::Value("2024-05-15T12:34:56.789Z")).value_or(0);
    const TimeRangeText text = timeRangeFromUrl(input["from"].toString(), input["to"].toString(), {"now-1h", "now"},
                                                context);
    const auto range = resolveTimeRange(text, context);
    if (!range) return refused();
    const auto ends = [](const json::Value& from, const json::Value& to) {
        return json::Value::object({{"from", from}, {"to", to}});
    };
    const auto raw = [](const std::string& end, std::int64_t ms) {
        return isRelativeTime(end) ? json::Value(end) : isoInstant(ms);
    };
    auto got = ends(isoInstant(range->fromMs), isoInstant(range->toMs));
    const json::Value shown = ends(raw(text.from, range->fromMs), raw(text.to, range->toMs));
    got.set("raw", shown);
    got.set("timeZone", "utc");
    json::Value url = shown;
    url.set("timezone", "utc");
    got.set("url", std::move(url));
    return got;
}

}  // namespace

void addPrometheusAdapters(std::map<std::string, Adapters, std::less<>>& out)
{
    out["prometheus"] = {{"interpolateQueryExpr", queryExpr},
                         {"prometheusEscape", escaped},
                         {"addLabelToQuery", labelAdded},
                         {"utf8", quotedName},
                         {"variableQuery", variableQuery},
                         {"adhocFilters", adHoc},
                         {"adhocFromUrl", adHocUrl},
                         {"parseSampleValue", sampleValue},
                         {"getPrometheusTime", seconds},
                         {"originalMetricName", metricName},
                         {"modifyQuery", modified},
                         {"transformDFToTable", [](const Case& one) { return tables(one, one.input()); }},
                         {"transformV2", transformedAnswer},
                         {"timeRangeUrl", urlRange}};
}

}  // namespace watchglass::conformance::grafana
