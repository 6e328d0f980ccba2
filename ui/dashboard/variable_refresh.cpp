#include <algorithm>
#include <functional>
#include <set>

#include "engine/base/go_float.h"
#include "ui/dashboard/adhoc_filter.h"
#include "ui/dashboard/interpolation.h"
#include "ui/dashboard/interval.h"
#include "ui/dashboard/prometheus_client.h"
#include "ui/dashboard/variable.h"
#include "ui/dashboard/variable_query.h"
#include "ui/frame/js_regex.h"

namespace watchglass::ui {

namespace {

/// All texts of a variable that may name another one.
std::string referringText(const Variable& variable)
{
    return variable.query + " " + json::write(variable.queryObject) + " " + variable.regex + " " + variable.datasource;
}

std::string trimmed(std::string text)
{
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.pop_back();
    text.erase(0, std::min(text.size(), text.find_first_not_of(" \n")));
    return text;
}

std::vector<VariableOption> asOptions(const std::vector<std::string>& texts)
{
    std::vector<VariableOption> out;
    out.reserve(texts.size());
    for (const std::string& text : texts) out.push_back({text, text});
    return out;
}

std::string seriesText(const Labels& labels)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const LabelView label : labels) pairs.emplace_back(label.name, label.value);
    return originalMetricName(pairs);
}

/// Grafana's text of an instant query's sample: `name{l="v",...} value timestamp`.
std::string sampleText(const Labels& labels, double value, std::int64_t tMs)
{
    return seriesText(labels) + ' ' + formatFloat(value) + ' ' + std::to_string(tMs);
}

Result<std::vector<VariableOption>> runQuery(const std::string& given, VariableSource& source)
{
    const std::string query = trimmed(given);
    const auto list = [](Result<std::vector<std::string>> found) -> Result<std::vector<VariableOption>> {
        if (!found) return tl::make_unexpected(found.error());
        return asOptions(*found);
    };
    const VariableQuery asked = parseVariableQuery(query);
    const std::string argument = trimmed(asked.argument);
    switch (asked.kind) {
    case VariableQueryKind::LabelNames:
        return list(source.labelNames(argument.empty() ? "" : "{__name__=~\".*" + argument + ".*\"}"));
    case VariableQueryKind::LabelValues:
        if (asked.label.empty())
            return fail(ErrorCode::InvalidInput, "expected label_values(label) or label_values(metric, label)", query);
        return list(source.labelValues(trimmed(asked.label), argument));
    case VariableQueryKind::MetricNames: return list(source.metricNames(argument));
    case VariableQueryKind::Series: break;
    case VariableQueryKind::QueryResult: {
        const auto result = source.queryInstant(argument);
        if (!result) return tl::make_unexpected(result.error());
        std::vector<VariableOption> out;
        if ((*result)->type == promql::ValueType::Scalar) {
            const std::string text = formatFloat((*result)->scalar);
            out.push_back({text, text});
        }
        for (const promql::ResultSeries& series : (*result)->series) {
            if (!series.times.empty() || !series.has(0)) continue;
            const std::string text = sampleText(series.labels, series.values[0], (*result)->grid.startMs);
            out.push_back({text, text});
        }
        return out;
    }
    }
    if (query.empty()) return std::vector<VariableOption>();
    const auto found = source.series(query);
    if (!found) return tl::make_unexpected(found.error());
    std::vector<std::string> texts;
    for (const Labels& labels : *found) texts.push_back(seriesText(labels));
    return asOptions(texts);
}

