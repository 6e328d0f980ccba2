#include <string_view>

#include "ui/dashboard/schema_v2.h"
#include "ui/dashboard/schema_v2_parts.h"

namespace watchglass::ui::v2 {

namespace {

void setNumbers(const json::Value& spec, json::Value& out)
{
    for (const char* member : {"hide", "refresh", "sort"}) {
        if (spec[member].isNumber()) out.set(member, spec[member]);
    }
    for (const VariableWord& known : v2VariableWords()) {
        if (spec[known.member].toString() == known.word) out.set(known.member, known.number);
    }
}

/// A text where the source takes one, an object where it wants more.
json::Value variableQuery(const json::Value& query)
{
    const json::Value& spec = query["spec"];
    if (!query.isObject()) return query;
    return spec["__legacyStringValue"].isString() ? spec["__legacyStringValue"] : spec;
}

std::string_view typeOf(std::string_view kind)
{
    for (const VariableKind& known : v2VariableKinds()) {
        if (known.first == kind) return known.second;
    }
    return kind;
}

}  // namespace

json::Value classicVariable(const json::Value& variable)
{
    const json::Value& spec = variable["spec"];
    json::Value out = json::Value::object();
    const std::string_view type = typeOf(variable["kind"].toString());
    out.set("type", type);
    for (const auto& [name, value] : spec.members()) out.set(name, value);
    setNumbers(spec, out);
    if (type == "query") {
        out.set("query", variableQuery(spec["query"]));
        out.set("datasource", classicSource(spec));
    } else if (type == "datasource") {
        out.set("query", spec["pluginId"]);
    } else if (type == "adhoc" || type == "groupby") {
        const json::Value& group = variable["group"];  // since v2beta1 beside the spec
        if (group.isString()) {
            json::Value source = json::Value::object();
            source.set("type", group);
            const json::Value& uid = variable.get("datasource.name");
            if (uid.isString()) source.set("uid", uid);
            out.set("datasource", std::move(source));
        }
    } else if (type == "switch" && spec["current"].isString()) {
        json::Value options = json::Value::array();
        for (const auto& [text, member] : {std::pair("On", "enabledValue"), std::pair("Off", "disabledValue")}) {
            const json::Value given = spec[member].isString()
                                          ? spec[member]
                                          : json::Value(text == std::string_view("On") ? "true" : "false");
            options.append(json::Value::object({{"text", text}, {"value", given}}));
        }
        out.set("options", std::move(options));
        json::Value current = json::Value::object();
        current.set("value", spec["current"]);
        current.set("text", spec["current"]);
        out.set("current", std::move(current));
    }
    return out;
}

}  // namespace watchglass::ui::v2

namespace watchglass::ui {

std::span<const VariableKind> v2VariableKinds()
{
    static constexpr VariableKind kKinds[] = {
        {"QueryVariable", "query"},       {"CustomVariable", "custom"},   {"DatasourceVariable", "datasource"},
        {"IntervalVariable", "interval"}, {"TextVariable", "textbox"},    {"ConstantVariable", "constant"},
        {"AdhocVariable", "adhoc"},       {"GroupByVariable", "groupby"}, {"SwitchVariable", "switch"}};
    return kKinds;
}

std::span<const VariableWord> v2VariableWords()
{
    static constexpr VariableWord kWords[] = {{"hide", 0, "dontHide"},
                                              {"hide", 1, "hideLabel"},
                                              {"hide", 2, "hideVariable"},
                                              {"hide", 3, "inControlsMenu"},
                                              {"refresh", 0, "never"},
                                              {"refresh", 1, "onDashboardLoad"},
                                              {"refresh", 2, "onTimeRangeChanged"},
                                              {"sort", 0, "disabled"},
                                              {"sort", 1, "alphabeticalAsc"},
                                              {"sort", 2, "alphabeticalDesc"},
                                              {"sort", 3, "numericalAsc"},
                                              {"sort", 4, "numericalDesc"},
                                              {"sort", 5, "alphabeticalCaseInsensitiveAsc"},
                                              {"sort", 6, "alphabeticalCaseInsensitiveDesc"},
                                              {"sort", 7, "naturalAsc"},
                                              {"sort", 8, "naturalDesc"}};
    return kWords;
}

json::Value classicVariableFromV2(const json::Value& variable) { return v2::classicVariable(variable); }

}  // namespace watchglass::ui
