#include "ui/dashboard/panel.h"

#include <algorithm>
#include <cmath>

#include "ui/dashboard/document_path.h"
#include "ui/schema/panel_defaults.h"

namespace watchglass::ui {

namespace {

constexpr double kColumns = 24;
constexpr double kMostRows = 10'000;  ///< an absurd height or place is cut to this

/// A number, or a number in quotes; `otherwise` for everything else and for what is not finite.
double number(const json::Value& value, double otherwise)
{
    double out = otherwise;
    if (value.isNumber()) {
        out = value.toDouble(otherwise);
    } else if (value.isString()) {
        const auto parsed = json::parse(value.toString());
        if (parsed && parsed->isNumber()) out = parsed->toDouble(otherwise);
    }
    return std::isfinite(out) ? out : otherwise;
}

std::optional<GridPos> readGridPos(const json::Value& value)
{
    if (!value.isObject()) return std::nullopt;
    GridPos pos;
    pos.w = std::clamp(number(value["w"], 12), 1.0, kColumns);
    pos.h = std::clamp(number(value["h"], 8), 1.0, kMostRows);
    pos.x = std::clamp(number(value["x"], 0), 0.0, kColumns - pos.w);
    pos.y = std::clamp(number(value["y"], 0), 0.0, kMostRows);
    return pos;
}

std::string readText(const json::Value& value) { return value.isNumber() ? value.numberSpelling() : value.toString(); }

/// Reads "datasource": a name, or `{type, uid}`.
void readSource(const json::Value& value, std::string& source, std::string& type)
{
    if (value.isObject()) {
        source = value["uid"].toString();
        type = value["type"].toString();
    } else {
        source = value.toString();
    }
}

Target readTarget(const json::Value& value)
{
    Target out;
    out.refId = value["refId"].toString();
    out.expr = value["expr"].toString();
    out.legendFormat = value["legendFormat"].toString();
    out.interval = readText(value["interval"]);
    out.format = value["format"].toString();
    out.intervalFactor = std::max<std::int64_t>(1, value["intervalFactor"].toInt(1));
    out.instant = value["instant"].toBool();
    out.range = value["range"].isBool() ? value["range"].toBool() : !out.instant;
    if (!out.instant && !out.range) out.range = true;
    out.exemplar = value["exemplar"].toBool();
    out.hide = value["hide"].toBool();
    readSource(value["datasource"], out.datasource, out.datasourceType);
    out.model = value;
    return out;
}

/// A panel of a snapshot holds its data instead of queries.
Target snapshotTarget(const json::Value& frames)
{
    Target out;
    out.refId = frames.at(0)["refId"].toString();
    out.datasource = "grafana";
    out.model.set("queryType", "snapshot");
    out.model.set("snapshot", frames);
    return out;
}

/// What the file leaves open is as Grafana's panel types have it.
void readOptions(const json::Value& value, Panel& out)
{
    const std::string& version = value["pluginVersion"].toString();
    out.options = schema::withDefaults(schema::panelOptions(out.type, version), value["options"]);
    json::Value fieldConfig = value["fieldConfig"];
    const json::Value written = fieldConfig["defaults"];
    fieldConfig.set("defaults", schema::withDefaults(schema::panelFieldConfig(out.type), written));
    out.fieldConfig = fieldConfigSourceFromJson(fieldConfig);
}

}  // namespace

Panel panelFromJson(const json::Value& value)
{
    Panel out;
    out.id = value["id"].toInt();
    out.type = value["type"].toString();
    // Left there by the migration, as Grafana does.
    const std::string& before = value["autoMigrateFrom"].toString();
    out.originalType = before.empty() ? out.type : before;
    out.title = value["title"].toString();
    out.description = value["description"].toString();
    out.transparent = value["transparent"].toBool();
    out.gridPos = readGridPos(value["gridPos"]);
    readSource(value["datasource"], out.datasource, out.datasourceType);
    for (const json::Value& target : value["targets"].items()) out.targets.push_back(readTarget(target));
    if (!value["snapshotData"].items().empty()) out.targets = {snapshotTarget(value["snapshotData"])};
    // Targets without a letter get the next free one, as Grafana gives it.
    char next = 'A';
    for (Target& target : out.targets) {
        if (!target.refId.empty()) continue;
        const auto taken = [&] {
            return std::any_of(out.targets.begin(), out.targets.end(),
                               [&](const Target& other) { return other.refId == std::string(1, next); });
        };
        while (next < 'Z' && taken()) ++next;
        target.refId = std::string(1, next);
    }
    readOptions(value, out);
    out.transformations = value["transformations"];
    out.interval = readText(value["interval"]);
    if (const double points = number(value["maxDataPoints"], 0); points >= 1) {
        out.maxDataPoints = static_cast<std::int64_t>(std::min(points, 1e6));
    }
    out.timeFrom = value["timeFrom"].toString();
    out.timeShift = value["timeShift"].toString();
    out.hideTimeOverride = value["hideTimeOverride"].toBool();
    for (const json::Value& link : value["links"].items()) {
        out.links.push_back({link["title"].toString(), link["url"].toString(), link["targetBlank"].toBool()});
    }
    out.repeat = value["repeat"].toString();
    out.repeatVertical = value["repeatDirection"].toString() == "v";
    out.maxPerRow = static_cast<int>(std::clamp<std::int64_t>(value["maxPerRow"].toInt(4), 1, 24));
    if (out.type.empty()) out.libraryPanel = value.get("libraryPanel.name").toString();
    out.conditions = value["conditionalRendering"];
    out.origin = value[kOriginMember].toString();
    out.place = value[kPlaceMember].toString();
    out.model = value;
    out.model.remove(kOriginMember);
    out.model.remove(kPlaceMember);
    if (out.isRow()) {
        out.collapsed = value["collapsed"].toBool();
        for (const json::Value& child : value["panels"].items()) {
            if (child.isObject()) out.children.push_back(panelFromJson(child));
        }
        constexpr std::int64_t kDeepest = 32;
        out.depth = static_cast<int>(std::clamp<std::int64_t>(value["depth"].toInt(), 0, kDeepest));
        out.hideHeader = value["hideHeader"].toBool();
        out.tabGroup = value["tabGroup"].toString();
        for (const json::Value& variable : value["variables"].items()) {
            if (!variable["name"].toString().empty()) out.variables.push_back(variableFromJson(variable));
        }
    }
    return out;
}

}  // namespace watchglass::ui
