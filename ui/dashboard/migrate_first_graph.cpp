#include "ui/dashboard/migration_steps.h"
#include "ui/dashboard/migration_support.h"

namespace watchglass::ui::migration {

namespace {

/// Schema 2: names of the first year.
void secondSchema(json::Value& panel)
{
    if (panel["type"].toString() == "graphite") panel.set("type", "graph");
    if (panel["legend"].isBool()) {
        json::Value legend = json::Value::object({{"show", panel["legend"]}});
        panel.set("legend", std::move(legend));
    }
    if (panel["grid"].isObject()) {
        renameMember(panel.edit("grid"), "min", "leftMin");
        renameMember(panel.edit("grid"), "max", "leftMax");
    }
    if (panel.has("y_format") || panel.has("y2_format")) {
        json::Value formats = json::Value::array({panel["y_format"], panel["y2_format"]});
        panel.remove("y_format");
        panel.remove("y2_format");
        panel.set("y_formats", std::move(formats));
    }
}

/// Schema 4: which axis an alias uses.
void aliasAxes(json::Value& panel)
{
    if (!panel["aliasYAxis"].isObject()) return;
    json::Value overrides = panel["seriesOverrides"].isArray() ? panel["seriesOverrides"] : json::Value::array();
    for (const json::Member& member : panel["aliasYAxis"].members()) {
        overrides.append(json::Value::object({{"alias", json::Value(member.first)}, {"yaxis", member.second}}));
    }
    panel.remove("aliasYAxis");
    panel.set("seriesOverrides", std::move(overrides));
}

json::Value firstAxis(const json::Value& panel, const char* side, const char* label, std::size_t index)
{
    const json::Value& grid = panel["grid"];
    const auto bound = [&](const char* name) { return grid[std::string(side) + name]; };
    json::Value axis = json::Value::object();
    axis.set("show", panel["y-axis"].isNull() ? json::Value(true) : panel["y-axis"]);
    axis.set("min", bound("Min"));
    axis.set("max", bound("Max"));
    axis.set("logBase", bound("LogBase").isNull() ? json::Value(1) : bound("LogBase"));
    axis.set("format", panel["y_formats"].at(index).isNull() ? json::Value("short") : panel["y_formats"].at(index));
    axis.set("label", panel[label]);
    return axis;
}

/// Schema 12: one object for each axis.
void makeAxes(json::Value& panel)
{
    if (panel["yaxes"].isArray()) return;
    json::Value axes = json::Value::array(
        {firstAxis(panel, "left", "leftYAxisLabel", 0), firstAxis(panel, "right", "rightYAxisLabel", 1)});
    panel.set("yaxes", std::move(axes));
    if (panel["xaxis"].isNull()) {
        json::Value axis = json::Value::object(
            {{"show", panel["x-axis"].isNull() ? json::Value(true) : panel["x-axis"]}});
        panel.set("xaxis", std::move(axis));
    }
}

json::Value firstThreshold(const json::Value& grid, const std::string& name, const char* op)
{
    const bool line = truthy(grid["thresholdLine"]);
    json::Value threshold = json::Value::object(
        {{"value", grid[name]}, {"op", op}, {"colorMode", "custom"}, {line ? "line" : "fill", true}});
    threshold.set(line ? "lineColor" : "fillColor", grid[name + "Color"]);
    return threshold;
}

/// Schema 13: thresholds were part of the grid.
void makeThresholds(json::Value& panel)
{
    const json::Value grid = panel["grid"];
    if (!grid.isObject()) return;
    const auto first = numberOf(grid["threshold1"]);
    const auto second = numberOf(grid["threshold2"]);
    json::Value thresholds = panel["thresholds"].isArray() ? panel["thresholds"] : json::Value::array();
    const char* op = first && second && *first > *second ? "lt" : "gt";
    if (first) thresholds.append(firstThreshold(grid, "threshold1", op));
    if (second) thresholds.append(firstThreshold(grid, "threshold2", op));
    if (!thresholds.items().empty()) panel.set("thresholds", std::move(thresholds));
}

}  // namespace

void migrateFirstGraph(json::Value& panel, std::int64_t version)
{
    if (version < 2) secondSchema(panel);
    if (panel["type"].toString() != "graph") return;
    if (version < 4) aliasAxes(panel);
    if (version < 12) makeAxes(panel);
    if (version < 13) makeThresholds(panel);
    for (const char* key : {"grid", "y-axis", "x-axis", "y_formats", "leftYAxisLabel", "rightYAxisLabel"}) {
        panel.remove(key);
    }
}

}  // namespace watchglass::ui::migration
