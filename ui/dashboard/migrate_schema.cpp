#include <algorithm>

#include "ui/dashboard/migration_steps.h"
#include "ui/dashboard/migration_support.h"

namespace watchglass::ui::migration {

namespace {

/// Schemas 9 and 10: of three limits and more the first was never used.
void dropFirstThreshold(json::Value& holder)
{
    if (!holder["thresholds"].isString()) return;
    const std::string text = holder["thresholds"].toString();
    if (std::count(text.begin(), text.end(), ',') >= 2) holder.set("thresholds", text.substr(text.find(',') + 1));
}

void migrateStyles(json::Value& panel, std::int64_t version)
{
    if (!panel["styles"].isArray()) return;
    for (json::Value& style : panel.edit("styles").mutableItems()) {
        if (!style.isObject()) continue;
        if (version < 10 && style["thresholds"].items().size() >= 3) {
            std::vector<json::Value>& limits = style.edit("thresholds").mutableItems();
            limits.erase(limits.begin());
        }
        if (version < 22) style.set("align", "auto");
    }
}

/// Schema 17: `minSpan`, in 24ths of the width, becomes the number of panels in a line.
void minSpanToMaxPerRow(json::Value& panel)
{
    if (const auto minSpan = numberOf(panel["minSpan"]); minSpan && *minSpan > 0) {
        const double most = 24 / *minSpan;
        int perRow = 1;
        for (const int factor : {1, 2, 3, 4, 6, 8, 12, 24}) {
            if (factor <= most) perRow = factor;
        }
        setDefault(panel, "maxPerRow", perRow);
    }
    panel.remove("minSpan");
}

std::string slug(const std::string& title)
{
    std::string out;
    for (const char c : title) {
        if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out += c;
        else if (!out.empty() && out.back() != '-')
            out += '-';
    }
    if (!out.empty() && out.back() == '-') out.pop_back();
    return out;
}

/// Schema 19: links named a dashboard and said what to append.
void migratePanelLinks(json::Value& panel)
{
    if (!panel["links"].isArray()) return;
    std::vector<json::Value> links;
    for (const json::Value& old : panel["links"].items()) {
        if (!old.isObject()) continue;
        std::string url = old["url"].toString();
        if (url.empty() && truthy(old["dashboard"])) url = "dashboard/db/" + slug(old["dashboard"].toString());
        if (url.empty() && truthy(old["dashUri"])) url = "dashboard/" + old["dashUri"].toString();
        if (url.empty()) url = "/";
        const auto append = [&url](const std::string& query) {
            url += (url.find('?') == std::string::npos ? '?' : '&') + query;
        };
        if (truthy(old["keepTime"])) append("$__url_time_range");
        if (truthy(old["includeVars"])) append("$__all_variables");
        if (!old["params"].toString().empty()) append(old["params"].toString());
        links.push_back(json::Value::object(
            {{"url", url}, {"title", textOf(old["title"])}, {"targetBlank", truthy(old["targetBlank"])}}));
    }
    panel.set("links", json::Value::array(std::move(links)));
}

/// Schema 31: labels became columns of one table without being asked to.
void mergeAfterLabels(json::Value& panel)
{
    if (!panel["transformations"].isArray()) return;
    std::vector<json::Value> list;
    for (const json::Value& one : panel["transformations"].items()) {
        list.push_back(one);
        if (one["id"].toString() == "labelsToFields") {
            list.push_back(json::Value::object({{"id", "merge"}, {"options", json::Value::object()}}));
        }
    }
    panel.set("transformations", json::Value::array(std::move(list)));
}

/// Schema 42: what is hidden from the graph is hidden from its tooltip.
void hideTooltipToo(json::Value& panel)
{
    if (!panel.get("fieldConfig.overrides").isArray()) return;
    for (json::Value& rule : editPath(panel, "fieldConfig.overrides").mutableItems()) {
        if (!rule["properties"].isArray()) continue;
        for (json::Value& one : rule.edit("properties").mutableItems()) {
            if (one["id"].toString() == "custom.hideFrom" && one["value"]["viz"].toBool()) {
                setPath(one, "value.tooltip", true);
            }
        }
    }
}

}  // namespace

void migratePanelBySchema(json::Value& panel, std::int64_t version)
{
    migrateFirstGraph(panel, version);
    const std::string type = panel["type"].toString();
    if (version < 9 && type == "singlestat") dropFirstThreshold(panel);
    if (type == "table") migrateStyles(panel, version);
    if (version < 17) minSpanToMaxPerRow(panel);
    if (version < 19) migratePanelLinks(panel);
    if (panel["options"]["dataLinks"].isArray()) renameLinkVariables(editPath(panel, "options.dataLinks"));
    if (version < 24 && type == "table" && panel["styles"].isArray()) panel.set("type", "table-old");
    if (version < 31) mergeAfterLabels(panel);
    if (version < 35 && type == "timeseries" &&
        panel.get("fieldConfig.defaults.custom.axisPlacement").toString() == "hidden") {
        addRule(panel, fieldRule("byType", "time", {property("custom.axisPlacement", "auto")}));
    }
    if (version < 42) hideTooltipToo(panel);
}

}  // namespace watchglass::ui::migration
