#include "ui/edit/panel_edits.h"

#include <algorithm>
#include <functional>
#include <map>

#include "ui/dashboard/document_path.h"
#include "ui/dashboard/layout.h"

namespace watchglass::ui {

namespace {

const json::Value& written(const Dashboard& dashboard, const std::string& origin)
{
    return valueAt(dashboard.document(), origin);
}

std::string panelsPath(const Dashboard& dashboard) { return childPath(dashboard.path(), "panels"); }

bool isTopLevel(const Dashboard& dashboard, const std::string& origin)
{
    const std::string list = panelsPath(dashboard) + "/";
    return origin.starts_with(list) && origin.find('/', list.size()) == std::string::npos;
}

json::Value gridPosJson(const GridPos& pos)
{
    const auto whole = [](double value) { return json::Value(static_cast<std::int64_t>(value)); };
    return json::Value::object({{"h", whole(pos.h)}, {"w", whole(pos.w)}, {"x", whole(pos.x)}, {"y", whole(pos.y)}});
}

/// Appends to the list of panels, and makes the list where a dashboard has none.
DocumentChanges appended(const Dashboard& dashboard, std::vector<json::Value> panels)
{
    const std::string list = panelsPath(dashboard);
    if (!valueAt(dashboard.document(), list).isArray())
        return {DocumentChange::set(list, json::Value::array(std::move(panels)))};
    DocumentChanges out;
    for (json::Value& panel : panels) out.push_back(DocumentChange::set(list + "/-", std::move(panel)));
    return out;
}

void renumber(json::Value& panel, std::int64_t& id)
{
    panel.set("id", id++);
    if (!panel["panels"].isArray()) return;
    for (json::Value& child : panel.edit("panels").mutableItems()) renumber(child, id);
}

/// Removal from the end, so that places before stay what they are.
DocumentChanges removed(std::vector<std::string> origins)
{
    const auto number = [](const std::string& origin) {
        return itemNumber(std::string_view(origin).substr(origin.rfind('/') + 1)).value_or(0);
    };
    std::sort(origins.begin(), origins.end(),
              [&](const std::string& a, const std::string& b) { return number(b) < number(a); });
    DocumentChanges out;
    for (std::string& origin : origins) out.push_back(DocumentChange::remove(std::move(origin)));
    return out;
}

/// The panels between an open row and the next row, in their order on the grid.
std::vector<const Panel*> membersOf(const Dashboard& dashboard, const Panel& row)
{
    std::vector<const Panel*> order;
    for (const Panel& panel : dashboard.panels()) order.push_back(&panel);
    std::stable_sort(order.begin(), order.end(), [](const Panel* a, const Panel* b) {
        if (!a->gridPos || !b->gridPos) return false;
        return std::pair(a->gridPos->y, a->gridPos->x) < std::pair(b->gridPos->y, b->gridPos->x);
    });
    std::vector<const Panel*> out;
    bool inside = false;
    for (const Panel* panel : order) {
        if (panel->isRow()) {
            inside = panel->origin == row.origin;
        } else if (inside && isTopLevel(dashboard, panel->origin)) {
            out.push_back(panel);
        }
    }
    return out;
}

DocumentChange setTop(const Dashboard& dashboard, const Panel& panel, double y)
{
    if (written(dashboard, panel.origin)["gridPos"].isObject())
        return DocumentChange::set(childPath(panel.origin, "gridPos") + "/y", static_cast<std::int64_t>(y));
    GridPos pos = panel.gridPos.value_or(GridPos{});
    pos.y = y;
    return DocumentChange::set(childPath(panel.origin, "gridPos"), gridPosJson(pos));
}

/// Moves everything below `from` by `by` cells, to make room.
void moveBelow(const Dashboard& dashboard, double from, double by, const std::string& butNot, DocumentChanges& out)
{
    for (const Panel& panel : dashboard.panels()) {
        if (panel.origin == butNot || !panel.gridPos || panel.gridPos->y < from) continue;
        if (isTopLevel(dashboard, panel.origin)) out.push_back(setTop(dashboard, panel, panel.gridPos->y + by));
    }
}

/// Panels of a folded row, from `top` downwards.
std::vector<json::Value> unfolded(const json::Value& row, const std::vector<Panel>& children, double top,
                                  double& height)
{
    double first = 0;
    bool any = false;
    for (const Panel& child : children) {
        if (!child.gridPos) continue;
        first = any ? std::min(first, child.gridPos->y) : child.gridPos->y;
        any = true;
    }
    std::vector<json::Value> out;
    height = 0;
    for (std::size_t i = 0; i < row["panels"].items().size(); ++i) {
        json::Value child = row["panels"].items()[i];
        GridPos pos = i < children.size() ? children[i].gridPos.value_or(GridPos{}) : GridPos{};
        pos.y = pos.y - first;
        height = std::max(height, pos.y + pos.h);
        pos.y += top;
        if (child["gridPos"].isObject()) {
            child.edit("gridPos").set("y", static_cast<std::int64_t>(pos.y));
        } else {
            child.set("gridPos", gridPosJson(pos));
        }
        out.push_back(std::move(child));
    }
    return out;
}

}  // namespace

std::string layoutObstacle(const Dashboard& dashboard)
{
    if (valueAt(dashboard.document(), dashboard.path())["rows"].isArray() &&
        !valueAt(dashboard.document(), panelsPath(dashboard)).isArray())
        return "This dashboard is written in rows of an old schema. Bring it to the current schema to move its panels.";
    return {};
}

DocumentChanges placePanels(const Dashboard& dashboard, const std::vector<Placement>& places)
{
    DocumentChanges out;
    for (const Placement& place : places) {
        if (!isTopLevel(dashboard, place.origin)) continue;
        const json::Value& before = written(dashboard, place.origin)["gridPos"];
        const json::Value after = gridPosJson(place.pos);
        const std::string pointer = childPath(place.origin, "gridPos");
        if (!before.isObject()) {
            out.push_back(DocumentChange::set(pointer, after));
            continue;
        }
        for (const auto& [name, value] : after.members()) {
            if (before[name].isNumber() && before[name].toDouble() == value.toDouble()) continue;
            out.push_back(DocumentChange::set(childPath(pointer, name), value));
        }
    }
    return out;
}

std::int64_t nextPanelId(const Dashboard& dashboard)
{
    std::int64_t most = 0;
    const std::function<void(const std::vector<Panel>&)> look = [&](const std::vector<Panel>& panels) {
        for (const Panel& panel : panels) {
            // Rows of schema v2 have no number in the file.
            if (!panel.isRow() || panel.place.empty()) most = std::max(most, panel.id);
            look(panel.children);
        }
    };
    look(dashboard.panels());
    return most + 1;
}

std::string panelName(const Panel& panel)
{
    return panel.title.empty() ? (panel.isRow() ? "row " : "panel ") + std::to_string(panel.id) : panel.title;
}

const Panel* panelAt(const Dashboard& dashboard, const std::string& origin)
{
    if (origin.empty()) return nullptr;
    for (const Panel& panel : dashboard.panels()) {
        if (panel.origin == origin) return &panel;
        for (const Panel& child : panel.children) {
            if (child.origin == origin) return &child;
        }
    }
    return nullptr;
}

DocumentChanges addPanel(const Dashboard& dashboard, const std::string& type, const GridPos& pos)
{
    json::Value panel = json::Value::object();
    panel.set("id", nextPanelId(dashboard));
    panel.set("type", type);
    panel.set("title", "New panel");
    panel.set("gridPos", gridPosJson(pos));
    // As its neighbours have it: in a dashboard with several sources most panels share one.
    for (const Panel& other : dashboard.panels()) {
        const json::Value& source = written(dashboard, other.origin)["datasource"];
        if (other.isRow() || source.isNull()) continue;
        panel.set("datasource", source);
        break;
    }
    json::Value fieldConfig = json::Value::object();
    fieldConfig.set("defaults", json::Value::object());
    fieldConfig.set("overrides", json::Value::array());
    if (type == "text") {
        panel.set("options", json::Value::object({{"mode", "markdown"}, {"content", "# Title\n\nText in Markdown."}}));
    } else {
        panel.set("fieldConfig", std::move(fieldConfig));
        panel.set("options", json::Value::object());
        panel.set("targets", json::Value::array({json::Value::object({{"refId", "A"}, {"expr", ""}})}));
    }
    return appended(dashboard, {std::move(panel)});
}

DocumentChanges addRow(const Dashboard& dashboard, const GridPos& pos)
{
    json::Value row = json::Value::object();
    row.set("id", nextPanelId(dashboard));
    row.set("type", "row");
    row.set("title", "Row title");
    row.set("collapsed", false);
    row.set("gridPos", gridPosJson(pos));
    row.set("panels", json::Value::array());
    return appended(dashboard, {std::move(row)});
}

DocumentChanges duplicatePanel(const Dashboard& dashboard, const std::string& origin, const GridPos& pos)
{
    json::Value copy = written(dashboard, origin);
    if (!copy.isObject()) return {};
    std::int64_t id = nextPanelId(dashboard);
    renumber(copy, id);
    copy.set("gridPos", gridPosJson(pos));
    return appended(dashboard, {std::move(copy)});
}

DocumentChanges removePanel(const Dashboard&, const std::string& origin) { return {DocumentChange::remove(origin)}; }

DocumentChanges foldRow(const Dashboard& dashboard, const std::string& origin, bool folded)
{
    const Panel* row = panelAt(dashboard, origin);
    if (!row || !row->isRow() || row->collapsed == folded) return {};
    DocumentChanges out{DocumentChange::set(childPath(origin, "collapsed"), folded)};
    if (folded) {
        std::vector<json::Value> children = written(dashboard, origin)["panels"].items();
        std::vector<std::string> origins;
        for (const Panel* member : membersOf(dashboard, *row)) {
            children.push_back(written(dashboard, member->origin));
            origins.push_back(member->origin);
        }
        out.push_back(DocumentChange::set(childPath(origin, "panels"), json::Value::array(std::move(children))));
        for (DocumentChange& change : removed(std::move(origins))) out.push_back(std::move(change));
        return out;
    }
    const double top = row->gridPos.value_or(GridPos{}).y + 1;
    double height = 0;
    std::vector<json::Value> children = unfolded(written(dashboard, origin), row->children, top, height);
    moveBelow(dashboard, top, height, origin, out);
    out.push_back(DocumentChange::set(childPath(origin, "panels"), json::Value::array()));
    for (DocumentChange& change : appended(dashboard, std::move(children))) out.push_back(std::move(change));
    return out;
}

DocumentChanges moveIntoRow(const Dashboard& dashboard, const std::string& origin, const std::string& row)
{
    const Panel* panel = panelAt(dashboard, origin);
    const Panel* taker = panelAt(dashboard, row);
    if (!panel || panel->isRow() || !taker || !taker->isRow() || !taker->collapsed) return {};
    GridPos pos = panel->gridPos.value_or(GridPos{});
    pos.y = taker->gridPos.value_or(GridPos{}).y + 1;
    for (const Panel& child : taker->children) {
        if (child.gridPos) pos.y = std::max(pos.y, child.gridPos->y + child.gridPos->h);
    }
    json::Value moved = written(dashboard, origin);
    moved.set("gridPos", gridPosJson(pos));
    DocumentChanges out;
    const std::string list = childPath(row, "panels");
    if (written(dashboard, row)["panels"].isArray())
        out.push_back(DocumentChange::set(list + "/-", std::move(moved)));
    else
        out.push_back(DocumentChange::set(list, json::Value::array({std::move(moved)})));
    for (DocumentChange& change : removed({origin})) out.push_back(std::move(change));
    return out;
}

DocumentChanges removeRowOnly(const Dashboard& dashboard, const std::string& origin)
{
    const Panel* row = panelAt(dashboard, origin);
    if (!row) return {};
    DocumentChanges out;
    if (row->collapsed) {
        double height = 0;
        const double top = row->gridPos.value_or(GridPos{}).y;
        std::vector<json::Value> children = unfolded(written(dashboard, origin), row->children, top, height);
        moveBelow(dashboard, top + 1, height, origin, out);
        for (DocumentChange& change : appended(dashboard, std::move(children))) out.push_back(std::move(change));
    }
    out.push_back(DocumentChange::remove(origin));
    return out;
}

DocumentChanges removeRowWithPanels(const Dashboard& dashboard, const std::string& origin)
{
    const Panel* row = panelAt(dashboard, origin);
    if (!row) return {};
    std::vector<std::string> origins{origin};
    if (!row->collapsed) {
        for (const Panel* member : membersOf(dashboard, *row)) origins.push_back(member->origin);
    }
    return removed(std::move(origins));
}

}  // namespace watchglass::ui
