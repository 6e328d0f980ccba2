#include "ui/dashboard/migration_steps.h"
#include "ui/dashboard/migration_support.h"

namespace watchglass::ui::migration {

void oldPieToPie(json::Value& panel)
{
    const json::Value old = panel;
    setPath(panel, "options.reduceOptions.calcs", json::Value::array({reducerOf(old["valueName"], "lastNotNull")}));
    setPath(panel, "options.pieType", old["pieType"].toString() == "donut" ? "donut" : "pie");
    if (truthy(old["format"])) setPath(panel, "fieldConfig.defaults.unit", old["format"]);
    setPath(panel, "fieldConfig.defaults.decimals", numberValue(numberOf(old["decimals"]).value_or(0)));
    for (const json::Member& color : old["aliasColors"].members()) {
        addRule(panel, fieldRule("byName", color.first, {property("color", fixedColor(color.second))}));
    }
    json::Value values = json::Value::array();
    if (truthy(old["legend"]["percentage"])) values.append("percent");
    if (truthy(old["legend"]["values"])) values.append("value");
    setPath(panel, "options.legend",
            json::Value::object({{"displayMode", values.items().empty() ? "list" : "table"},
                                 {"placement", "right"},
                                 {"showLegend", old["legend"]["show"].isNull() || truthy(old["legend"]["show"])},
                                 {"values", std::move(values)}}));
    panel.set("type", "piechart");
}

void oldHeatmapToHeatmap(json::Value& panel)
{
    const json::Value old = panel;
    const bool buckets = old["dataFormat"].toString() == "tsbuckets";
    setPath(panel, "options.calculate", !buckets);
    const json::Value& axis = old["yAxis"];
    if (truthy(axis["format"])) setPath(panel, "options.yAxis.unit", axis["format"]);
    for (const char* name : {"min", "max", "decimals"}) {
        if (const auto number = numberOf(axis[name])) {
            setPath(panel, std::string("options.yAxis.") + name, numberValue(*number));
        }
    }
    setPath(panel, "options.yAxis.reverse", truthy(old["reverseYBuckets"]));
    setPath(panel, "options.yAxis.axisPlacement", axis["show"].isNull() || truthy(axis["show"]) ? "left" : "hidden");
    const std::string& bound = old["yBucketBound"].toString();
    setPath(panel, "options.rowsFrame.layout",
            bound == "upper"    ? "le"
            : bound == "lower"  ? "ge"
            : bound == "middle" ? "unknown"
                                : "auto");
    if (truthy(old["hideZeroBuckets"])) setPath(panel, "options.filterValues.le", 1e-9);
    const json::Value& color = old["color"];
    if (color["mode"].toString() == "opacity") {
        setPath(panel, "options.color.mode", "opacity");
        setPath(panel, "options.color.fill", color["cardColor"]);
        setPath(panel, "options.color.scale", color["colorScale"].toString() == "linear" ? "linear" : "exponential");
        setPath(panel, "options.color.exponent", numberValue(numberOf(color["exponent"]).value_or(0.5)));
    } else {
        std::string scheme = color["colorScheme"].toString();
        replaceAll(scheme, "interpolate", "");
        setPath(panel, "options.color.mode", "scheme");
        setPath(panel, "options.color.scheme", scheme.empty() ? "Oranges" : scheme);
    }
    setPath(panel, "options.color.steps", 128);
    setPath(panel, "options.legend.show", truthy(old["legend"]["show"]));
}

}  // namespace watchglass::ui::migration
