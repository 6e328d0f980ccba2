#include <cstdlib>

#include "ui/dashboard/migration_steps.h"
#include "ui/dashboard/migration_support.h"

namespace watchglass::ui::migration {

namespace {

/// The major number of "8.3.0-pre" or "v11.0.0"; 6 when there is none, as Grafana assumes.
int majorVersion(const json::Value& pluginVersion)
{
    std::string_view text = pluginVersion.toString();
    if (!text.empty() && text.front() == 'v') text.remove_prefix(1);
    if (text.empty() || text.front() < '0' || text.front() > '9') return 6;
    return std::atoi(std::string(text.substr(0, 4)).c_str());
}

/// 6.0 and 6.1: options lay beside each other.
void valueOptionsToFieldOptions(json::Value& options)
{
    const json::Value value = options["valueOptions"];
    if (!value.isObject()) return;
    json::Value defaults = json::Value::object();
    for (const char* name : {"unit", "decimals"}) {
        if (!value[name].isNull()) defaults.set(name, value[name]);
    }
    if (const auto low = numberOf(options["minValue"])) defaults.set("min", numberValue(*low));
    if (const auto high = numberOf(options["maxValue"])) defaults.set("max", numberValue(*high));
    json::Value field = json::Value::object(
        {{"calcs", json::Value::array({reducerOf(value["stat"], "mean")})}, {"defaults", std::move(defaults)}});
    if (options["valueMappings"].isArray()) field.set("mappings", options["valueMappings"]);
    if (options["thresholds"].isArray()) field.set("thresholds", options["thresholds"]);
    options.set("fieldOptions", std::move(field));
    for (const char* name : {"valueOptions", "valueMappings", "thresholds", "minValue", "maxValue"}) {
        options.remove(name);
    }
}

/// 6.2 to 7.0: all in `fieldOptions`, with what is now the field config inside.
void fieldOptionsToFieldConfig(json::Value& panel, json::Value& options)
{
    const json::Value field = options["fieldOptions"];
    if (!field.isObject()) return;
    json::Value reduce = json::Value::object();
    for (const char* name : {"values", "limit", "calcs", "fields"}) {
        if (!field[name].isNull()) reduce.set(name, field[name]);
    }
    if (options["reduceOptions"].isNull()) options.set("reduceOptions", std::move(reduce));
    json::Value defaults = field["defaults"].isObject() ? field["defaults"] : json::Value::object();
    for (const char* name : {"mappings", "thresholds"}) {
        if (defaults[name].isNull() && !field[name].isNull()) defaults.set(name, field[name]);
    }
    for (const json::Member& member : defaults.members()) {
        setDefault(panel, "fieldConfig.defaults." + member.first, member.second);
    }
    for (const json::Value& rule : field["overrides"].items()) {
        // The first overrides were written as {"matcher", "properties": [{"path", "value"}]}.
        json::Value copy = rule;
        if (copy["properties"].isArray()) {
            for (json::Value& one : copy.edit("properties").mutableItems()) renameMember(one, "path", "id");
        }
        addRule(panel, std::move(copy));
    }
    options.remove("fieldOptions");
}

}  // namespace

void migrateReactOptions(json::Value& panel)
{
    // Schema 18: gauges kept their options under another name.
    renameMember(panel, "options-gauge", "options");
    if (!panel["options"].isObject()) return;
    json::Value options = panel["options"];
    valueOptionsToFieldOptions(options);
    fieldOptionsToFieldConfig(panel, options);
    if (options["reduceOptions"]["calcs"].isArray()) {
        // `mean` of a file and `avg` of an older one must select the same.
        for (json::Value& calc : editPath(options, "reduceOptions.calcs").mutableItems()) {
            calc = reducerOf(calc, calc.toString());
        }
    }
    panel.set("options", std::move(options));
    // Percentages were measured against 0 to 100 before 8.0 even where the panel did not say so.
    if (majorVersion(panel["pluginVersion"]) < 8) {
        const std::string unit = panel.get("fieldConfig.defaults.unit").toString();
        if (unit == "percent" || unit == "percentunit") {
            setDefault(panel, "fieldConfig.defaults.min", 0);
            setDefault(panel, "fieldConfig.defaults.max", unit == "percent" ? 100 : 1);
        }
    }
}

void migrateText(json::Value& panel)
{
    for (const char* name : {"mode", "content"}) {
        if (panel[name].isString()) setDefault(panel, std::string("options.") + name, panel[name]);
        panel.remove(name);
    }
    // Plain text is what code without a language is now.
    if (panel.get("options.mode").toString() == "text") setPath(panel, "options.mode", "code");
}

void migrateLegendAndTooltip(json::Value& panel)
{
    if (!panel["options"].isObject()) return;
    json::Value& options = panel.edit("options");
    renameMember(options, "tooltipOptions", "tooltip");
    if (!options["legend"].isObject()) return;
    json::Value& legend = options.edit("legend");
    const bool hidden = legend["displayMode"].toString() == "hidden" ||
                        (legend["showLegend"].isBool() && !legend["showLegend"].toBool());
    legend.set("showLegend", !hidden);
    if (legend["displayMode"].toString() == "hidden") legend.set("displayMode", "list");
}

}  // namespace watchglass::ui::migration
