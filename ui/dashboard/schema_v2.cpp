#include "ui/dashboard/schema_v2.h"

#include <string_view>

#include "ui/dashboard/migration.h"
#include "ui/dashboard/schema_v2_parts.h"

namespace watchglass::ui {

namespace {

void copyMembers(const json::Value& from, json::Value& to, std::initializer_list<const char*> names)
{
    for (const char* name : names) {
        if (from.has(name)) to.set(name, from[name]);
    }
}

/// What `timeSettings` holds stands in several places of the classic schema.
void setTime(const json::Value& settings, json::Value& out)
{
    json::Value time = json::Value::object();
    copyMembers(settings, time, {"from", "to"});
    out.set("time", std::move(time));
    copyMembers(settings, out, {"timezone", "weekStart", "fiscalYearStartMonth"});
    out.set("refresh", settings["autoRefresh"]);
    json::Value picker = json::Value::object();
    picker.set("refresh_intervals", settings["autoRefreshIntervals"]);
    picker.set("hidden", settings["hideTimepicker"]);
    copyMembers(settings, picker, {"nowDelay"});
    if (settings.has("quickRanges")) picker.set("quick_ranges", settings["quickRanges"]);
    out.set("timepicker", std::move(picker));
}

int graphTooltip(std::string_view cursorSync)
{
    if (cursorSync == "Crosshair") return 1;
    return cursorSync == "Tooltip" ? 2 : 0;
}

}  // namespace

json::Value classicAnnotationFromV2(const json::Value& annotation)
{
    const json::Value& spec = annotation["spec"];
    json::Value out = v2::classicQuery(spec);
    copyMembers(spec, out, {"name", "enable", "hide", "iconColor", "builtIn", "filter", "mappings", "placement"});
    // What v2 has no place for is kept aside there.
    for (const auto& [name, value] : spec["legacyOptions"].members()) out.set(name, value);
    return out;
}

bool isSchemaV2(const json::Value& spec) { return spec["elements"].isObject() && spec["layout"].isObject(); }

json::Value classicFromV2(const json::Value& spec, const std::string& path, std::vector<std::string>& notes)
{
    json::Value out = json::Value::object();
    copyMembers(spec, out, {"uid", "id", "title", "description", "tags", "editable", "liveNow", "preload", "links"});
    out.set("schemaVersion", std::int64_t{kCurrentSchema});
    out.set("graphTooltip", graphTooltip(spec["cursorSync"].toString()));
    setTime(spec["timeSettings"], out);
    json::Value annotations = json::Value::array();
    for (const json::Value& one : spec["annotations"].items()) annotations.append(classicAnnotationFromV2(one));
    json::Value list = json::Value::object();
    list.set("list", std::move(annotations));
    out.set("annotations", std::move(list));
    json::Value panels = v2::classicPanels(spec, path, notes);
    json::Value variables = json::Value::array();
    for (const json::Value& one : spec["variables"].items()) variables.append(v2::classicVariable(one));
    list = json::Value::object();
    list.set("list", std::move(variables));
    out.set("templating", std::move(list));
    out.set("panels", std::move(panels));
    return out;
}

}  // namespace watchglass::ui
