#include <algorithm>

#include "ui/dashboard/migration_steps.h"
#include "ui/dashboard/migration_support.h"

namespace watchglass::ui::migration {

namespace {

using Properties = std::vector<json::Value>;

/// What the right axis says differently from the left one.
void useRightAxis(const json::Value& axes, Properties& out)
{
    const json::Value left = fieldConfigOfAxis(axes.at(0));
    const json::Value right = fieldConfigOfAxis(axes.at(1));
    for (const char* name : {"unit", "decimals", "min", "max"}) {
        if (!(left[name] == right[name])) out.push_back(property(name, right[name]));
    }
    for (const char* name : {"axisLabel", "scaleDistribution"}) {
        if (left["custom"][name] == right["custom"][name]) continue;
        json::Value value = right["custom"][name];
        if (value.isNull() && std::string_view(name) == "scaleDistribution") {
            value = json::Value::object({{"type", "linear"}});
        }
        out.push_back(property(std::string("custom.") + name, std::move(value)));
    }
    // Grafana leaves equal axes joined; two were drawn, so two they stay.
    const bool hidden = right["custom"]["axisPlacement"].toString() == "hidden";
    out.push_back(property("custom.axisPlacement", hidden ? "hidden" : "right"));
}

json::Value dashStyle(const json::Value& series)
{
    if (series["dashes"].isBool() && !series["dashes"].toBool()) return json::Value::object({{"fill", "solid"}});
    return json::Value::object(
        {{"fill", "dash"},
         {"dash", json::Value::array({numberValue(numberOf(series["dashLength"]).value_or(10)),
                                      numberValue(numberOf(series["spaceLength"]).value_or(10))})}});
}

json::Value stacking(const json::Value& value)
{
    if (!truthy(value)) return json::Value::object({{"mode", "none"}, {"group", "A"}});
    const std::string group = value.isString() && value.toString() != "true" ? value.toString() : "A";
    return json::Value::object({{"mode", "normal"}, {"group", group}});
}

void hide(const char* part, Properties& out)
{
    for (json::Value& known : out) {
        if (known["id"].toString() == "custom.hideFrom") {
            known.edit("value").set(part, true);
            return;
        }
    }
    json::Value from = json::Value::object({{"legend", false}, {"tooltip", false}, {"viz", false}});
    from.set(part, true);
    out.push_back(property("custom.hideFrom", std::move(from)));
}

/// One key of an override. False: nothing here draws it.
bool addProperty(const std::string& key, const json::Value& value, const json::Value& series, const json::Value& axes,
                 Properties& out)
{
    const double number = numberOf(value).value_or(0);
    if (key == "alias" || key == "$$hashKey" || key == "dashLength" || key == "spaceLength") return true;
    if (key == "yaxis") {
        if (number == 2) useRightAxis(axes, out);
    } else if (key == "fill") {
        out.push_back(property("custom.fillOpacity", numberValue(number * 10)));
    } else if (key == "fillBelowTo") {
        out.push_back(property("custom.fillBelowTo", value));
    } else if (key == "fillGradient") {
        if (number > 0) {
            out.push_back(property("custom.gradientMode", "opacity"));
            out.push_back(property("custom.fillOpacity", numberValue(number * 10)));
        }
    } else if (key == "points") {
        out.push_back(property("custom.showPoints", truthy(value) ? "always" : "never"));
    } else if (key == "bars") {
        out.push_back(property("custom.drawStyle", truthy(value) ? "bars" : "line"));
        if (truthy(value)) out.push_back(property("custom.fillOpacity", 100));
    } else if (key == "lines") {
        // Grafana's own migration also takes the line away for `true`, which nobody can have meant.
        if (!truthy(value))
            out.push_back(property("custom.lineWidth", 0));
        else if (series["bars"].isNull())
            out.push_back(property("custom.drawStyle", "line"));
    } else if (key == "linewidth") {
        out.push_back(property("custom.lineWidth", numberValue(number)));
    } else if (key == "pointradius") {
        out.push_back(property("custom.pointSize", numberValue(2 + number * 2)));
    } else if (key == "dashes") {
        out.push_back(property("custom.lineStyle", dashStyle(series)));
    } else if (key == "stack") {
        out.push_back(property("custom.stacking", stacking(value)));
    } else if (key == "color") {
        out.push_back(property("color", fixedColor(value)));
    } else if (key == "transform") {
        if (value.toString() == "negative-Y") out.push_back(property("custom.transform", value));
    } else if (key == "steppedLine") {
        out.push_back(property("custom.lineInterpolation", truthy(value) ? "stepAfter" : "linear"));
    } else if (key == "nullPointMode") {
        out.push_back(property("custom.spanNulls", value.toString() == "connected"));
    } else if (key == "legend") {
        if (!truthy(value)) hide("legend", out);
    } else if (key == "hideTooltip") {
        if (truthy(value)) hide("tooltip", out);
    } else if (key == "hiddenSeries") {
        if (truthy(value)) hide("viz", out);
    } else {
        return false;
    }
    return true;
}

json::Value step(double value, const json::Value& color)
{
    return json::Value::object({{"value", numberValue(value)}, {"color", color}});
}

json::Value baseStep(const json::Value& color)
{
    return json::Value::object({{"value", json::Value()}, {"color", color}});
}

json::Value thresholdColor(const json::Value& threshold)
{
    const std::string& mode = threshold["colorMode"].toString();
    if (mode == "critical") return "red";
    if (mode == "warning") return "orange";
    if (mode == "ok") return "green";
    if (mode == "custom") {
        if (truthy(threshold["fillColor"])) return threshold["fillColor"];
        if (truthy(threshold["lineColor"])) return threshold["lineColor"];
    }
    return "red";
}

}  // namespace

void addSeriesOverrides(json::Value& panel, const json::Value& graph, Notes& notes)
{
    for (const json::Value& series : graph["seriesOverrides"].items()) {
        const std::string& alias = series["alias"].toString();
        if (alias.empty()) continue;
        Properties properties;
        std::string unknown;
        for (const json::Member& member : series.members()) {
            if (!addProperty(member.first, member.second, series, graph["yaxes"], properties)) {
                unknown += (unknown.empty() ? "" : ", ") + member.first;
            }
        }
        if (!unknown.empty()) notes.push_back(panelNote(panel, "series \"" + alias + "\": not drawn: " + unknown));
        if (!properties.empty()) addRule(panel, ruleFor(alias, std::move(properties)));
    }
}

void graphThresholds(json::Value& panel, const json::Value& graph)
{
    std::vector<json::Value> old;
    bool filled = false;
    bool lines = false;
    for (const json::Value& threshold : graph["thresholds"].items()) {
        if (!numberOf(threshold["value"])) continue;
        filled = filled || truthy(threshold["fill"]);
        lines = lines || truthy(threshold["line"]);
        old.push_back(threshold);
    }
    if (old.empty()) return;
    const auto valueOf = [](const json::Value& threshold) { return *numberOf(threshold["value"]); };
    std::stable_sort(old.begin(), old.end(),
                     [&](const json::Value& a, const json::Value& b) { return valueOf(a) < valueOf(b); });

    // Steps hold from their value upwards, "lt" thresholds downwards: each of those ends where it begins.
    std::vector<json::Value> steps;
    for (std::size_t i = 0; i < old.size(); ++i) {
        if (old[i]["op"].toString() == "lt") {
            if (steps.empty()) steps.push_back(baseStep(thresholdColor(old[i])));
            const bool nextBelow = i + 1 < old.size() && old[i + 1]["op"].toString() == "lt";
            steps.push_back(step(valueOf(old[i]), nextBelow ? thresholdColor(old[i + 1]) : json::Value("transparent")));
        } else {
            steps.push_back(step(valueOf(old[i]), thresholdColor(old[i])));
        }
    }
    if (!steps.front()["value"].isNull()) steps.insert(steps.begin(), baseStep("transparent"));
    setPath(panel, "fieldConfig.defaults.thresholds",
            json::Value::object({{"mode", "absolute"}, {"steps", json::Value::array(std::move(steps))}}));
    const char* mode = filled && lines ? "line+area" : lines ? "line" : filled ? "area" : "off";
    setPath(panel, "fieldConfig.defaults.custom.thresholdsStyle.mode", mode);
}

}  // namespace watchglass::ui::migration
