#include <set>

#include "ui/dashboard/schema_v2.h"
#include "ui/edit/settings_entries.h"

namespace watchglass::ui {

namespace {

std::string kindOf(std::string_view type)
{
    for (const auto& [kind, classic] : v2VariableKinds()) {
        if (classic == type) return std::string(kind);
    }
    return std::string(type);
}

/// A value of a classic variable's member in the words of schema v2.
json::Value inV2(const std::string& member, const json::Value& value)
{
    if (member == "/type") return kindOf(value.toString());
    for (const VariableWord& known : v2VariableWords()) {
        if (member.substr(1) == known.member && value.isNumber() && value.toInt() == known.number) return known.word;
    }
    return value;
}

std::string variablePlace(const std::string& member, const json::Value& variable, std::string_view type)
{
    const json::Value& query = variable["spec"]["query"];
    if (member == "/type") return "/kind";
    if (type == "datasource" && member == "/query") return "/spec/pluginId";
    if (type == "query" && query.isObject()) {
        if (member == "/query") return "/spec/query/spec/__legacyStringValue";
        if (member == "/query/query") return "/spec/query/spec/query";
    }
    return "/spec" + member;
}

}  // namespace

std::vector<OptionEntry> variableEntriesV2(const json::Value& variable)
{
    const json::Value classic = classicVariableFromV2(variable);
    std::vector<OptionEntry> out = variableEntries(classic);
    for (OptionEntry& entry : out) {
        const std::string member = entry.pointer;
        entry.pointer = variablePlace(member, variable, classic["type"].toString());
        entry.defaultValue = inV2(member, entry.defaultValue);
        for (auto& [text, value] : entry.choices) value = inV2(member, value);
    }
    return out;
}

std::vector<OptionEntry> annotationEntriesV2(const json::Value& annotation)
{
    static const std::set<std::string, std::less<>> kBeside{"/name", "/enable", "/hide", "/iconColor"};
    std::vector<OptionEntry> out = annotationEntries(classicAnnotationFromV2(annotation));
    for (OptionEntry& entry : out) {
        // What schema v2 has no place for may be kept aside, and is read from there then.
        const bool aside = annotation["spec"]["legacyOptions"].has(entry.pointer.substr(1));
        const char* in = kBeside.contains(entry.pointer) ? "/spec" : aside ? "/spec/legacyOptions" : "/spec/query/spec";
        entry.pointer.insert(0, in);
    }
    return out;
}

json::Value blankVariable(bool v2)
{
    if (!v2) return json::Value::object({{"name", "new"}, {"type", "query"}, {"query", ""}, {"refresh", 1}});
    const json::Value query = json::Value::object({{"kind", "DataQuery"},
                                                   {"group", "prometheus"},
                                                   {"version", "v0"},
                                                   {"spec", json::Value::object({{"__legacyStringValue", ""}})}});
    const json::Value current = json::Value::object({{"text", ""}, {"value", ""}});
    return json::Value::object({{"kind", "QueryVariable"},
                                {"spec", json::Value::object({{"name", "new"},
                                                              {"current", current},
                                                              {"hide", "dontHide"},
                                                              {"skipUrlSync", false},
                                                              {"refresh", "onDashboardLoad"},
                                                              {"query", query},
                                                              {"regex", ""},
                                                              {"sort", "disabled"},
                                                              {"options", json::Value::array()},
                                                              {"multi", false},
                                                              {"includeAll", false},
                                                              {"allowCustomValue", true}})}});
}

json::Value blankAnnotation(bool v2)
{
    if (!v2) {
        return json::Value::object({{"name", "New annotation"}, {"enable", true}, {"iconColor", "red"}, {"expr", ""}});
    }
    const json::Value query = json::Value::object({{"kind", "DataQuery"},
                                                   {"group", "prometheus"},
                                                   {"version", "v0"},
                                                   {"spec", json::Value::object({{"expr", ""}})}});
    return json::Value::object({{"kind", "AnnotationQuery"},
                                {"spec", json::Value::object({{"name", "New annotation"},
                                                              {"enable", true},
                                                              {"hide", false},
                                                              {"iconColor", "red"},
                                                              {"query", query}})}});
}

json::Value blankLink(bool v2)
{
    json::Value link = json::Value::object({{"title", "New link"}, {"type", "link"}, {"url", ""}});
    if (!v2) return link;
    // There every member is to be written.
    for (const char* name : {"icon", "tooltip"}) link.set(name, "");
    link.set("tags", json::Value::array());
    for (const char* name : {"asDropdown", "targetBlank", "includeVars", "keepTime"}) link.set(name, false);
    return link;
}

}  // namespace watchglass::ui
