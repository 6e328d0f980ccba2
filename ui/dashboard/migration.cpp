#include "ui/dashboard/migration.h"

#include <algorithm>
#include <set>

#include "ui/dashboard/migration_steps.h"
#include "ui/dashboard/migration_support.h"
#include "ui/dashboard/time_region.h"

namespace watchglass::ui {

using namespace migration;

namespace {

std::int64_t schemaOf(const json::Value& dashboard)
{
    return static_cast<std::int64_t>(std::clamp(numberOf(dashboard["schemaVersion"]).value_or(0), 0.0, 1e6));
}

/// Calls `visit` for each panel, those inside rows too.
template <class Visit>
void forEachPanel(json::Value& dashboard, Visit visit)
{
    if (!dashboard["panels"].isArray()) return;
    for (json::Value& panel : dashboard.edit("panels").mutableItems()) {
        visit(panel);
        if (panel["type"].toString() != "row" || !panel["panels"].isArray()) continue;
        for (json::Value& child : panel.edit("panels").mutableItems()) visit(child);
    }
}

/// Drops what is no panel and, before schema 27, the clones that repeats left in the file.
void dropForeign(json::Value& list, bool clones)
{
    if (!list.isArray()) return;
    std::erase_if(list.mutableItems(), [clones](const json::Value& panel) {
        if (!panel.isObject()) return true;
        return clones && (truthy(panel["repeatPanelId"]) || truthy(panel["repeatByRow"]));
    });
    for (json::Value& panel : list.mutableItems()) {
        if (panel["panels"].isArray()) dropForeign(panel.edit("panels"), clones);
    }
}

/// Panels without an id or with another's get the next free one, as Grafana does at any version.
void giveIds(json::Value& dashboard)
{
    constexpr std::int64_t kMostId = std::int64_t{1} << 53;  // numbers of JavaScript go on by one as far as that
    std::int64_t next = 1;
    forEachPanel(dashboard, [&next](json::Value& panel) {
        const std::int64_t id = panel["id"].toInt();
        if (id < kMostId) next = std::max(next, id + 1);
    });
    std::set<std::int64_t> taken;
    forEachPanel(dashboard, [&](json::Value& panel) {
        const std::int64_t id = panel["id"].toInt();
        if (id > 0 && taken.insert(id).second) return;
        taken.insert(next);
        panel.set("id", json::Value(next++));
    });
}

void migrateHead(json::Value& dashboard, std::int64_t version)
{
    if (version < 6) {
        for (const json::Value& pulldown : dashboard["pulldowns"].items()) {
            if (pulldown["type"].toString() != "annotations" || !pulldown["annotations"].isArray()) continue;
            setDefault(dashboard, "annotations.list", pulldown["annotations"]);
        }
    }
    if (version < 7 && dashboard["nav"].isArray()) setDefault(dashboard, "timepicker", dashboard["nav"].at(0));
    if (version < 14 && dashboard["graphTooltip"].isNull()) {
        dashboard.set("graphTooltip", truthy(dashboard["sharedCrosshair"]) ? 1 : 0);
    }
    if (!dashboard["refresh"].isString()) dashboard.set("refresh", "");
}

bool isOldHeatmap(const json::Value& panel)
{
    return panel["options"].isNull() &&
           (panel.has("dataFormat") || panel.has("cards") || panel.has("yAxis") || panel["color"].isObject());
}

void changeType(json::Value& panel, std::vector<std::string>& notes)
{
    const std::string type = panel["type"].toString();
    if (type == "graph") {
        const std::string& mode = panel["xaxis"]["mode"].toString();
        if (mode == "series") {
            graphToBarGauge(panel);
        } else if (mode == "histogram") {
            panel.set("type", "histogram");
        } else {
            graphToTimeSeries(panel, notes);
        }
    } else if (type == "singlestat" || type == "grafana-singlestat-panel") {
        singleStatToStat(panel, notes);
    } else if (type == "table-old" || (type == "table" && panel["styles"].isArray() && panel["options"].isNull() &&
                                       panel["fieldConfig"].isNull())) {
        oldTableToTable(panel, notes);
    } else if (type == "grafana-polystat-panel") {
        polystatToStat(panel);
    } else if (type == "yesoreyeram-boomtable-panel") {
        boomtableToTable(panel);
    } else if (type == "grafana-piechart-panel") {
        oldPieToPie(panel);
    } else if (type == "heatmap" && isOldHeatmap(panel)) {
        oldHeatmapToHeatmap(panel);
    } else {
        static constexpr std::pair<std::string_view, std::string_view> kSuccessors[] = {
            {"heatmap-new", "heatmap"},
            {"grafana-worldmap-panel", "geomap"},
            {"natel-discrete-panel", "state-timeline"},
            {"text2", "text"},
        };
        for (const auto& [old, current] : kSuccessors) {
            if (old == type) panel.set("type", current);
        }
    }
}

/// The regions of old graphs become annotations, as in Grafana's migration of the panel.
void takeTimeRegions(json::Value& dashboard)
{
    std::vector<json::Value> found;
    forEachPanel(dashboard, [&found](json::Value& panel) {
        if (panel["type"].toString() != "graph") return;
        for (json::Value& region : graphTimeRegions(panel, panel["id"].toInt())) found.push_back(std::move(region));
    });
    if (found.empty()) return;
    if (!dashboard["annotations"].isObject()) dashboard.set("annotations", json::Value::object());
    json::Value& annotations = dashboard.edit("annotations");
    if (!annotations["list"].isArray()) annotations.set("list", json::Value::array());
    for (json::Value& region : found) annotations.edit("list").append(std::move(region));
}

}  // namespace

void migratePanel(json::Value& panel, std::vector<std::string>& notes)
{
    if (!panel.isObject()) return;
    // A library panel without its body has no type, and none may be made up for it.
    const std::string written = panel["type"].toString();
    changeType(panel, notes);
    const std::string type = panel["type"].toString();
    if (type != written) panel.set("autoMigrateFrom", written);
    if (type == "stat" || type == "gauge" || type == "bargauge") migrateReactOptions(panel);
    if (type == "text") migrateText(panel);
    migrateFieldConfig(panel);
    migrateLegendAndTooltip(panel);
    migratePanelDatasource(panel);
}

void replaceOldPanels(json::Value& dashboard, std::vector<std::string>& notes)
{
    bool regions = false;
    forEachPanel(dashboard, [&regions](const json::Value& panel) {
        regions = regions || (panel["type"].toString() == "graph" && !panel["timeRegions"].items().empty());
    });
    if (regions) {
        giveIds(dashboard);  // by which regions name their panel
        takeTimeRegions(dashboard);
    }
    forEachPanel(dashboard, [&notes](json::Value& panel) {
        json::Value successor = panel;
        migratePanel(successor, notes);
        if (!(successor["type"] == panel["type"])) panel = std::move(successor);
    });
}

void migrateDashboard(json::Value& dashboard, std::vector<std::string>& notes)
{
    if (!dashboard.isObject()) return;
    const std::int64_t version = schemaOf(dashboard);
    migrateHead(dashboard, version);
    migrateVariables(dashboard, version, notes);
    // Rows of a newer version are no rows for Grafana; a file without panels means them all the same.
    if (version < 16 || dashboard["panels"].items().empty()) rowsToGrid(dashboard);
    if (!dashboard["panels"].isArray()) dashboard.set("panels", json::Value::array());
    dropForeign(dashboard.edit("panels"), version < 27);
    giveIds(dashboard);
    migrateDatasources(dashboard);
    takeTimeRegions(dashboard);
    forEachPanel(dashboard, [&](json::Value& panel) {
        const std::string written = panel["type"].toString();
        migratePanelBySchema(panel, version);
        migratePanel(panel, notes);
        // Both ways of spelling an old table are "table" in the end.
        if (written == "table" && panel["type"].toString() == "table") panel.remove("autoMigrateFrom");
    });
    // A newer version's number stays, so that the caller can say that the file is newer.
    if (version < kCurrentSchema) dashboard.set("schemaVersion", kCurrentSchema);
}

}  // namespace watchglass::ui
