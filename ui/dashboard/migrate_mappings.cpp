#include <algorithm>
#include <limits>

#include "ui/dashboard/migration.h"
#include "ui/dashboard/migration_steps.h"
#include "ui/dashboard/migration_support.h"

namespace watchglass::ui::migration {

namespace {

/// The colour that a value has by the steps; null when there are none.
json::Value stepColor(const json::Value& thresholds, std::optional<double> value)
{
    const std::vector<json::Value>& steps = thresholds["steps"].items();
    if (!value || steps.empty()) return {};
    const json::Value* active = &steps.front();
    for (const json::Value& step : steps) {
        const std::optional<double> from = numberOf(step["value"]);
        if (!from || *value >= *from) active = &step;
    }
    return (*active)["color"];
}

json::Value resultOf(const json::Value& text, json::Value color)
{
    json::Value result = json::Value::object({{"text", textOf(text)}});
    if (!color.isNull()) result.set("color", std::move(color));
    return result;
}

json::Value specialNull(json::Value result)
{
    return json::Value::object(
        {{"type", "special"}, {"options", json::Value::object({{"match", "null"}, {"result", std::move(result)}})}});
}

json::Value rangeMapping(const json::Value& from, const json::Value& to, json::Value result)
{
    const auto bound = [](const json::Value& text) {
        const std::optional<double> number = numberOf(text);
        return number ? numberValue(*number) : json::Value();
    };
    return json::Value::object(
        {{"type", "range"},
         {"options", json::Value::object({{"from", bound(from)}, {"to", bound(to)}, {"result", std::move(result)}})}});
}

bool isNullText(const json::Value& value) { return value.toString() == "null"; }

/// One old mapping. Values join the others in `values`, the rest is appended.
void upgradeOne(const json::Value& old, const json::Value& thresholds, json::Value& values, json::Value& rest)
{
    // The text's own number chooses the colour: "1" mapped to "90" was drawn in the colour of 90.
    std::optional<double> colored = leadingNumber(old["text"]);
    if (!colored) colored = leadingNumber(old[old["type"].toInt() == 2 ? "from" : "value"]);
    json::Value result = resultOf(old["text"], stepColor(thresholds, colored));
    if (old["type"].toInt() == 1) {
        const json::Value& value = old["value"];
        if (value.isNull()) return;
        if (isNullText(value))
            rest.append(specialNull(std::move(result)));
        else
            values.set(value.isBool() ? (value.toBool() ? "true" : "false") : textOf(value), std::move(result));
    } else if (old["type"].toInt() == 2) {
        if (isNullText(old["from"]) || isNullText(old["to"]))
            rest.append(specialNull(std::move(result)));
        else
            rest.append(rangeMapping(old["from"], old["to"], std::move(result)));
    }
}

}  // namespace

json::Value upgradeMappings(const json::Value& mappings, const json::Value& thresholds)
{
    json::Value values = json::Value::object();
    json::Value rest = json::Value::array();
    for (const json::Value& mapping : mappings.items()) {
        if (!mapping.isObject()) continue;
        if (mapping["type"].isString())
            rest.append(mapping);
        else
            upgradeOne(mapping, thresholds, values, rest);
    }
    if (values.members().empty()) return rest;
    std::vector<json::Value> all{json::Value::object({{"type", "value"}, {"options", std::move(values)}})};
    for (const json::Value& mapping : rest.items()) all.push_back(mapping);
    return json::Value::array(std::move(all));
}

json::Value mappingsOfMaps(const json::Value& holder, const json::Value& thresholds)
{
    const std::vector<json::Value>& valueMaps = holder["valueMaps"].items();
    const std::vector<json::Value>& rangeMaps = holder["rangeMaps"].items();
    std::int64_t type = holder["mappingType"].toInt();
    if (type != 1 && type != 2) type = !valueMaps.empty() ? 1 : 2;
    json::Value out = json::Value::array();
    for (json::Value map : type == 1 ? valueMaps : rangeMaps) {
        if (!map.isObject()) continue;
        map.set("type", json::Value(type));
        json::Value values = json::Value::object();
        upgradeOne(map, thresholds, values, out);
        if (values.members().empty()) continue;
        out.append(json::Value::object({{"type", "value"}, {"options", std::move(values)}}));
    }
    return out;
}

json::Value thresholdsOfColors(const json::Value& thresholds, const json::Value& colors)
{
    std::vector<double> limits;
    const auto add = [&limits](const json::Value& limit) {
        if (const auto number = numberOf(limit)) limits.push_back(*number);
    };
    if (thresholds.isString()) {
        std::string_view rest = thresholds.toString();
        while (!rest.empty()) {
            const std::size_t comma = rest.find(',');
            add(json::Value(rest.substr(0, comma)));
            rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
        }
    } else if (thresholds.isArray()) {
        for (const json::Value& limit : thresholds.items()) add(limit);
    } else {
        add(thresholds);
    }
    json::Value steps = json::Value::array();
    for (std::size_t i = 0; i < colors.items().size() && i <= limits.size(); ++i) {
        steps.append(json::Value::object(
            {{"value", i == 0 ? json::Value() : numberValue(limits[i - 1])}, {"color", colors.at(i)}}));
    }
    if (steps.items().empty()) return {};
    return json::Value::object({{"mode", "absolute"}, {"steps", std::move(steps)}});
}

json::Value normalizedThresholds(const json::Value& thresholds)
{
    std::vector<json::Value> steps;
    for (const json::Value& step : thresholds.isArray() ? thresholds.items() : thresholds["steps"].items()) {
        if (step.isObject()) steps.push_back(step);
    }
    if (steps.empty()) return thresholds.isObject() ? thresholds : json::Value();
    const auto limit = [](const json::Value& step) {
        return numberOf(step["value"]).value_or(-std::numeric_limits<double>::infinity());
    };
    std::stable_sort(steps.begin(), steps.end(),
                     [&](const json::Value& a, const json::Value& b) { return limit(a) < limit(b); });
    for (json::Value& step : steps) step.remove("index");
    steps.front().set("value", json::Value());
    json::Value result = thresholds.isObject() ? thresholds : json::Value::object();
    if (result["mode"].toString() != "percentage") result.set("mode", "absolute");
    result.set("steps", json::Value::array(std::move(steps)));
    return result;
}

}  // namespace watchglass::ui::migration

namespace watchglass::ui {

json::Value upgradeAngularMappings(const json::Value& panel) { return migration::mappingsOfMaps(panel, {}); }

}  // namespace watchglass::ui
