// field-display-values, data-links: what panels of big values list, and where values link to.

#include "tests/conformance/grafana/cases.h"
#include "tests/conformance/grafana/variables.h"
#include "ui/frame/data_link.h"
#include "ui/frame/field_display.h"

namespace watchglass::conformance::grafana {

using namespace ui;

namespace {

json::Value optional(const std::optional<double>& value) { return value ? numberJson(*value) : json::Value(); }

json::Value optional(const std::optional<std::size_t>& value)
{
    return value ? json::Value(static_cast<std::int64_t>(*value)) : json::Value();
}

json::Value displayJson(const FieldDisplay& value, const FieldDisplayRequest& request)
{
    const DisplayValue& display = value.display;
    auto out = json::Value::object();
    out.set("name", value.name);
    out.set("title", value.frame ? json::Value(value.title) : json::Value());
    out.set("colIndex", value.frame ? json::Value(static_cast<std::int64_t>(value.column)) : json::Value());
    out.set("rowIndex", value.frame ? optional(value.row) : json::Value());
    out.set("text", display.text);
    out.set("prefix", display.prefix);
    out.set("suffix", display.suffix);
    out.set("assembled", display.toString());
    out.set("numeric", numberJson(display.numeric));
    out.set("color", display.hasColor ? json::Value(toHex(display.color)) : json::Value());
    out.set("percent", optional(display.percent));
    out.set("min", optional(value.min));
    out.set("max", optional(value.max));
    if (value.percentChange && value.frame && !value.row) out.set("percentChange", optional(value.percentChange));
    if (request.sparkline && value.frame && !value.row) {
        auto highlight = json::Value::object();
        highlight.set("highlightIndex", optional(value.highlightRow));
        highlight.set("highlightLine", optional(value.highlightLevel));
        out.set("sparkline", std::move(highlight));
    }
    return out;
}

/// A unit without a suffix has an empty one or none: nothing is shown either way.
json::Value withTexts(json::Value expected)
{
    for (json::Value& value : expected.edit("values").mutableItems()) {
        for (const char* name : {"prefix", "suffix"}) value.set(name, value[name].toString());
    }
    return expected;
}

Answer fieldDisplayValues(const Case& one)
{
    const json::Value& input = one.input();
    const CaseVariables variables(input, one.document);
    const FieldConfigSource source = fieldConfigSourceFromJson(input["fieldConfig"]);
    auto frames = framesOf(input["frames"], one.document);
    applyFieldConfig(frames, source, [&](const std::string& text) { return variables.replace(text); });
    FieldDisplayRequest request;
    request.frames = &frames;
    request.reduceOptions = input["reduceOptions"];
    request.fieldConfig = &source;
    request.theme = &themeOf(input["theme"]);
    request.format.nowMs = variables.nowMs();
    request.replace = [&](const std::string& text, const DataPoint& point) {
        return interpolateAt(text, variables.context(), point);
    };
    request.percentChange = input["percentChange"].toBool();
    request.sparkline = input["sparkline"].toBool();
    const auto values = fieldDisplays(request);
    auto list = json::Value::array();
    for (const FieldDisplay& value : values) list.append(displayJson(value, request));
    const DisplayAlignment longest = alignmentOf(values);
    auto got = json::Value::object();
    got.set("values", std::move(list));
    got.set("alignment", json::Value::object({{"text", longest.text},
                                              {"title", longest.title},
                                              {"prefix", longest.prefix},
                                              {"suffix", longest.suffix}}));
    Comparison how;
    how.colorKeys = {"color"};
    how.colorTolerance = 1;
    return Answer::against(withTexts(one.expected()), std::move(got), how);
}

Answer dataLink(const Case& one)
{
    const json::Value& input = one.input();
    const CaseVariables variables(input, one.document);
    auto frames = framesOf(input["frames"], one.document);
    applyFieldConfig(frames, {});
    DataPoint point;
    point.frames = &frames;
    point.frame = static_cast<std::size_t>(input["frameIndex"].toInt());
    point.field = static_cast<std::size_t>(input["fieldIndex"].toInt());
    point.row = static_cast<std::size_t>(input["rowIndex"].toInt());
    point.format.nowMs = variables.nowMs();
    frames[point.frame].fields[point.field].config.links = {
        {input["title"].toString(), input["url"].toString(), true, false}};
    auto got = json::Value::array();
    const auto replace = [&](const std::string& text, const DataPoint& at) {
        return interpolateAt(text, variables.context(), at);
    };
    for (const ShownLink& link : linksAt(point, replace)) {
        auto item = json::Value::object({{"href", link.href}, {"title", link.title}});
        if (link.newWindow) item.set("target", "_blank");
        got.append(std::move(item));
    }
    return got;
}

}  // namespace

void addPanelAdapters(std::map<std::string, Adapters, std::less<>>& out)
{
    out["field-display-values"] = {{"fieldDisplayValues", fieldDisplayValues}};
    out["data-links"] = {{"dataLink", dataLink}};
}

}  // namespace watchglass::conformance::grafana
