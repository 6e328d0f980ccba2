#include "ui/dashboard/migration_steps.h"
#include "ui/dashboard/migration_support.h"

namespace watchglass::ui::migration {

namespace {

void migrateValue(json::Value& panel, const json::Value& old)
{
    const json::Value valueName = old["valueName"].isString() ? old["valueName"] : json::Value("avg");
    const std::string reducer = reducerOf(valueName, "mean");
    json::Value reduce = json::Value::object(
        {{"calcs", json::Value::array({reducer})}, {"values", false}, {"fields", ""}});
    if (!old["tableColumn"].toString().empty()) {
        reduce.set("fields", "/^" + escapeRegex(old["tableColumn"].toString()) + "$/");
    }
    setPath(panel, "options.reduceOptions", std::move(reduce));
    setPath(panel, "options.orientation", "horizontal");
    if (valueName.toString() == "name") setPath(panel, "options.textMode", "name");
}

void migrateField(json::Value& panel, const json::Value& old, Notes& notes)
{
    json::Value& defaults = editPath(panel, "fieldConfig.defaults");
    if (truthy(old["format"])) setPath(defaults, "unit", old["format"]);
    if (old["decimals"].isNumber()) setPath(defaults, "decimals", old["decimals"]);
    if (truthy(old["nullText"])) setPath(defaults, "noValue", old["nullText"]);
    if (truthy(old["nullPointMode"])) setPath(defaults, "nullValueMode", old["nullPointMode"]);
    const json::Value thresholds = thresholdsOfColors(old["thresholds"], old["colors"]);
    if (!thresholds.isNull()) setPath(defaults, "thresholds", thresholds);
    if (old["valueMaps"].isArray() || old["rangeMaps"].isArray()) {
        const json::Value mappings = mappingsOfMaps(old, thresholds);
        if (!mappings.items().empty()) setPath(defaults, "mappings", mappings);
    }
    const std::string prefix = old["prefix"].toString();
    const std::string postfix = old["postfix"].toString();
    // Grafana's migration drops them. A field can carry one of the two, and only in place of a plain unit.
    const std::string& unit = defaults["unit"].toString();
    const bool plain = unit.empty() || unit == "none" || unit == "short";
    if (plain && prefix.empty() != postfix.empty()) {
        setPath(defaults, "unit", prefix.empty() ? "suffix:" + postfix : "prefix:" + prefix);
        if (unit == "short") notes.push_back(panelNote(panel, "unit gives way to prefix or postfix"));
    } else if (!prefix.empty() || !postfix.empty()) {
        notes.push_back(panelNote(panel, "prefix and postfix beside a unit are not drawn"));
    }
}

void migrateGauge(json::Value& panel, const json::Value& gauge)
{
    setPath(panel, "options.showThresholdMarkers", truthy(gauge["thresholdMarkers"]));
    setPath(panel, "options.showThresholdLabels", truthy(gauge["thresholdLabels"]));
    setPath(panel, "fieldConfig.defaults.min", numberValue(numberOf(gauge["minValue"]).value_or(0)));
    setPath(panel, "fieldConfig.defaults.max", numberValue(numberOf(gauge["maxValue"]).value_or(100)));
    panel.set("type", "gauge");
}

void migrateStat(json::Value& panel, const json::Value& old)
{
    setPath(panel, "options.graphMode", truthy(old["sparkline"]["show"]) ? "area" : "none");
    setPath(panel, "options.textMode", old["valueName"].toString() == "name" ? "name" : "auto");
    setPath(panel, "options.justifyMode", "auto");
    if (truthy(old["colorBackground"])) {
        setPath(panel, "options.colorMode", "background");
    } else if (truthy(old["colorValue"])) {
        setPath(panel, "options.colorMode", "value");
    } else {
        setPath(panel, "options.colorMode", "none");
        if (truthy(old["sparkline"]["show"]) && truthy(old["sparkline"]["lineColor"])) {
            setPath(panel, "fieldConfig.defaults.color", fixedColor(old["sparkline"]["lineColor"]));
        }
    }
    panel.set("type", "stat");
}

}  // namespace

void singleStatToStat(json::Value& panel, Notes& notes)
{
    const json::Value old = panel;
    if (!panel["options"].isObject()) panel.set("options", json::Value::object());
    migrateValue(panel, old);
    migrateField(panel, old, notes);
    if (truthy(old["gauge"]["show"]))
        migrateGauge(panel, old["gauge"]);
    else
        migrateStat(panel, old);
    for (const char* key :
         {"valueName",     "valueMaps",     "rangeMaps",       "mappingType",     "mappingTypes", "thresholds",
          "colors",        "colorValue",    "colorBackground", "colorPrefix",     "colorPostfix", "sparkline",
          "gauge",         "format",        "decimals",        "prefix",          "postfix",      "nullText",
          "nullPointMode", "valueFontSize", "prefixFontSize",  "postfixFontSize", "tableColumn"}) {
        panel.remove(key);
    }
}

}  // namespace watchglass::ui::migration
