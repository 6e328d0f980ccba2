// interpolation, variable-options: variables, their options and their places in texts and URLs.

#include "tests/conformance/grafana/cases.h"
#include "tests/conformance/grafana/variables.h"

namespace watchglass::conformance::grafana {

using namespace ui;

namespace {

Answer format(const Case& one)
{
    const json::Value& model = one.input()["variable"];
    const VariableSet single({variableOf(model["name"].toString(), model)});
    const CaseVariables variables(json::Value(), one.document);
    InterpolationContext context = variables.context();
    context.variables = &single;
    return json::Value(interpolate(one.input()["template"].toString(), context));
}

DefaultFormat defaultFormatOf(const Case& one)
{
    if (one.item["kind"].toString() == "templatePrometheus") return DefaultFormat::Prometheus;
    const std::string& name = one.input()["defaultFormat"].toString();
    if (name == "text") return DefaultFormat::Text;
    return DefaultFormat::Glob;
}

Answer replaced(const Case& one)
{
    const CaseVariables variables(json::Value(), one.document);
    InterpolationContext context = variables.context();
    for (const auto& [name, scoped] : one.input()["scopedVars"].members()) {
        context.scoped[name] = scopedValue(scoped["value"], plainText(scoped["text"]));
    }
    const std::string& text = one.input()["template"].toString();
    const std::string& named = one.input()["defaultFormat"].toString();
    const bool known = named.empty() || named == "text" || named == "glob";
    if (!known) return json::Value(interpolateAs(text, context, named));
    return json::Value(interpolate(text, context, defaultFormatOf(one)));
}

Answer scan(const Case& one)
{
    auto got = json::Value::array();
    for (const VariableMention& mention : variableMentions(one.input().toString())) {
        auto item = json::Value::object();
        item.set("match", mention.text);
        item.set("name", mention.name);
        item.set("format", textJson(mention.format));
        item.set("path", textJson(mention.path));
        got.append(std::move(item));
    }
    return got;
}

json::Value optionsJson(const std::vector<VariableOption>& options)
{
    auto out = json::Value::array();
    for (const VariableOption& option : options) {
        auto item = json::Value::object();
        item.set("label", option.text);
        item.set("value", option.value);
        out.append(std::move(item));
    }
    return out;
}

/// Options carry the members of the object that they came from; pickers show none of them.
json::Value withoutProperties(json::Value options)
{
    if (options.isArray()) {
        for (json::Value& option : options.mutableItems()) option.remove("properties");
    }
    return options;
}

Answer options(const Case& one)
{
    const json::Value& input = one.input();
    std::vector<VariableOption> found;
    for (const json::Value& item : input["items"].items()) {
        const std::string text = plainText(item.has("text") ? item["text"] : item["value"]);
        found.push_back({text, item.has("value") ? plainText(item["value"]) : text});
    }
    const auto applied = input["regexApplyTo"].toString() == "text" ? RegexApplies::Text : RegexApplies::Value;
    const auto got = variableOptions(found, input["regex"].toString(), static_cast<int>(input["sort"].toInt()),
                                     applied);
    return Answer::against(withoutProperties(one.expected()), got ? optionsJson(*got) : refused());
}

Answer sorted(const Case& one)
{
    std::vector<VariableOption> found;
    for (const json::Value& label : one.input()["labels"].items())
        found.push_back({label.toString(), label.toString()});
    const auto sorting = variableOptions(found, "", static_cast<int>(one.input()["sort"].toInt()));
    auto got = json::Value::array();
    for (const VariableOption& option : sorting.value_or(std::vector<VariableOption>())) got.append(option.text);
    return got;
}

Answer custom(const Case& one)
{
    const std::string& query = one.input()["query"].toString();
    if (one.input()["valuesFormat"].toString() != "json") return optionsJson(customOptions(query));
    const auto got = customJsonOptions(query);
    return Answer::against(withoutProperties(one.expected()), got ? optionsJson(*got) : refused());
}

Variable stateOf(const json::Value& state)
{
    Variable out;
    out.name = "c";
    out.type = VariableType::Custom;
    out.multi = state["isMulti"].toBool();
    out.includeAll = state["includeAll"].toBool();
    out.defaultToAll = state["defaultToAll"].toBool();
    const auto texts = textList(state["text"]);
    for (const std::string& value : textList(state["value"])) {
        const std::size_t i = out.selected.size();
        out.selected.push_back({i < texts.size() ? texts[i] : value, value});
    }
    return out;
}

/// Values or texts of what is selected: a list where the file has one.
json::Value selectedJson(const Variable& variable, std::string VariableOption::*member, bool list)
{
    auto out = json::Value::array();
    for (const VariableOption& option : variable.selected) out.append(option.*member);
    if (list) return out;
    return out.items().empty() ? json::Value("") : out.at(0);
}

Answer validated(const Case& one)
{
    Variable variable = stateOf(one.input()["state"]);
    for (const json::Value& option : one.input()["options"].items()) {
        const std::string& value = option.isString() ? option.toString() : option["value"].toString();
        variable.options.push_back({option.isString() ? value : option["label"].toString(), value});
    }
    validateSelection(variable);
    auto got = json::Value::object();
    got.set("value", selectedJson(variable, &VariableOption::value, variable.multi));
    got.set("text", selectedJson(variable, &VariableOption::text, variable.multi));
    return got;
}

json::Value urlJson(const Variable& variable)
{
    auto out = json::Value::object();
    const auto values = urlValues(variable);
    auto list = json::Value::array();
    for (const std::string& value : values) list.append(value);
    out.set("var-" + variable.name, variable.multi ? list : json::Value(values.empty() ? "" : values.front()));
    return out;
}

Answer throughUrl(const Case& one)
{
    Variable variable = stateOf(one.input()["state"]);
    variable.options = {{"A", "a"}, {"B", "b"}};
    auto got = json::Value::object();
    got.set("urlBefore", urlJson(variable));
    selectFromUrl(variable, textList(one.input()["url"]["var-c"]));
    const bool list = one.expected()["value"].isArray();
    got.set("value", selectedJson(variable, &VariableOption::value, list));
    got.set("text", selectedJson(variable, &VariableOption::text, list));
    got.set("urlAfter", urlJson(variable));
    return got;
}

}  // namespace

void addVariableAdapters(std::map<std::string, Adapters, std::less<>>& out)
{
    out["interpolation"] = {{"format", format},
                            {"template", replaced},
                            {"templateScoped", replaced},
                            {"templatePrometheus", replaced},
                            {"scan", scan}};
    out["variable-options"] = {{"variableOptions", options},
                               {"sortVariableValues", sorted},
                               {"customVariable", custom},
                               {"validateCurrent", validated},
                               {"variableUrl", throughUrl}};
}

}  // namespace watchglass::conformance::grafana