/// A structured query as the classic text; the `qryType` decides which parts count.
std::string classicQuery(const Variable& variable)
{
    const json::Value& query = variable.queryObject;
    if (!query.isObject() || !query.has("qryType")) return variable.query;
    const auto selector = [&] {
        SelectorParts parts{query["metric"].toString(), {}};
        for (const json::Value& filter : query["labelFilters"].items()) {
            parts.filters.push_back(
                {filter["label"].toString(), filter["op"].toString(), escapeExactMatcher(filter["value"].toString())});
        }
        return selectorText(parts);
    };
    switch (query["qryType"].toInt()) {
    case 0: return "label_names(" + query["match"].toString() + ")";
    case 1: {
        // `query` is kept in step with the parts by Grafana; the parts are used when it is missing.
        if (!variable.query.empty()) return variable.query;
        const std::string from = selector();
        return "label_values(" + (from.empty() ? "" : from + ", ") + query["label"].toString() + ")";
    }
    case 2: return "metrics(" + query["metric"].toString() + ")";
    case 3:
        return variable.query.starts_with("query_result") ? variable.query
                                                          : "query_result(" + query["varQuery"].toString() + ")";
    case 4: return query["seriesQuery"].toString();
    default: return variable.query;
    }
}

std::vector<VariableOption> intervalOptions(const Variable& variable, std::int64_t rangeMs)
{
    std::vector<VariableOption> out;
    if (variable.autoInterval) {
        const std::int64_t least = parseIntervalMs(variable.autoMin).value_or(0);
        out.push_back({"auto", calculateInterval(rangeMs, variable.autoCount, least).text});
    }
    for (VariableOption option : customOptions(variable.query)) {
        std::erase(option.value, '"');
        out.push_back({option.value, option.value});
    }
    return out;
}

}  // namespace

std::vector<std::string> VariableSet::dependencyOrder()
{
    std::vector<std::string> order;
    std::set<std::string> done;
    std::vector<std::string> path;
    const std::function<void(Variable&)> visit = [&](Variable& variable) {
        if (done.contains(variable.name)) return;
        if (const auto at = std::find(path.begin(), path.end(), variable.name); at != path.end()) {
            // Broken here: this one is looked up with what the other has selected now.
            std::string cycle;
            for (auto it = at; it != path.end(); ++it) cycle += *it + " -> ";
            find(path.back())->error = "variables refer to each other: " + cycle + variable.name;
            return;
        }
        path.push_back(variable.name);
        for (const std::string& name : mentionedVariables(referringText(variable))) {
            if (Variable* other = find(name); other && other != &variable) visit(*other);
        }
        path.pop_back();
        if (done.insert(variable.name).second) order.push_back(variable.name);
    };
    for (Variable& variable : m_variables) visit(variable);
    return order;
}

std::vector<std::string> VariableSet::dependents(std::string_view name) const
{
    std::set<std::string> reached{std::string(name)};
    for (bool grew = true; grew;) {
        grew = false;
        for (const Variable& variable : m_variables) {
            if (reached.contains(variable.name)) continue;
            const auto mentioned = mentionedVariables(referringText(variable));
            if (std::any_of(mentioned.begin(), mentioned.end(),
                            [&](const std::string& one) { return reached.contains(one); })) {
                reached.insert(variable.name);
                grew = true;
            }
        }
    }
    reached.erase(std::string(name));
    return {reached.begin(), reached.end()};
}

