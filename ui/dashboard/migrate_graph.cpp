#include <algorithm>

#include "ui/dashboard/migration_steps.h"
#include "ui/dashboard/migration_support.h"

namespace watchglass::ui::migration {

namespace {

/// What an Angular graph had when its file said nothing (Grafana panel/graph/module.ts).
json::Value withDefaults(json::Value graph)
{
    setDefault(graph, "lines", true);
    setDefault(graph, "fill", 1);
    setDefault(graph, "linewidth", 1);
    setDefault(graph, "pointradius", 2);
    setDefault(graph, "nullPointMode", "null");
    if (!graph["legend"].isObject()) graph.set("legend", json::Value::object({{"show", true}}));
    if (!graph["tooltip"].isObject()) graph.set("tooltip", json::Value::object({{"shared", true}}));
    if (!graph["yaxes"].isArray()) graph.set("yaxes", json::Value::array());
    std::vector<json::Value>& axes = graph.edit("yaxes").mutableItems();
    axes.resize(2);
    for (json::Value& axis : axes) {
        setDefault(axis, "format", "short");
        setDefault(axis, "show", true);
        setDefault(axis, "logBase", 1);
    }
    return graph;
}

void migrateLook(json::Value& panel, const json::Value& graph)
{
    json::Value custom = json::Value::object();
    const bool bars = truthy(graph["bars"]);
    const bool lines = truthy(graph["lines"]);
    custom.set("drawStyle", bars ? "bars" : lines ? "line" : "points");
    if (truthy(graph["points"])) {
        custom.set("showPoints", "always");
        custom.set("pointSize", numberValue(2 + 2 * numberOf(graph["pointradius"]).value_or(2)));
    } else if (bars || lines) {
        custom.set("showPoints", "never");
    }
    custom.set("lineWidth", numberValue(numberOf(graph["linewidth"]).value_or(1)));
    custom.set("fillOpacity", numberValue(10 * numberOf(graph["fill"]).value_or(1)));
    if (const double gradient = numberOf(graph["fillGradient"]).value_or(0); gradient > 0) {
        custom.set("gradientMode", "opacity");
        custom.set("fillOpacity", numberValue(10 * gradient));
    }
    if (bars) {
        custom.set("fillOpacity", 100);
        custom.set("gradientMode", "none");
    }
    const std::vector<json::Value>& series = graph["seriesOverrides"].items();
    if (std::any_of(series.begin(), series.end(), [](const json::Value& one) { return truthy(one["fillBelowTo"]); })) {
        custom.set("fillOpacity", 35);
    }
    custom.set("spanNulls", graph["nullPointMode"].toString() == "connected");
    if (truthy(graph["steppedLine"])) custom.set("lineInterpolation", "stepAfter");
    if (truthy(graph["dashes"])) {
        custom.set("lineStyle",
                   json::Value::object(
                       {{"fill", "dash"},
                        {"dash", json::Value::array({numberValue(numberOf(graph["dashLength"]).value_or(10)),
                                                     numberValue(numberOf(graph["spaceLength"]).value_or(10))})}}));
    }
    if (truthy(graph["stack"])) {
        custom.set("stacking",
                   json::Value::object({{"mode", truthy(graph["percentage"]) ? "percent" : "normal"}, {"group", "A"}}));
    }
    for (const json::Member& member : custom.members()) {
        setPath(panel, "fieldConfig.defaults.custom." + member.first, member.second);
    }
}

void migrateLegend(json::Value& panel, const json::Value& graph)
{
    const json::Value& old = graph["legend"];
    json::Value legend = json::Value::object({{"calcs", json::Value::array()},
                                              {"displayMode", truthy(old["alignAsTable"]) ? "table" : "list"},
                                              {"placement", truthy(old["rightSide"]) ? "right" : "bottom"},
                                              {"showLegend", old["show"].isNull() || truthy(old["show"])}});
    if (const auto width = numberOf(old["sideWidth"]); width && truthy(old["rightSide"])) {
        legend.set("width", numberValue(*width));
    }
    if (truthy(old["values"])) {
        // In the order in which Angular drew the columns.
        for (const char* name : {"min", "max", "avg", "current", "total"}) {
            if (truthy(old[name])) legend.edit("calcs").append(reducerOf(json::Value(name), "mean"));
        }
    }
    if (!old["sort"].toString().empty()) {
        static constexpr std::pair<std::string_view, std::string_view> kColumns[] = {
            {"avg", "Mean"}, {"current", "Last *"}, {"min", "Min"}, {"max", "Max"}, {"total", "Total"}};
        for (const auto& [name, title] : kColumns) {
            if (name == old["sort"].toString()) legend.set("sortBy", title);
        }
        legend.set("sortDesc", truthy(old["sortDesc"]));
    }
    setPath(panel, "options.legend", std::move(legend));
}

void migrateTooltip(json::Value& panel, const json::Value& graph)
{
    const json::Value& old = graph["tooltip"];
    const std::int64_t sort = old["sort"].toInt();
    setPath(panel, "options.tooltip",
            json::Value::object({{"mode", old["shared"].isNull() || truthy(old["shared"]) ? "multi" : "single"},
                                 {"sort", sort == 1   ? "asc"
                                          : sort == 2 ? "desc"
                                                      : "none"}}));
}

void removeOldKeys(json::Value& panel)
{
    for (const char* key :
         {"aliasColors",     "bars",       "dashes",      "dashLength",   "spaceLength",   "fill",       "fillGradient",
          "lines",           "linewidth",  "points",      "pointradius",  "nullPointMode", "percentage", "renderer",
          "seriesOverrides", "stack",      "steppedLine", "legend",       "tooltip",       "yaxes",      "xaxis",
          "yaxis",           "thresholds", "grid",        "hiddenSeries", "timeRegions"}) {
        panel.remove(key);
    }
}

}  // namespace

json::Value fieldConfigOfAxis(const json::Value& axis)
{
    json::Value config = json::Value::object();
    if (!axis["format"].toString().empty()) config.set("unit", axis["format"]);
    if (axis["decimals"].isNumber()) config.set("decimals", axis["decimals"]);
    for (const char* bound : {"min", "max"}) {
        if (const auto number = numberOf(axis[bound])) config.set(bound, numberValue(*number));
    }
    json::Value custom = json::Value::object();
    custom.set("axisPlacement", axis["show"].isNull() || truthy(axis["show"]) ? "auto" : "hidden");
    if (!axis["label"].toString().empty()) custom.set("axisLabel", axis["label"]);
    const double base = numberOf(axis["logBase"]).value_or(1);
    if (base == 2 || base == 10) {
        custom.set("scaleDistribution", json::Value::object({{"type", "log"}, {"log", numberValue(base)}}));
    }
    config.set("custom", std::move(custom));
    return config;
}

void graphToTimeSeries(json::Value& panel, Notes& notes)
{
    const json::Value graph = withDefaults(panel);
    if (!panel["options"].isObject()) panel.set("options", json::Value::object());
    if (graph["options"]["dataLinks"].isArray()) {
        setDefault(panel, "fieldConfig.defaults.links", graph["options"]["dataLinks"]);
        panel.edit("options").remove("dataLinks");
    }
    // Showed the limits of an alert of the panel itself, which no longer exists.
    panel.edit("options").remove("alertThreshold");
    const json::Value axis = fieldConfigOfAxis(graph["yaxes"].at(0));
    for (const json::Member& member : axis.members()) {
        if (member.first == "custom") {
            for (const json::Member& inner : member.second.members()) {
                setPath(panel, "fieldConfig.defaults.custom." + inner.first, inner.second);
            }
        } else {
            setPath(panel, "fieldConfig.defaults." + member.first, member.second);
        }
    }
    setDefault(panel, "fieldConfig.defaults.color", json::Value::object({{"mode", "palette-classic"}}));
    migrateLook(panel, graph);
    if (graph["nullPointMode"].toString() == "null as zero") {
        setPath(panel, "fieldConfig.defaults.nullValueMode", "null as zero");
    }
    for (const json::Member& color : graph["aliasColors"].members()) {
        addRule(panel, fieldRule("byName", color.first, {property("color", fixedColor(color.second))}));
    }
    addSeriesOverrides(panel, graph, notes);
    migrateLegend(panel, graph);
    migrateTooltip(panel, graph);
    graphThresholds(panel, graph);
    if (graph["xaxis"]["show"].isBool() && !graph["xaxis"]["show"].toBool()) {
        addRule(panel, fieldRule("byType", "time", {property("custom.axisPlacement", "hidden")}));
    }
    removeOldKeys(panel);
    panel.set("type", "timeseries");
}

void graphToBarGauge(json::Value& panel)
{
    const json::Value graph = withDefaults(panel);
    const json::Value axis = fieldConfigOfAxis(graph["yaxes"].at(0));
    for (const char* name : {"unit", "decimals", "min", "max"}) {
        if (!axis[name].isNull()) setPath(panel, std::string("fieldConfig.defaults.") + name, axis[name]);
    }
    setDefault(panel, "fieldConfig.defaults.color", json::Value::object({{"mode", "palette-classic"}}));
    for (const json::Member& color : graph["aliasColors"].members()) {
        addRule(panel, fieldRule("byName", color.first, {property("color", fixedColor(color.second))}));
    }
    const std::string reducer = reducerOf(graph["xaxis"]["values"].at(0), "sum");
    panel.set(
        "options",
        json::Value::object(
            {{"displayMode", "basic"},
             {"orientation", "vertical"},
             {"reduceOptions",
              json::Value::object({{"calcs", json::Value::array({reducer})}, {"values", false}, {"fields", ""}})}}));
    removeOldKeys(panel);
    panel.set("type", "bargauge");
}

}  // namespace watchglass::ui::migration
