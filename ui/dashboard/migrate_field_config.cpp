#include "ui/dashboard/migration_steps.h"
#include "ui/dashboard/migration_support.h"

namespace watchglass::ui::migration {

namespace {

/// Grafana's migrateTableDisplayModeToCellOptions.
json::Value cellOptionsOf(const std::string& displayMode)
{
    static constexpr struct {
        std::string_view old;
        const char* type;
        const char* mode;
    } kModes[] = {
        {"basic", "gauge", "basic"},
        {"gradient-gauge", "gauge", "gradient"},
        {"lcd-gauge", "gauge", "lcd"},
        {"color-background", "color-background", "gradient"},
        {"color-background-solid", "color-background", "basic"},
        {"color-text", "color-text", nullptr},
        {"json-view", "json-view", nullptr},
        {"image", "image", nullptr},
    };
    for (const auto& entry : kModes) {
        if (entry.old != displayMode) continue;
        json::Value options = json::Value::object({{"type", entry.type}});
        if (entry.mode != nullptr) options.set("mode", entry.mode);
        return options;
    }
    return json::Value::object({{"type", "auto"}});
}

bool hasOldMappings(const json::Value& mappings)
{
    for (const json::Value& mapping : mappings.items()) {
        if (mapping.isObject() && !mapping["type"].isString()) return true;
    }
    return false;
}

void migrateDefaults(json::Value& defaults, bool table)
{
    renameMember(defaults, "title", "displayName");
    // Before 6.6 a colour was a name.
    if (defaults["color"].isString()) {
        json::Value color = fixedColor(defaults["color"]);
        defaults.set("color", std::move(color));
    }
    if (!defaults["thresholds"].isNull()) defaults.set("thresholds", normalizedThresholds(defaults["thresholds"]));
    if (hasOldMappings(defaults["mappings"])) {
        defaults.set("mappings", upgradeMappings(defaults["mappings"], defaults["thresholds"]));
    }
    if (table && defaults["custom"]["displayMode"].isString()) {
        json::Value& custom = defaults.edit("custom");
        if (custom["cellOptions"].isNull()) custom.set("cellOptions", cellOptionsOf(custom["displayMode"].toString()));
        custom.remove("displayMode");
    }
    if (defaults["links"].isArray()) renameLinkVariables(defaults.edit("links"));
    if (defaults["displayName"].isString()) {
        defaults.set("displayName", renamedLinkVariables(defaults["displayName"].toString()));
    }
}

void migrateProperty(json::Value& one, const json::Value& thresholds, bool table)
{
    const std::string id = one["id"].toString();
    if (id == "title") one.set("id", "displayName");
    if (id == "color" && one["value"].isString()) {
        json::Value color = fixedColor(one["value"]);
        one.set("value", std::move(color));
    }
    if (id == "thresholds") one.set("value", normalizedThresholds(one["value"]));
    if (id == "mappings" && hasOldMappings(one["value"])) one.set("value", upgradeMappings(one["value"], thresholds));
    if (id == "links" && one["value"].isArray()) renameLinkVariables(one.edit("value"));
    if (table && id == "custom.displayMode") {
        one.set("id", "custom.cellOptions");
        one.set("value", cellOptionsOf(one["value"].toString()));
    }
}

}  // namespace

std::string renamedLinkVariables(std::string text)
{
    static constexpr std::pair<std::string_view, std::string_view> kNames[] = {
        {"$__series_name", "${__series.name}"}, {"$__field_name", "${__field.name}"},
        {"__series_name", "__series.name"},     {"__value_time", "__value.time"},
        {"__field_name", "__field.name"},       {"__series.labels", "__field.labels"},
    };
    for (const auto& [from, to] : kNames) replaceAll(text, from, to);
    return text;
}

void renameLinkVariables(json::Value& links)
{
    for (json::Value& link : links.mutableItems()) {
        for (const char* name : {"url", "title"}) {
            if (link[name].isString()) link.set(name, renamedLinkVariables(link[name].toString()));
        }
    }
}

void migrateFieldConfig(json::Value& panel)
{
    if (!panel["fieldConfig"].isObject()) return;
    const bool table = panel["type"].toString() == "table";
    json::Value& config = panel.edit("fieldConfig");
    if (config["defaults"].isObject()) migrateDefaults(config.edit("defaults"), table);
    if (!config["overrides"].isArray()) return;
    const json::Value thresholds = config["defaults"]["thresholds"];
    for (json::Value& rule : config.edit("overrides").mutableItems()) {
        if (!rule["properties"].isArray()) continue;
        const json::Value own = [&rule] {
            for (const json::Value& one : rule["properties"].items()) {
                if (one["id"].toString() == "thresholds") return normalizedThresholds(one["value"]);
            }
            return json::Value();
        }();
        for (json::Value& one : rule.edit("properties").mutableItems()) {
            migrateProperty(one, own.isNull() ? thresholds : own, table);
        }
    }
}

}  // namespace watchglass::ui::migration
