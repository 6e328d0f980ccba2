// transformations, transformations-app.

#include "tests/conformance/grafana/cases.h"
#include "tests/conformance/grafana/variables.h"
#include "ui/frame/field_override.h"
#include "ui/frame/transform.h"

namespace watchglass::conformance::grafana {

using namespace ui;

namespace {

/// A frame inside a frame: its fields have no shown names.
json::Value nestedJson(const Frame& frame)
{
    auto out = json::Value::object();
    out.set("length", static_cast<std::int64_t>(frame.rows()));
    auto fields = json::Value::array();
    for (const Field& field : frame.fields) {
        auto item = json::Value::object();
        item.set("name", field.name);
        item.set("type", std::string(fieldTypeName(field.type)));
        item.set("config", configJson(field.config, field.displayNameFromDs));
        auto values = json::Value::array();
        for (std::size_t row = 0; row < field.values.size(); ++row) values.append(cellJson(field.values.cell(row)));
        item.set("values", std::move(values));
        fields.append(std::move(item));
    }
    out.set("fields", std::move(fields));
    return out;
}

json::Value listJson(const Values& values)
{
    auto out = json::Value::array();
    for (std::size_t row = 0; row < values.size(); ++row) out.append(cellJson(values.cell(row)));
    return out;
}

/// A line inside a table, as the notes of the cases say.
json::Value trendJson(const Frame& frame)
{
    auto out = json::Value::object();
    out.set("value", cellJson(frame.value));
    out.set("length", static_cast<std::int64_t>(frame.rows()));
    out.set("time", listJson(frame.fields[0].values));
    out.set("values", listJson(frame.fields[1].values));
    out.set("name", frame.fields[1].name);
    out.set("labels", labelsJson(frame.fields[1].labels));
    return out;
}

json::Value valueJson(const Cell& cell, FieldType type)
{
    const auto* nested = std::get_if<FramesCell>(&cell);
    if (!nested) return cellJson(cell);
    if (type == FieldType::Frame) return trendJson(nested->frames->front());
    auto out = json::Value::array();
    for (const Frame& frame : *nested->frames) out.append(nestedJson(frame));
    return out;
}

json::Value frameJson(const Frame& frame, bool withRefId)
{
    auto out = json::Value::object();
    if (!frame.name.empty()) out.set("name", frame.name);
    if (withRefId && !frame.refId.empty()) out.set("refId", frame.refId);
    out.set("length", frame.statedRows.value_or(static_cast<double>(frame.rows())));
    auto fields = json::Value::array();
    for (const Field& field : frame.fields) {
        auto item = json::Value::object();
        item.set("name", textJson(field.name));
        item.set("type", std::string(fieldTypeName(field.type)));
        item.set("displayName", field.displayName);
        item.set("labels", labelsJson(field.labels));
        item.set("config", configJson(field.config, field.displayNameFromDs));
        auto values = json::Value::array();
        for (std::size_t row = 0; row < field.values.size(); ++row)
            values.append(valueJson(field.values.cell(row), field.type));
        item.set("values", std::move(values));
        fields.append(std::move(item));
    }
    out.set("fields", std::move(fields));
    return out;
}

/// Labels are texts, and one without a value is none, as in Prometheus.
json::Value knownLabels(const json::Value& labels)
{
    auto out = json::Value::object();
    for (const auto& [name, value] : labels.members()) {
        const std::string text = value.isNull() ? "null" : plainText(value);
        if (!text.empty()) out.set(name, text);
    }
    return out;
}

/// What the program keeps of an expected frame.
json::Value knownFrame(json::Value frame, bool withRefId)
{
    frame.remove("meta");
    if (!withRefId) frame.remove("refId");
    for (json::Value& field : frame.edit("fields").mutableItems()) {
        field.set("config", knownConfig(field["config"]));
        field.set("name", textJson(field["name"].toString()));
        field.set("labels", knownLabels(field["labels"]));
        if (!field.has("values")) field.set("values", json::Value::array());
        if (field["type"].toString() != "nestedFrames") continue;
        for (json::Value& list : field.edit("values").mutableItems()) {
            for (json::Value& nested : list.mutableItems()) {
                nested.remove("meta");
                for (json::Value& inner : nested.edit("fields").mutableItems())
                    inner.set("config", knownConfig(inner["config"]));
            }
        }
    }
    return frame;
}

/// Replaces the variables in every text of the options.
void interpolateTexts(json::Value& value, const CaseVariables& variables)
{
    if (value.isString()) value = json::Value(variables.replace(value.toString()));
    if (value.isArray()) {
        for (json::Value& item : value.mutableItems()) interpolateTexts(item, variables);
    }
    if (value.isObject()) {
        for (auto& [name, member] : value.mutableMembers()) interpolateTexts(member, variables);
    }
}

Answer transformed(const Case& one, bool withRefId)
{
    const json::Value& input = one.input();
    json::Value steps = input["transformations"];
    if (input["variables"].isObject()) {
        const CaseVariables variables(input, one.document);
        interpolateTexts(steps, variables);
    }
    std::vector<std::string> problems;
    auto frames = applyTransformations(framesOf(input["frames"], one.document), steps, &problems);
    if (one.expected()["$"].toString() == "throws" && !problems.empty()) return refused();
    return comparedFrames(one, std::move(frames), withRefId);
}

}  // namespace

Answer comparedFrames(const Case& one, std::vector<Frame> frames, bool withRefId)
{
    assignDisplayNames(frames);
    Comparison how;
    how.relative = 1e-12;
    auto got = json::Value::array();
    for (const Frame& frame : frames) got.append(frameJson(frame, withRefId));
    json::Value expected = one.expected();
    if (expected.isArray()) {
        for (json::Value& frame : expected.mutableItems()) frame = knownFrame(std::move(frame), withRefId);
    }
    return Answer::against(std::move(expected), std::move(got), how);
}

void addTransformAdapters(std::map<std::string, Adapters, std::less<>>& out)
{
    out["transformations"] = {{"transform", [](const Case& one) { return transformed(one, true); }}};
    out["transformations-app"] = {{"transform", [](const Case& one) { return transformed(one, false); }}};
}

}  // namespace watchglass::conformance::grafana
