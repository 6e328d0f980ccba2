#include <algorithm>
#include <set>

#include "ui/dashboard/document_path.h"
#include "ui/edit/panel_edits.h"
#include "ui/edit/v2_edits.h"
#include "ui/edit/v2_leaf.h"

namespace watchglass::ui {

namespace {

std::string elementsPath(const Dashboard& dashboard) { return childPath(dashboard.path(), "elements"); }
std::string layoutPath(const Dashboard& dashboard) { return childPath(dashboard.path(), "layout"); }

/// Names of the elements that a part of the layout shows, as often as it does.
void collectNames(const json::Value& part, std::multiset<std::string>& out)
{
    for (const auto& [name, value] : part.members()) {
        if (name == "element") {
            out.insert(value["name"].toString());
        } else if (value.isObject() || value.isArray()) {
            collectNames(value, out);
        }
    }
    for (const json::Value& item : part.items()) collectNames(item, out);
}

/// Takes a part of the layout out, with the elements that nothing else shows.
DocumentChanges removePart(const Dashboard& dashboard, const std::string& place)
{
    std::multiset<std::string> all;
    std::multiset<std::string> gone;
    collectNames(valueAt(dashboard.document(), layoutPath(dashboard)), all);
    collectNames(valueAt(dashboard.document(), place), gone);
    DocumentChanges out{DocumentChange::remove(place)};
    const std::set<std::string> names(gone.begin(), gone.end());
    for (const std::string& name : names) {
        const std::string element = childPath(elementsPath(dashboard), name);
        if (all.count(name) == gone.count(name) && !valueAt(dashboard.document(), element).isNull())
            out.push_back(DocumentChange::remove(element));
    }
    return out;
}

/// Elements that no item shows have numbers too.
std::int64_t nextElementId(const Dashboard& dashboard)
{
    std::int64_t id = nextPanelId(dashboard);
    for (const auto& [name, element] : valueAt(dashboard.document(), elementsPath(dashboard)).members())
        id = std::max(id, element["spec"]["id"].toInt() + 1);
    return id;
}

/// Of the element that new ones follow: one with queries where there is one.
json::Value exampleSpec(const Dashboard& dashboard)
{
    json::Value any;
    for (const auto& [name, element] : valueAt(dashboard.document(), elementsPath(dashboard)).members()) {
        if (element["kind"].toString() == "LibraryPanel") continue;
        if (!element["spec"]["data"]["spec"]["queries"].items().empty()) return element["spec"];
        if (any.isNull()) any = element["spec"];
    }
    return any;
}

/// Whether types of panels and queries stand in `group`, as since v2beta1.
bool groups(const Dashboard& dashboard, const json::Value& example)
{
    if (example["vizConfig"].isObject()) return example["vizConfig"].has("group");
    return dashboard.document()["apiVersion"].toString() != "dashboard.grafana.app/v2alpha1";
}

/// An empty query to the source of the example.
json::Value emptyQuery(const json::Value& example, bool grouped)
{
    json::Value query = example["data"]["spec"]["queries"].at(0);
    if (!query.isObject()) {
        query = json::Value::object({{"kind", "PanelQuery"}, {"spec", json::Value::object()}});
        json::Value inner = json::Value::object({{"kind", grouped ? "DataQuery" : "prometheus"}});
        if (grouped) {
            inner.set("group", "prometheus");
            inner.set("version", "v0");
        }
        query.edit("spec").set("query", std::move(inner));
    }
    json::Value& spec = query.edit("spec");
    spec.set("refId", "A");
    spec.set("hidden", false);
    spec.edit("query").set("spec", json::Value::object({{"expr", ""}}));
    return query;
}

/// The layout of a row or tab, or of the whole dashboard, that has no place for panels yet is a grid.
json::Value emptyGrid()
{
    return json::Value::object(
        {{"kind", "GridLayout"}, {"spec", json::Value::object({{"items", json::Value::array()}})}});
}

json::Value rowOf(json::Value layout)
{
    return json::Value::object(
        {{"kind", "RowsLayoutRow"},
         {"spec", json::Value::object({{"title", "Row title"}, {"collapse", false}, {"layout", std::move(layout)}})}});
}

bool isGrid(const json::Value& layout) { return layout["kind"].toString() == "GridLayout"; }

/// The panels of a grid below those of another.
DocumentChanges moveItems(const Dashboard& dashboard, const json::Value& from, const std::string& to)
{
    double bottom = 0;
    for (const json::Value& item : valueAt(dashboard.document(), to + "/spec/items").items())
        bottom = std::max(bottom, item["spec"]["y"].toDouble() + item["spec"]["height"].toDouble());
    DocumentChanges out;
    for (json::Value item : from["spec"]["items"].items()) {
        const double y = item["spec"]["y"].toDouble() + bottom;
        item.edit("spec").set("y", static_cast<std::int64_t>(y));
        out.push_back(DocumentChange::set(to + "/spec/items/-", std::move(item)));
    }
    return out;
}

}  // namespace

std::string newElementName(const Dashboard& dashboard)
{
    const json::Value& elements = valueAt(dashboard.document(), elementsPath(dashboard));
    std::int64_t id = nextElementId(dashboard);
    while (elements.has("panel-" + std::to_string(id))) ++id;
    return "panel-" + std::to_string(id);
}

DocumentChange addElement(const Dashboard& dashboard, const std::string& type)
{
    const json::Value example = exampleSpec(dashboard);
    const bool grouped = groups(dashboard, example);
    const bool isText = type == "text";
    json::Value options = json::Value::object();
    if (isText) {
        options.set("mode", "markdown");
        options.set("content", "# Title\n\nText in Markdown.");
    }
    json::Value look = json::Value::object();
    look.set("options", std::move(options));
    look.set("fieldConfig",
             json::Value::object({{"defaults", json::Value::object()}, {"overrides", json::Value::array()}}));
    json::Value visual = json::Value::object({{"kind", grouped ? "VizConfig" : type}});
    if (grouped) {
        visual.set("group", type);
        visual.set("version", "");
    }
    visual.set("spec", std::move(look));
    json::Value queries = json::Value::array();
    if (!isText) queries.append(emptyQuery(example, grouped));
    json::Value data = json::Value::object({{"queries", std::move(queries)},
                                            {"transformations", json::Value::array()},
                                            {"queryOptions", json::Value::object()}});
    json::Value spec = json::Value::object(
        {{"id", nextElementId(dashboard)},
         {"title", "New panel"},
         {"description", ""},
         {"links", json::Value::array()},
         {"data", json::Value::object({{"kind", "QueryGroup"}, {"spec", std::move(data)}})},
         {"vizConfig", std::move(visual)}});
    return DocumentChange::set(childPath(elementsPath(dashboard), newElementName(dashboard)),
                               json::Value::object({{"kind", "Panel"}, {"spec", std::move(spec)}}));
}

DocumentChange copyElement(const Dashboard& dashboard, const Panel& panel)
{
    const std::string spec = panel.origin;
    json::Value element = valueAt(dashboard.document(), spec.substr(0, spec.rfind('/')));
    element.edit("spec").set("id", nextElementId(dashboard));
    return DocumentChange::set(childPath(elementsPath(dashboard), newElementName(dashboard)), std::move(element));
}

DocumentChanges removeFromV2(const Dashboard& dashboard, const std::string& place)
{
    return removePart(dashboard, place);
}

DocumentChanges addRowToV2(const Dashboard& dashboard, const std::vector<PlacedPanel>& layouted)
{
    std::string path = layoutPath(dashboard);
    while (valueAt(dashboard.document(), path)["kind"].toString() == "TabsLayout") {
        const auto strip = std::find_if(layouted.begin(), layouted.end(), [&](const PlacedPanel& placed) {
            return placed.kind == PlacedKind::Tabs && placed.panel.tabGroup == path;
        });
        if (strip == layouted.end()) break;
        path = strip->panel.place + "/spec/layout";
    }
    const json::Value& layout = valueAt(dashboard.document(), path);
    if (layout["kind"].toString() != "RowsLayout") {
        json::Value rows = json::Value::array({rowOf(layout)});
        return {DocumentChange::set(
            path, json::Value::object({{"kind", "RowsLayout"}, {"spec", json::Value::object({{"rows", rows}})}}))};
    }
    const std::size_t count = layout["spec"]["rows"].items().size();
    DocumentChanges out{DocumentChange::set(path + "/spec/rows/-", rowOf(emptyGrid()))};
    if (count == 0) return out;
    std::vector<std::size_t> order{count};
    for (std::size_t i = 0; i < count; ++i) order.push_back(i);
    out.push_back(DocumentChange::arrange(path + "/spec/rows", std::move(order)));
    return out;
}

DocumentChanges foldRowOfV2(const Dashboard& dashboard, const std::string& place, bool folded)
{
    const std::string& kind = valueAt(dashboard.document(), place)["kind"].toString();
    if (kind == "GridLayoutRow") return {DocumentChange::set(place + "/spec/collapsed", folded)};
    if (kind != "RowsLayoutRow") return {};
    return {DocumentChange::set(place + "/spec/collapse", folded)};
}

DocumentChanges removeRowOfV2(const Dashboard& dashboard, const std::string& place, bool withPanels)
{
    if (withPanels) return removePart(dashboard, place);
    const auto [list, number] = v2ListOf(place);
    const json::Value& rows = valueAt(dashboard.document(), list);
    const json::Value& layout = rows.at(number)["spec"]["layout"];
    if (rows.at(number)["kind"].toString() == "GridLayoutRow") {
        DocumentChanges out;
        for (const json::Value& item : rows.at(number)["spec"]["elements"].items())
            out.push_back(DocumentChange::set(list + "/-", item));
        out.push_back(DocumentChange::remove(place));
        return out;
    }
    // The last one: what is in it stands for itself.
    if (rows.items().size() == 1) {
        const std::string outer = list.substr(0, list.size() - std::string_view("/spec/rows").size());
        return {DocumentChange::set(outer, layout)};
    }
    const std::size_t other = number > 0 ? number - 1 : number + 1;
    if (!isGrid(layout) || !isGrid(rows.at(other)["spec"]["layout"])) return {};
    DocumentChanges out = moveItems(dashboard, layout, childPath(list, other) + "/spec/layout");
    out.push_back(DocumentChange::remove(place));
    return out;
}

}  // namespace watchglass::ui
