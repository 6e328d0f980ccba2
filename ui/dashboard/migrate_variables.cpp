#include "ui/dashboard/migration_steps.h"
#include "ui/dashboard/migration_support.h"

namespace watchglass::ui::migration {

namespace {

/// Makes `current.text` and `current.value` lists for variables of several values and scalars for the rest.
void alignCurrent(json::Value& variable)
{
    if (!variable["current"].isObject()) return;
    const bool multi = truthy(variable["multi"]);
    json::Value& current = variable.edit("current");
    for (const char* name : {"text", "value"}) {
        json::Value& part = current.edit(name);
        if (part.isNull()) continue;
        if (multi && !part.isArray()) {
            part = json::Value::array({part});
        } else if (!multi && part.isArray()) {
            json::Value first = part.items().empty() ? json::Value("") : part.at(0);
            part = std::move(first);
        }
    }
}

/// Constants that can be seen are what text boxes are now.
void migrateConstant(json::Value& variable)
{
    const std::string query = textOf(variable["query"]);
    variable.set("query", query);
    variable.set("current", json::Value::object({{"selected", true}, {"text", query}, {"value", query}}));
    variable.set("options", json::Value::array({variable["current"]}));
    const json::Value& hide = variable["hide"];
    if (hide.isNumber() && (hide.toInt() == 0 || hide.toInt() == 1)) variable.set("type", "textbox");
}

void migrateVariable(json::Value& variable, std::int64_t version, Notes& notes)
{
    const std::string& type = variable["type"].toString();
    if (type.empty() || type == "filter") variable.set("type", "query");
    if (version < 12) {
        variable.set("refresh", truthy(variable["refresh"]) ? 1 : 0);
        if (truthy(variable["hideVariable"]))
            variable.set("hide", 2);
        else if (truthy(variable["hideLabel"]))
            variable.set("hide", 1);
    }
    variable.remove("hideVariable");
    variable.remove("hideLabel");
    // Hand-written files hold truth values at any version.
    if (variable["refresh"].isBool()) variable.set("refresh", variable["refresh"].toBool() ? 1 : 0);
    if (version < 23) alignCurrent(variable);
    if (version < 27 && variable["type"].toString() == "constant") migrateConstant(variable);
    if (version < 28) {
        if (truthy(variable["useTags"])) {
            notes.push_back("Variable " + variable["name"].toString() + ": value groups (tags) no longer exist");
        }
        for (const char* name : {"tags", "tagsQuery", "tagValuesQuery", "useTags"}) variable.remove(name);
    }
    if (version < 29 && variable["type"].toString() == "query") {
        const std::int64_t refresh = variable["refresh"].toInt();
        if (refresh != 1 && refresh != 2) variable.set("refresh", 1);
        variable.set("options", json::Value::array());
    }
    if (variable["datasource"].isString() && !variable["datasource"].toString().empty()) {
        variable.set("datasource", json::Value::object({{"uid", variable["datasource"]}}));
    }
}

}  // namespace

void migrateVariables(json::Value& dashboard, std::int64_t version, Notes& notes)
{
    // Versions before 2 kept variables and time in "services".
    const json::Value filter = dashboard.get("services.filter");
    if (version < 2 && filter.isObject()) {
        if (filter.has("time")) dashboard.set("time", filter["time"]);
        if (filter.has("list")) setPath(dashboard, "templating.list", filter["list"]);
        dashboard.remove("services");
    }
    if (!dashboard.get("templating.list").isArray()) return;
    std::vector<json::Value> kept;
    for (json::Value& variable : editPath(dashboard, "templating.list").mutableItems()) {
        if (!variable.isObject()) continue;
        migrateVariable(variable, version, notes);
        kept.push_back(std::move(variable));
    }
    setPath(dashboard, "templating.list", json::Value::array(std::move(kept)));
}

}  // namespace watchglass::ui::migration