void VariableSet::refreshOne(Variable& variable, VariableSource& source, const RefreshContext& context)
{
    InterpolationContext texts;
    texts.variables = this;
    texts.range = context.range;
    texts.timeZone = context.time.timeZone;
    for (const auto& [name, value] : context.scope) texts.scoped[name] = {value, value};
    switch (variable.type) {
    case VariableType::Query: {
        if (!variable.foreignSource.empty()) {  // the values of the file stand
            variable.error = "data source " + variable.foreignSource + " is not supported yet";
            if (variable.options.empty()) variable.options = variable.selected;
            if (variable.selected.empty()) validateSelection(variable);
            return;
        }
        const std::string query = trimmed(interpolate(classicQuery(variable), texts, DefaultFormat::Prometheus));
        const std::string regex = interpolate(variable.regex, texts, DefaultFormat::Regex);
        auto found = runQuery(query, source);
        auto options = found ? variableOptions(*found, regex, variable.sort, variable.regexApplies) : found;
        if (!options) {
            variable.error = options.error().message;
            if (variable.selected.empty()) validateSelection(variable);
            return;  // what is selected stays: the source may be back next time
        }
        if (!variable.error.starts_with("variables refer")) variable.error.clear();
        variable.options = std::move(*options);
        validateSelection(variable);
        return;
    }
    case VariableType::GroupBy: {
        // What is selected stays, whether there is such a label or not.
        if (variable.refresh == 0 || !variable.foreignSource.empty()) return;
        auto found = source.labelNames("");
        variable.error = found ? std::string() : found.error().message;
        if (!found) return;
        std::erase(*found, std::string(kMetricName));
        variable.options = asOptions(*found);
        return;
    }
    case VariableType::Custom:
        variable.options = customOptions(interpolate(variable.query, texts));
        validateSelection(variable);
        return;
    case VariableType::Interval:
        variable.options = intervalOptions(variable, context.range.lengthMs());
        // "$__auto_interval_x" and "$__auto" are older names of the automatic choice.
        if (variable.autoInterval && !variable.selected.empty() &&
            variable.selected.front().value.starts_with("$__auto")) {
            variable.selected = {variable.options.front()};
        }
        if (variable.autoInterval && !variable.selected.empty() && variable.selected.front().text == "auto") {
            variable.selected = {variable.options.front()};
        }
        validateSelection(variable);
        return;
    case VariableType::Datasource: {
        variable.options.clear();
        const auto regex = variable.regex.empty() ? Result<JsRegex>(fail(ErrorCode::NotFound, ""))
                                                  : JsRegex::fromDashboard(interpolate(variable.regex, texts));
        for (const DataSourceInfo& one : context.dataSources) {
            const bool compatible = variable.query.find("prometheus") != std::string::npos ||
                                    variable.query.find("victoriametrics") != std::string::npos;
            if ((one.type == variable.query || (one.type == "prometheus" && compatible)) &&
                (!regex || regex->matches(one.name)))
                variable.options.push_back({one.name, one.uid});
        }
        if (variable.options.empty()) {
            // The name pattern is about other people's sources; ours stands in for them.
            for (const DataSourceInfo& one : context.dataSources) variable.options.push_back({one.name, one.uid});
        }
        validateSelection(variable);
        return;
    }
    case VariableType::Switch:
        if (variable.options.empty()) variable.options = {{"On", "true"}, {"Off", "false"}};
        validateSelection(variable);
        return;
    case VariableType::Constant: variable.selected = {{variable.query, variable.query}}; return;
    case VariableType::TextBox:
        if (variable.selected.empty()) variable.selected = {{variable.query, variable.query}};
        return;
    default: return;
    }
}

void VariableSet::refreshAll(VariableSource& source, const RefreshContext& context)
{
    for (const std::string& name : dependencyOrder()) refreshOne(*find(name), source, context);
}

void VariableSet::refreshForTimeRange(VariableSource& source, const RefreshContext& context)
{
    std::set<std::string> wanted;
    for (const Variable& variable : m_variables) {
        if (variable.refresh != 2 && variable.type != VariableType::Interval) continue;
        wanted.insert(variable.name);
        for (std::string& name : dependents(variable.name)) wanted.insert(std::move(name));
    }
    for (const std::string& name : dependencyOrder()) {
        if (wanted.contains(name)) refreshOne(*find(name), source, context);
    }
}

void VariableSet::refreshDependents(std::string_view changed, VariableSource& source, const RefreshContext& context)
{
    refreshOnly(dependents(changed), source, context);
}

void VariableSet::refreshOnly(const std::vector<std::string>& names, VariableSource& source,
                              const RefreshContext& context)
{
    for (const std::string& name : dependencyOrder()) {
        if (std::find(names.begin(), names.end(), name) != names.end()) refreshOne(*find(name), source, context);
    }
}

}  // namespace watchglass::ui
