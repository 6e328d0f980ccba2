#include "ui/edit/series_color.h"

#include "ui/edit/panel_edits.h"
#include "ui/edit/panel_paths.h"

namespace watchglass::ui {

namespace {

json::Value colorProperty(const std::string& color)
{
    json::Value value = json::Value::object({{"mode", "fixed"}, {"fixedColor", color}});
    return json::Value::object({{"id", "color"}, {"value", std::move(value)}});
}

bool isFor(const json::Value& override, const std::string& series)
{
    return override["matcher"]["id"].toString() == "byName" && override["matcher"]["options"].toString() == series;
}

/// In the place of a colour that is there, else at the end.
void setColor(json::Value& override, const json::Value& property)
{
    if (!override["properties"].isArray()) override.set("properties", json::Value::array());
    for (json::Value& one : override.edit("properties").mutableItems()) {
        if (one["id"].toString() != "color") continue;
        one = property;
        return;
    }
    override.edit("properties").append(property);
}

}  // namespace

DocumentChanges colorSeries(const Dashboard& dashboard, const std::string& origin, const std::string& series,
                            const std::string& color)
{
    const Panel* panel = panelAt(dashboard, origin);
    if (!panel) return {};
    const json::Value& written = panel->model.get("fieldConfig.overrides");
    json::Value overrides = written.isArray() ? written : json::Value::array();
    const json::Value property = colorProperty(color);
    for (json::Value& one : overrides.mutableItems()) {
        if (!isFor(one, series)) continue;
        setColor(one, property);
        return setInPanel(dashboard, origin, "/fieldConfig/overrides", overrides);
    }
    json::Value matcher = json::Value::object({{"id", "byName"}, {"options", series}});
    overrides.append(
        json::Value::object({{"matcher", std::move(matcher)}, {"properties", json::Value::array({property})}}));
    return setInPanel(dashboard, origin, "/fieldConfig/overrides", overrides);
}

}  // namespace watchglass::ui
