#include "ui/dashboard/document_path.h"
#include "ui/dashboard/schema_v2_parts.h"

namespace watchglass::ui::v2 {

namespace {

/// The type of a data source: `group` since v2beta1, before that the query's kind.
const std::string& groupOf(const json::Value& query)
{
    return query.has("group") || query["kind"].toString() == "DataQuery" ? query["group"].toString()
                                                                         : query["kind"].toString();
}

json::Value target(const json::Value& panelQuery)
{
    const json::Value& spec = panelQuery["spec"];
    json::Value out = classicQuery(spec);
    out.set("refId", spec["refId"]);
    if (spec["hidden"].toBool()) out.set("hide", true);
    return out;
}

json::Value transformation(const json::Value& kind)
{
    json::Value out = json::Value::object();
    const json::Value& spec = kind["spec"];
    const json::Value& group = kind["group"];
    out.set("id", group.isString() ? group : spec.has("id") ? spec["id"] : kind["kind"]);
    for (const char* name : {"options", "disabled", "filter", "topic"}) {
        if (spec.has(name)) out.set(name, spec[name]);
    }
    return out;
}

void setData(const json::Value& group, json::Value& out)
{
    json::Value targets = json::Value::array();
    for (const json::Value& query : group["queries"].items()) targets.append(target(query));
    out.set("targets", std::move(targets));
    json::Value steps = json::Value::array();
    for (const json::Value& step : group["transformations"].items()) steps.append(transformation(step));
    if (!steps.items().empty()) out.set("transformations", std::move(steps));
    for (const auto& [name, value] : group["queryOptions"].members()) out.set(name, value);
}

void setVisualization(const json::Value& config, json::Value& out)
{
    const json::Value& spec = config["spec"];
    out.set("type", config["group"].isString() ? config["group"] : config["kind"]);
    out.set("pluginVersion", config["version"].isString() ? config["version"] : spec["pluginVersion"]);
    out.set("options", spec["options"].isObject() ? spec["options"] : json::Value::object());
    out.set("fieldConfig", spec["fieldConfig"].isObject() ? spec["fieldConfig"] : json::Value::object());
}

}  // namespace

json::Value classicSource(const json::Value& owner)
{
    const json::Value& query = owner["query"];
    json::Value out = json::Value::object();
    const json::Value& beside = owner["datasource"];  // v2alpha1
    const json::Value& within = query["datasource"];
    const std::string& type = beside["type"].isString() ? beside["type"].toString() : groupOf(query);
    const json::Value& uid = beside["uid"].isString()    ? beside["uid"]
                             : within["name"].isString() ? within["name"]
                                                         : within["uid"];
    if (!type.empty()) out.set("type", type);
    if (type == "__expr__") {
        out.set("uid", type);
    } else if (uid.isString()) {
        out.set("uid", uid);
    }
    return out.members().empty() ? json::Value() : out;
}

json::Value classicQuery(const json::Value& owner)
{
    json::Value out = json::Value::object();
    json::Value source = classicSource(owner);
    if (!source.isNull()) out.set("datasource", std::move(source));
    for (const auto& [name, value] : owner["query"]["spec"].members()) {
        if (name != "datasource" || !out.has(name)) out.set(name, value);
    }
    return out;
}

json::Value classicPanel(const json::Value& element, const std::string& path)
{
    const json::Value& spec = element["spec"];
    json::Value out = json::Value::object();
    for (const char* name : {"id", "title", "description", "links", "transparent"}) {
        if (spec.has(name)) out.set(name, spec[name]);
    }
    out.set(kOriginMember, childPath(path, "spec"));
    if (element["kind"].toString() == "LibraryPanel") {
        out.set("libraryPanel", spec["libraryPanel"]);
        return out;
    }
    setVisualization(spec["vizConfig"], out);
    setData(spec["data"]["spec"], out);
    return out;
}

}  // namespace watchglass::ui::v2
