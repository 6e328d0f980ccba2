#include "ui/frame/field_config.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "ui/frame/value_format.h"

namespace watchglass::ui {
namespace {

/// A finite number, also when written as text ("80"), as old dashboards do.
std::optional<double> numberFrom(const json::Value& value)
{
    if (value.isNumber()) return value.toDouble();
    const auto& text = value.isString() ? value.toString() : value["$"].toString();
    if (text.empty()) return {};
    if (text == "-Inf") return -HUGE_VAL;
    if (text == "+Inf") return HUGE_VAL;
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    if (*end != '\0' || std::isnan(number)) return {};
    return number;
}

std::optional<std::string> stringFrom(const json::Value& value)
{
    if (value.isString()) return value.toString();
    if (value.isNumber()) return value.numberSpelling();
    return {};
}

ValueMapping::Result resultFrom(const json::Value& value)
{
    ValueMapping::Result out;
    out.text = stringFrom(value["text"]);
    out.color = value["color"].toString();
    out.icon = value["icon"].toString();
    if (value["index"].isNumber()) out.index = value["index"].toInt();
    return out;
}

ValueMapping::Special specialFrom(const std::string& match)
{
    if (match == "nan") return ValueMapping::Special::NaN;
    if (match == "null+nan") return ValueMapping::Special::NullAndNaN;
    if (match == "true") return ValueMapping::Special::True;
    if (match == "false") return ValueMapping::Special::False;
    if (match == "empty") return ValueMapping::Special::Empty;
    return ValueMapping::Special::Null;
}

/// A mapping of before 8.0: `{"type": 1, "value": "0", "text": "down"}`.
std::optional<ValueMapping> oldMapping(const json::Value& value)
{
    ValueMapping out;
    out.result.text = stringFrom(value["text"]);
    const bool range = value["type"].toInt() == 2;
    if (range ? value["from"].toString() == "null" || value["to"].toString() == "null"
              : value["value"].toString() == "null") {
        out.kind = ValueMapping::Kind::Special;
        out.special = ValueMapping::Special::Null;
        return out;
    }
    if (range) {
        out.kind = ValueMapping::Kind::Range;
        out.from = numberFrom(value["from"]);
        out.to = numberFrom(value["to"]);
        return out;
    }
    const auto key = stringFrom(value["value"]);
    if (!key) return {};
    out.values.emplace_back(*key, out.result);
    return out;
}

}  // namespace

const Thresholds& defaultThresholds()
{
    static const Thresholds thresholds{false, {{-HUGE_VAL, "green"}, {80, "red"}}};
    return thresholds;
}

Thresholds thresholdsFromJson(const json::Value& value)
{
    Thresholds out;
    out.percentage = value["mode"].toString() == "percentage";
    for (const auto& step : value["steps"].items()) {
        ThresholdStep entry;
        // A missing or null value is the base.
        entry.value = numberFrom(step["value"]).value_or(-HUGE_VAL);
        entry.color = step["color"].toString();
        out.steps.push_back(std::move(entry));
    }
    return out;
}

std::vector<ValueMapping> mappingsFromJson(const json::Value& value)
{
    std::vector<ValueMapping> out;
    for (const auto& item : value.items()) {
        if (item["type"].isNumber()) {
            if (auto mapping = oldMapping(item)) out.push_back(std::move(*mapping));
            continue;
        }
        const auto& type = item["type"].toString();
        const auto& options = item["options"];
        ValueMapping mapping;
        if (type == "value") {
            for (const auto& [key, result] : options.members()) mapping.values.emplace_back(key, resultFrom(result));
        } else if (type == "range") {
            mapping.kind = ValueMapping::Kind::Range;
            mapping.from = numberFrom(options["from"]);
            mapping.to = numberFrom(options["to"]);
            mapping.result = resultFrom(options["result"]);
        } else if (type == "regex") {
            mapping.kind = ValueMapping::Kind::Regex;
            mapping.pattern = options["pattern"].toString();
            mapping.result = resultFrom(options["result"]);
        } else if (type == "special") {
            mapping.kind = ValueMapping::Kind::Special;
            mapping.special = specialFrom(options["match"].toString());
            mapping.result = resultFrom(options["result"]);
        } else {
            continue;
        }
        out.push_back(std::move(mapping));
    }
    return out;
}

FieldColor fieldColorFromJson(const json::Value& value)
{
    FieldColor out;
    out.mode = value["mode"].toString();
    out.fixedColor = value["fixedColor"].toString();
    if (value["seriesBy"].isString()) out.seriesBy = value["seriesBy"].toString();
    return out;
}

std::vector<DataLink> linksFromJson(const json::Value& value)
{
    std::vector<DataLink> out;
    for (const auto& item : value.items()) {
        out.push_back({item["title"].toString(), item["url"].toString(), item["targetBlank"].toBool(),
                       item["oneClick"].toBool()});
    }
    return out;
}

FieldConfig fieldConfigFromJson(const json::Value& value)
{
    FieldConfig out;
    for (const auto& [id, member] : value.members()) {
        if (id == "custom" || id == "displayNameFromDS") continue;
        if (!setProperty(out, id, member)) out.rest.set(id, member);
    }
    if (value["custom"].isObject()) out.custom = value["custom"];
    return out;
}

namespace {

/// Infinite steps have no number in JSON: the base is written as null.
json::Value numberOrNull(double value) { return std::isfinite(value) ? json::Value(value) : json::Value(); }

json::Value resultToJson(const ValueMapping::Result& result)
{
    auto out = json::Value::object();
    if (result.text) out.set("text", *result.text);
    if (!result.color.empty()) out.set("color", result.color);
    if (!result.icon.empty()) out.set("icon", result.icon);
    if (result.index) out.set("index", *result.index);
    return out;
}

json::Value mappingToJson(const ValueMapping& mapping)
{
    static constexpr std::string_view kTypes[] = {"value", "range", "regex", "special"};
    static constexpr std::string_view kSpecials[] = {"null", "nan", "null+nan", "true", "false", "empty"};
    auto options = json::Value::object();
    switch (mapping.kind) {
    case ValueMapping::Kind::Value:
        for (const auto& [key, result] : mapping.values) options.set(key, resultToJson(result));
        break;
    case ValueMapping::Kind::Range:
        options.set("from", mapping.from ? numberOrNull(*mapping.from) : json::Value());
        options.set("to", mapping.to ? numberOrNull(*mapping.to) : json::Value());
        break;
    case ValueMapping::Kind::Regex: options.set("pattern", mapping.pattern); break;
    case ValueMapping::Kind::Special: options.set("match", kSpecials[static_cast<int>(mapping.special)]); break;
    }
    if (mapping.kind != ValueMapping::Kind::Value) options.set("result", resultToJson(mapping.result));
    auto out = json::Value::object();
    out.set("type", kTypes[static_cast<int>(mapping.kind)]);
    out.set("options", std::move(options));
    return out;
}

json::Value linkToJson(const DataLink& link)
{
    auto out = json::Value::object();
    out.set("title", link.title);
    out.set("url", link.url);
    if (link.newWindow) out.set("targetBlank", true);
    if (link.oneClick) out.set("oneClick", true);
    return out;
}

template <class Item>
json::Value listToJson(const std::vector<Item>& items, json::Value (*toJson)(const Item&))
{
    auto out = json::Value::array();
    for (const Item& item : items) out.append(toJson(item));
    return out;
}

json::Value thresholdsToJson(const Thresholds& thresholds)
{
    auto out = json::Value::object();
    out.set("mode", thresholds.percentage ? "percentage" : "absolute");
    auto steps = json::Value::array();
    for (const ThresholdStep& step : thresholds.steps) {
        auto item = json::Value::object();
        item.set("value", numberOrNull(step.value));
        item.set("color", step.color);
        steps.append(std::move(item));
    }
    out.set("steps", std::move(steps));
    return out;
}

json::Value colorToJson(const FieldColor& color)
{
    auto out = json::Value::object();
    out.set("mode", color.mode);
    if (!color.fixedColor.empty()) out.set("fixedColor", color.fixedColor);
    if (color.seriesBy != "last") out.set("seriesBy", color.seriesBy);
    return out;
}

}  // namespace

json::Value fieldConfigToJson(const FieldConfig& config)
{
    json::Value out = config.rest.isObject() ? config.rest : json::Value::object();
    if (config.unit) out.set("unit", *config.unit);
    if (config.decimals) out.set("decimals", *config.decimals);
    if (config.min) out.set("min", *config.min);
    if (config.max) out.set("max", *config.max);
    if (config.displayName) out.set("displayName", *config.displayName);
    if (config.noValue) out.set("noValue", *config.noValue);
    if (config.description) out.set("description", *config.description);
    if (config.color) out.set("color", colorToJson(*config.color));
    if (config.thresholds) out.set("thresholds", thresholdsToJson(*config.thresholds));
    if (config.mappings) out.set("mappings", listToJson(*config.mappings, mappingToJson));
    if (config.links) out.set("links", listToJson(*config.links, linkToJson));
    if (config.fieldMinMax) out.set("fieldMinMax", true);
    if (config.filterable) out.set("filterable", *config.filterable);
    if (config.custom.isObject()) out.set("custom", config.custom);
    return out;
}

bool setProperty(FieldConfig& config, std::string_view id, const json::Value& value)
{
    constexpr std::string_view kCustom = "custom.";
    if (id.substr(0, kCustom.size()) == kCustom) {
        // The last name of the path is set, the others are made on the way.
        json::Value* at = &config.custom;
        std::string_view rest = id.substr(kCustom.size());
        if (!at->isObject()) *at = json::Value::object();
        for (auto dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
            at = &at->edit(rest.substr(0, dot));
            if (!at->isObject()) *at = json::Value::object();
            rest = rest.substr(dot + 1);
        }
        if (value.isNull()) {
            at->remove(rest);
        } else {
            at->set(rest, value);
        }
        return true;
    }
    if (id == "unit") {
        config.unit = stringFrom(value);
    } else if (id == "decimals") {
        const auto number = numberFrom(value);
        config.decimals = number ? std::optional(static_cast<int>(std::clamp(*number, -100.0, 100.0))) : std::nullopt;
    } else if (id == "min") {
        config.min = numberFrom(value);
    } else if (id == "max") {
        config.max = numberFrom(value);
    } else if (id == "displayName") {
        config.displayName = stringFrom(value);
    } else if (id == "noValue") {
        config.noValue = stringFrom(value);
    } else if (id == "description") {
        config.description = stringFrom(value);
    } else if (id == "color") {
        config.color = value.isObject() ? std::optional(fieldColorFromJson(value)) : std::nullopt;
    } else if (id == "thresholds") {
        config.thresholds = value.isObject() ? std::optional(thresholdsFromJson(value)) : std::nullopt;
    } else if (id == "mappings") {
        config.mappings = value.isArray() ? std::optional(mappingsFromJson(value)) : std::nullopt;
    } else if (id == "links") {
        config.links = value.isArray() ? std::optional(linksFromJson(value)) : std::nullopt;
    } else if (id == "fieldMinMax") {
        config.fieldMinMax = value.toBool();
    } else if (id == "filterable") {
        config.filterable = value.toBool();
    } else {
        return false;
    }
    return true;
}

}  // namespace watchglass::ui
