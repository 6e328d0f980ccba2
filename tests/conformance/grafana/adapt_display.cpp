// display-processor, mappings, thresholds-color: what a value looks like.

#include "tests/conformance/grafana/cases.h"
#include "ui/dashboard/migration.h"
#include "ui/frame/display.h"
#include "ui/frame/field_override.h"
#include "ui/frame/js_regex.h"

namespace watchglass::conformance::grafana {

using namespace ui;

namespace {

Answer displayProcessor(const Case& one)
{
    const json::Value& input = one.input();
    const Field field = fieldOf(input["field"]);
    FormatContext context;
    context.timeZone = input["timeZone"].toString();
    context.nowMs = instantMs(one.document["now"]).value_or(0);
    const DisplayProcessor process(field, themeOf(input["theme"]), context);
    const auto value = process(cellOf(input["value"]), decimalsOf(input["adjacentDecimals"]));
    auto got = json::Value::object();
    got.set("text", value.text);
    got.set("numeric", numberJson(value.numeric));
    got.set("prefix", textJson(value.prefix));
    got.set("suffix", textJson(value.suffix));
    got.set("color", value.hasColor ? json::Value(toHex(value.color)) : json::Value());
    got.set("percent", value.percent ? numberJson(*value.percent) : json::Value());
    got.set("icon", textJson(value.icon));
    got.set("assembled", value.toString());
    json::Value expected = one.expected();
    for (const char* name : {"prefix", "suffix", "icon"}) expected.set(name, textJson(expected[name].toString()));
    Comparison how;
    how.colorKeys = {"color"};
    how.colorTolerance = VisualTheme::isScheme(input["field"].get("config.color.mode").toString()) ? 1 : 0;
    return Answer::against(std::move(expected), std::move(got), how);
}

json::Value resultJson(const ValueMapping::Result& result)
{
    auto out = json::Value::object();
    if (result.text) out.set("text", *result.text);
    if (!result.color.empty()) out.set("color", result.color);
    if (!result.icon.empty()) out.set("icon", result.icon);
    return out;
}

/// Only what is shown: a result also carries its place in the editor.
json::Value shownResult(const json::Value& result)
{
    if (!result.isObject() || result.has("$")) return result;
    auto out = json::Value::object();
    for (const char* name : {"text", "color", "icon"}) {
        if (result.has(name)) out.set(name, result[name]);
    }
    return out;
}

Answer valueMapping(const Case& one)
{
    const auto mappings = mappingsFromJson(one.input()["mappings"]);
    const Cell value = cellOf(one.input()["value"]);
    for (const ValueMapping& mapping : mappings) {
        const bool asked = mapping.kind == ValueMapping::Kind::Regex && std::holds_alternative<std::string>(value);
        if (asked && !JsRegex::fromDashboard(mapping.pattern)) return refused();
    }
    const auto got = mapValue(mappings, value);
    return Answer::against(shownResult(one.expected()), got ? resultJson(*got) : json::Value());
}

Answer oldMappings(const Case& one) { return upgradeAngularMappings(one.input()); }

json::Value stepJson(const ThresholdStep& step)
{
    auto out = json::Value::object();
    out.set("value", numberJson(step.value));
    out.set("color", step.color);
    return out;
}

/// The base may be stored as null.
json::Value withBase(json::Value step)
{
    if (step.isObject() && step["value"].isNull()) step.set("value", numberJson(-HUGE_VAL));
    return step;
}

Answer sortedThresholds(const Case& one)
{
    auto got = json::Value::array();
    for (const ThresholdStep& step : sortedSteps(thresholdsFromJson(one.input()))) got.append(stepJson(step));
    auto expected = one.expected();
    for (json::Value& step : expected.mutableItems()) step = withBase(step);
    return Answer::against(std::move(expected), std::move(got));
}

Answer activeStep(const Case& one)
{
    const json::Value& value = one.input()["value"];
    const auto thresholds = thresholdsFromJson(one.input());
    const ThresholdStep* step = activeThreshold(thresholds, value.isNull() ? 0 : numberOf(value), 0, 100);
    auto fallback = json::Value::object();
    fallback.set("value", 0);
    fallback.set("color", std::string(kFallbackColor));
    return Answer::against(withBase(one.expected()), step ? stepJson(*step) : fallback);
}

Comparison scaleComparison(const Field& field)
{
    Comparison how;
    how.colorKeys = {"hex"};
    const std::string mode = field.config.color ? field.config.color->mode : std::string();
    how.colorTolerance = VisualTheme::isScheme(mode) || mode == "shades" ? 1 : 0;
    return how;
}

json::Value scaleJson(const ValueScale& scale)
{
    auto out = json::Value::object();
    out.set("hex", toHex(scale.color));
    out.set("percent", numberJson(scale.percent));
    if (scale.threshold) out.set("threshold", stepJson(*scale.threshold));
    return out;
}

json::Value expectedScale(json::Value expected)
{
    expected.remove("color");
    if (expected.has("threshold")) expected.set("threshold", withBase(expected["threshold"]));
    return expected;
}

Answer scaleCalculator(const Case& one)
{
    Field field;
    field.config = fieldConfigFromJson(one.input()["config"]);
    field.displayName = one.input()["displayName"].toString();
    field.seriesIndex = static_cast<std::size_t>(one.input()["seriesIndex"].toInt());
    const json::Value& value = one.input()["value"];
    const auto scale = scaleOf(field, value.isNull() ? 0 : numberOf(value), themeOf(one.input()["theme"]));
    return Answer::against(expectedScale(one.expected()), scaleJson(scale), scaleComparison(field));
}

Answer fieldSeriesColor(const Case& one)
{
    Field field;
    field.config = fieldConfigFromJson(one.input()["config"]);
    field.values = valuesOf(one.input()["values"]);
    field.seriesIndex = static_cast<std::size_t>(one.input()["seriesIndex"].toInt());
    const auto scale = seriesScale(field, themeOf(one.input()["theme"]));
    return Answer::against(expectedScale(one.expected()), scaleJson(scale), scaleComparison(field));
}

Answer colorByName(const Case& one)
{
    Comparison how;
    how.colors = true;
    return {toHex(themeOf(one.input()["theme"]).classicByName(one.input()["displayName"].toString())), how};
}

Answer minMax(const Case& one)
{
    Field field;
    field.config = fieldConfigFromJson(one.input()["config"]);
    field.values = valuesOf(one.input()["values"]);
    const FieldRange range = fieldRange(field);
    auto got = json::Value::object();
    got.set("min", range.min ? numberJson(*range.min) : json::Value());
    got.set("max", range.max ? numberJson(*range.max) : json::Value());
    // Both ends given: nothing is measured, hence no delta of the config itself.
    if (one.expected().has("delta")) got.set("delta", numberJson(range.delta()));
    return got;
}

}  // namespace

void addDisplayAdapters(std::map<std::string, Adapters, std::less<>>& out)
{
    out["display-processor"] = {{"displayProcessor", displayProcessor}};
    out["mappings"] = {{"valueMapping", valueMapping}, {"convertOldAngularValueMappings", oldMappings}};
    out["thresholds-color"] = {{"sortThresholds", sortedThresholds},
                               {"getActiveThreshold", activeStep},
                               {"scaleCalculator", scaleCalculator},
                               {"fieldSeriesColor", fieldSeriesColor},
                               {"colorByName", colorByName},
                               {"fieldConfigWithMinMax", minMax},
                               {"minMaxAndDelta", minMax}};
}

}  // namespace watchglass::conformance::grafana
