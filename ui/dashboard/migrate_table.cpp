#include "ui/dashboard/migration_steps.h"
#include "ui/dashboard/migration_support.h"

namespace watchglass::ui::migration {

namespace {

json::Value transformation(std::string_view id, json::Value options)
{
    return json::Value::object({{"id", json::Value(id)}, {"options", std::move(options)}});
}

void migrateTransform(json::Value& panel, const json::Value& old, Notes& notes)
{
    const std::string& transform = old["transform"].toString();
    json::Value list = panel["transformations"].isArray() ? panel["transformations"] : json::Value::array();
    if (transform == "timeseries_to_rows") {
        list.append(transformation("seriesToRows", json::Value::object()));
    } else if (transform == "timeseries_to_columns") {
        list.append(transformation("seriesToColumns", json::Value::object({{"reducers", json::Value::array()}})));
    } else if (transform == "timeseries_aggregations") {
        json::Value reducers = json::Value::array();
        for (const json::Value& column : old["columns"].items()) {
            const std::string reducer = reducerOf(column["value"], "");
            if (!reducer.empty()) reducers.append(reducer);
        }
        list.append(transformation(
            "reduce", json::Value::object({{"reducers", std::move(reducers)}, {"includeTimeField", false}})));
    } else if (transform == "table") {
        list.append(transformation("merge", json::Value::object({{"reducers", json::Value::array()}})));
    } else if (!transform.empty()) {
        notes.push_back(panelNote(panel, "the table transformation \"" + transform + "\" has no successor"));
    }
    if (!list.items().empty()) panel.set("transformations", std::move(list));
}

json::Value cellOptions(const std::string& colorMode)
{
    if (colorMode == "value") return json::Value::object({{"type", "color-text"}});
    json::Value options = json::Value::object({{"type", "color-background"}, {"mode", "basic"}});
    if (colorMode == "row") options.set("applyToRow", true);
    return options;
}

/// The properties of a column style, in the order in which Grafana gives them.
std::vector<json::Value> propertiesOf(const json::Value& style)
{
    std::vector<json::Value> out;
    const std::string& type = style["type"].toString();
    if (truthy(style["alias"])) out.push_back(property("displayName", style["alias"]));
    if (type == "hidden") {
        out.push_back(property("custom.hidden", true));
        return out;
    }
    if (type == "date") {
        const std::string& format = style["dateFormat"].toString();
        out.push_back(property("unit", format.empty() ? "dateTimeAsIso" : "time: " + format));
    } else if (type == "number" || type.empty()) {
        if (truthy(style["unit"])) out.push_back(property("unit", style["unit"]));
        if (const auto decimals = numberOf(style["decimals"]); decimals && type == "number") {
            out.push_back(property("decimals", numberValue(*decimals)));
        }
    }
    const json::Value thresholds = thresholdsOfColors(style["thresholds"], style["colors"]);
    if (truthy(style["link"])) {
        out.push_back(property(
            "links", json::Value::array({json::Value::object({{"title", textOf(style["linkTooltip"])},
                                                              {"url", textOf(style["linkUrl"])},
                                                              {"targetBlank", truthy(style["linkTargetBlank"])}})})));
    }
    if (style["valueMaps"].isArray() || style["rangeMaps"].isArray()) {
        const json::Value mappings = mappingsOfMaps(style, thresholds);
        if (!mappings.items().empty()) out.push_back(property("mappings", mappings));
    }
    const std::string& colorMode = style["colorMode"].toString();
    if (!colorMode.empty() && !thresholds["steps"].items().empty()) {
        out.push_back(property("custom.cellOptions", cellOptions(colorMode)));
        out.push_back(property("thresholds", thresholds));
    }
    const std::string& align = style["align"].toString();
    if (align == "left" || align == "center" || align == "right")
        out.push_back(property("custom.align", style["align"]));
    return out;
}

void migrateStyles(json::Value& panel, const json::Value& styles)
{
    for (const json::Value& style : styles.items()) {
        const std::string& pattern = style["pattern"].toString();
        std::vector<json::Value> properties = propertiesOf(style);
        if (pattern == "/.*/" || pattern == ".*") {
            for (const json::Value& one : properties) {
                setPath(panel, "fieldConfig.defaults." + one["id"].toString(), one["value"]);
            }
        } else if (!pattern.empty() && !properties.empty()) {
            addRule(panel, ruleFor(pattern, std::move(properties)));
        }
    }
}

}  // namespace

void oldTableToTable(json::Value& panel, Notes& notes)
{
    const json::Value old = panel;
    panel.set("options",
              json::Value::object(
                  {{"frameIndex", 0}, {"showHeader", !old["showHeader"].isBool() || old["showHeader"].toBool()}}));
    migrateTransform(panel, old, notes);
    migrateStyles(panel, old["styles"]);
    for (const char* key :
         {"styles", "transform", "columns", "fontSize", "scroll", "showHeader", "sort", "pageSize", "filterNull"}) {
        panel.remove(key);
    }
    panel.set("type", "table");
}

}  // namespace watchglass::ui::migration
