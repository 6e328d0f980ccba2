// Old plugins that no panel of the core replaces: what comes nearest to them.

#include <string_view>
#include <utility>

#include "ui/dashboard/migration_steps.h"

namespace watchglass::ui::migration {

namespace {

/// An operator of polystat as a reducer.
std::string reducerOf(const std::string& op)
{
    static constexpr std::pair<std::string_view, std::string_view> kReducers[] = {
        {"avg", "mean"},      {"mean", "mean"},     {"count", "count"}, {"current", "lastNotNull"},
        {"delta", "delta"},   {"diff", "diff"},     {"first", "first"}, {"last", "last"},
        {"logmin", "logmin"}, {"median", "median"}, {"max", "max"},     {"min", "min"},
        {"name", "last"},     {"range", "range"},   {"sum", "sum"},     {"total", "sum"},
    };
    for (const auto& [known, reducer] : kReducers) {
        if (known == op) return std::string(reducer);
    }
    return "lastNotNull";
}

/// Puts a setting where none is yet.
void offer(json::Value& object, std::string_view name, json::Value value)
{
    if (!value.isNull() && object[name].isNull()) object.set(name, std::move(value));
}

json::Value& objectIn(json::Value& parent, std::string_view name)
{
    if (!parent[name].isObject()) parent.set(name, json::Value::object());
    return parent.edit(name);
}

}  // namespace

void polystatToStat(json::Value& panel)
{
    const json::Value old = panel["options"].has("globalOperator") ? panel["options"] : panel["polystat"];
    const auto setting = [&old](const char* name, const char* first) -> const json::Value& {
        return old.has(name) ? old[name] : old[first];
    };
    json::Value steps = json::Value::array();
    const std::string& ground = old["globalFillColor"].toString();
    steps.append(json::Value::object({{"color", ground.empty() ? "#299c46" : ground}, {"value", json::Value()}}));
    for (const json::Value& one : setting("globalThresholdsConfig", "globalThresholds").items())
        steps.append(json::Value::object({{"color", one["color"]}, {"value", one["value"]}}));

    json::Value& defaults = objectIn(objectIn(panel, "fieldConfig"), "defaults");
    if (old["globalUnitFormat"].toString() != "none") offer(defaults, "unit", old["globalUnitFormat"]);
    offer(defaults, "decimals", old["globalDecimals"]);
    offer(defaults, "color", json::Value::object({{"mode", "thresholds"}}));
    offer(defaults, "thresholds", json::Value::object({{"mode", "absolute"}, {"steps", std::move(steps)}}));

    json::Value& options = objectIn(panel, "options");
    json::Value calcs = json::Value::array();
    calcs.append(reducerOf(setting("globalOperator", "globalOperatorName").toString()));
    offer(options, "reduceOptions",
          json::Value::object({{"calcs", std::move(calcs)}, {"fields", ""}, {"values", false}}));
    offer(options, "colorMode", "background");
    offer(options, "graphMode", "none");
    offer(options, "textMode", old["globalShowValueEnabled"].toBool(true) ? "value_and_name" : "name");
    panel.set("type", "stat");
}

void boomtableToTable(json::Value& panel)
{
    if (panel["transformations"].items().empty()) {
        json::Value reducers = json::Value::array();
        reducers.append("lastNotNull");
        json::Value list = json::Value::array();
        list.append(json::Value::object(
            {{"id", "reduce"}, {"options", json::Value::object({{"reducers", std::move(reducers)}})}}));
        panel.set("transformations", std::move(list));
    }
    panel.set("type", "table");
}

}  // namespace watchglass::ui::migration
