#include "tests/conformance/grafana/variables.h"

#include "tests/conformance/grafana/cases.h"
#include "ui/dashboard/interval.h"

namespace watchglass::conformance::grafana {

using namespace ui;

std::string plainText(const json::Value& value)
{
    if (value.isString()) return value.toString();
    if (value.isNumber()) return value.numberSpelling();
    if (value.isBool()) return value.toBool() ? "true" : "false";
    return {};
}

std::vector<std::string> textList(const json::Value& value)
{
    if (value.isNull()) return {};
    if (!value.isArray()) return {plainText(value)};
    std::vector<std::string> out;
    for (const json::Value& item : value.items()) out.push_back(plainText(item));
    return out;
}

Variable variableOf(const std::string& name, const json::Value& model)
{
    Variable out;
    out.name = name;
    out.type = VariableType::Custom;
    const std::string& type = model["type"].toString();
    if (type == "constant") out.type = VariableType::Constant;
    if (type == "textbox") out.type = VariableType::TextBox;
    if (type == "interval") out.type = VariableType::Interval;
    out.multi = model["multi"].toBool() || model["value"].isArray();
    out.includeAll = model["includeAll"].toBool();
    out.allValue = model["allValue"].toString();
    for (const json::Value& option : model["options"].items()) {
        out.options.push_back({plainText(option.at(0)), plainText(option.at(1))});
    }
    const auto values = textList(model["value"]);
    const auto texts = textList(model["text"]);
    for (std::size_t i = 0; i < values.size(); ++i) {
        out.selected.push_back({i < texts.size() ? texts[i] : values[i], values[i]});
        out.selected.back().isNumber = model["value"].isArray() && model["value"].at(i).isNumber();
    }
    if (out.isAll()) out.selected.front().text = "All";
    return out;
}

namespace {

/// What $__auto of an interval variable stands for: the range over its step count.
void resolveAuto(Variable& variable, const json::Value& model, std::int64_t rangeMs)
{
    if (variable.selected.empty() || variable.selected.front().value != "$__auto") return;
    const auto minimum = parseIntervalMs(model["autoMinInterval"].toString()).value_or(0);
    variable.selected = {{"auto", calculateInterval(rangeMs, model["autoStepCount"].toDouble(), minimum).text}};
}

}  // namespace

CaseVariables::CaseVariables(const json::Value& input, const json::Value& document)
{
    // The clock of all files that name none.
    constexpr std::int64_t kNowMs = 1'715'776'496'789;
    m_nowMs = instantMs(document["now"]).value_or(kNowMs);
    TimeContext time;
    time.nowMs = m_nowMs;
    const json::Value& range = input.has("timeRange") ? input["timeRange"] : document["timeRange"];
    TimeRangeText text{"now-1h", "now"};
    if (range.isObject()) text = {range["from"].toString(), range["to"].toString()};
    if (auto resolved = resolveTimeRange(text, time)) m_context.range = *resolved;
    m_context.timeZone = "utc";
    std::vector<Variable> variables;
    const json::Value& models = input.has("variables") ? input["variables"] : document["variables"];
    for (const auto& [name, model] : models.members()) {
        if (model.isObject()) {
            variables.push_back(variableOf(name, model));
            resolveAuto(variables.back(), model, m_context.range.lengthMs());
        } else {
            variables.push_back(variableOf(name, json::Value::object({{"value", model}})));
        }
    }
    m_variables = std::make_unique<VariableSet>(std::move(variables));
    m_context.variables = m_variables.get();
}

}  // namespace watchglass::conformance::grafana
