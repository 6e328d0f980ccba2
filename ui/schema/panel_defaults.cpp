#include "ui/schema/panel_defaults.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "ui/schema/schema.h"

namespace watchglass::ui::schema {

namespace {

/// What the registration of a panel type adds to its schema.
struct Registration {
    std::string_view type;
    std::vector<std::string_view> optionGroups;
    std::vector<std::string_view> fieldGroups;
    bool reduces = false;             ///< reduceOptions and an orientation
    std::string_view colorMode = {};  ///< "" leaves the colours to the thresholds
    std::string_view custom = "{}";   ///< further options of fields, JSON
    std::string_view options = "{}";  ///< further options of the panel, JSON
};

constexpr std::string_view kPalette = "palette-classic";

// Of the registration of timeseries; trend and candlestick take it over.
constexpr std::string_view kGraph = R"json({"drawStyle": "line", "lineInterpolation": "linear", "lineWidth": 1,
    "fillOpacity": 0, "gradientMode": "none", "barAlignment": 0, "barWidthFactor": 0.6, "spanNulls": false,
    "insertNulls": false, "showPoints": "auto", "pointSize": 5, "stacking": {"mode": "none", "group": "A"},
    "thresholdsStyle": {"mode": "off"}})json";

constexpr std::string_view kPoints = R"json({"pointSize": {"fixed": 5}, "pointShape": "circle", "pointStrokeWidth": 1,
    "lineWidth": 2, "lineStyle": {"fill": "solid"}})json";

constexpr std::string_view kLogs = R"json({"showTime": false, "showLabels": false, "showCommonLabels": false,
    "wrapLogMessage": false, "prettifyLogMessage": false, "enableLogDetails": true, "dedupStrategy": "none",
    "sortOrder": "Descending"})json";

constexpr std::string_view kAlertList =
    R"json({"viewMode": "list", "groupMode": "default", "groupBy": [], "maxItems": 20,
    "sortOrder": 1, "dashboardAlerts": false, "alertName": "", "alertInstanceLabelFilter": "", "folder": "",
    "showInstances": false, "showInactiveAlerts": false, "stateFilter": {"firing": true, "pending": true,
    "recovering": true, "noData": false, "normal": false, "error": true}})json";

const Registration* registrationOf(std::string_view type)
{
    static const std::vector<Registration> all{
        {"timeseries", {"tooltip", "legend"}, {"axis", "hideFrom"}, false, kPalette, kGraph},
        {"trend", {"tooltip", "legend"}, {"axis", "hideFrom"}, false, kPalette, kGraph},
        {"candlestick", {"tooltip", "legend"}, {"axis", "hideFrom"}, false, kPalette, kGraph},
        {"barchart", {"tooltip", "legend"}, {"axis", "hideFrom"}, false, kPalette},
        {"histogram", {"tooltip", "legend"}, {"axis", "hideFrom"}, false, kPalette},
        {"xychart",
         {"tooltipNoMulti", "legend"},
         {"axis", "hideFrom"},
         false,
         kPalette,
         kPoints,
         R"json({"mapping": "auto"})json"},
        {"piechart", {"tooltip", "legend"}, {"hideFrom"}, true, kPalette},
        {"state-timeline", {"tooltip", "legend"}, {"hideFrom"}, false, "continuous-GrYlRd"},
        {"status-history", {"tooltip", "legend"}, {"hideFrom"}, false, "thresholds"},
        {"stat", {"text"}, {}, true},
        {"gauge", {"text"}, {}, true},
        {"bargauge", {"text"}, {}, true},
        {"logs", {}, {}, false, {}, "{}", kLogs},
        {"alertlist", {}, {}, false, {}, "{}", kAlertList},
        {"news", {}, {}, false, {}, "{}", R"json({"feedUrl": ""})json"},
    };
    const auto found = std::find_if(all.begin(), all.end(), [&](const Registration& one) { return one.type == type; });
    return found == all.end() ? nullptr : &*found;
}

void setAt(json::Value& object, std::string_view path, const json::Value& value)
{
    const auto dot = path.find('.');
    if (dot == std::string_view::npos) {
        object.set(path, value);
    } else {
        setAt(object.edit(path.substr(0, dot)), path.substr(dot + 1), value);
    }
}

void addGroups(json::Value& object, const std::vector<std::string_view>& groups)
{
    for (const std::string_view group : groups) {
        for (const json::Value& option : optionGroup(group).items()) {
            if (!option["defaultValue"].isNull()) setAt(object, option["path"].toString(), option["defaultValue"]);
        }
    }
}

json::Value merged(json::Value defaults, const json::Value& written)
{
    if (!defaults.isObject() || !written.isObject()) return written;
    for (const auto& [name, value] : written.members()) {
        json::Value& mine = defaults.edit(name);
        mine = merged(std::move(mine), value);
    }
    return defaults;
}

/// The gauge got a sparkline with version 13; older panels have none.
bool isBefore13(std::string_view version)
{
    int major = 0;
    std::from_chars(version.data(), version.data() + version.size(), major);
    return major < 13;
}

}  // namespace

json::Value panelOptions(std::string_view type, std::string_view pluginVersion)
{
    auto out = json::Value::object();
    if (const Registration* registration = registrationOf(type)) {
        addGroups(out, registration->optionGroups);
        if (registration->reduces) {
            json::Value& reduce = out.edit("reduceOptions");
            reduce.set("values", false);
            reduce.set("calcs", json::Value::array({"lastNotNull"}));
            reduce.set("fields", "");
            out.set("orientation", "auto");
        }
    }
    if (const Registration* registration = registrationOf(type))
        out = withDefaults(std::move(out), json::parse(registration->options).value_or(json::Value()));
    out = withDefaults(std::move(out), panelType(type).get("defaults.defaultOptions"));
    if (type == "gauge" && isBefore13(pluginVersion)) out.set("sparkline", false);
    return out;
}

json::Value panelFieldConfig(std::string_view type)
{
    auto out = json::Value::object();
    auto steps = json::Value::array();
    steps.append(json::Value::object({{"value", json::Value()}, {"color", "green"}}));
    steps.append(json::Value::object({{"value", 80}, {"color", "red"}}));
    out.set("thresholds", json::Value::object({{"mode", "absolute"}, {"steps", std::move(steps)}}));
    out.set("mappings", json::Value::array());
    const Registration* registration = registrationOf(type);
    if (registration && !registration->colorMode.empty()) {
        out.set("color", json::Value::object({{"mode", std::string(registration->colorMode)}}));
    }
    auto custom = json::Value::object();
    if (registration) {
        addGroups(custom, registration->fieldGroups);
        custom = withDefaults(std::move(custom), json::parse(registration->custom).value_or(json::Value()));
    }
    custom = withDefaults(std::move(custom), panelType(type).get("defaults.defaultFieldConfig"));
    if (!custom.members().empty()) out.set("custom", std::move(custom));
    return out;
}

json::Value withDefaults(json::Value defaults, const json::Value& written)
{
    return written.isNull() ? std::move(defaults) : merged(std::move(defaults), written);
}

}  // namespace watchglass::ui::schema
