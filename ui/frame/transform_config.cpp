#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "ui/frame/field_matcher.h"
#include "ui/frame/field_override.h"
#include "ui/frame/js_value.h"
#include "ui/frame/reducer.h"
#include "ui/frame/transform_steps.h"

// Source: Grafana's public/app/features/transformers/fieldToConfigMapping, rowsToFields and configFromQuery.

namespace watchglass::ui {

namespace {

constexpr std::string_view kName = "field.name";
constexpr std::string_view kValue = "field.value";
constexpr std::string_view kLabel = "field.label";

constexpr std::array<std::string_view, 14> kHandlers{
    kName,   kValue,       kLabel,           "__ignore",       "max",          "min", "unit", "decimals", "displayName",
    "color", "threshold1", "mappings.value", "mappings.color", "mappings.text"};

/// What a column of a configuration stands for.
struct ColumnRole {
    std::string handler;  ///< "" for nothing
    std::string reducer;
    std::string thresholdColor = "red";
};

struct ColumnRoles {
    std::map<std::string, ColumnRole> byName;  ///< of the shown name
    const Field* name = nullptr;
    const Field* value = nullptr;
};

std::string lowerCase(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

const json::Value* mappingFor(const json::Value& mappings, const char* member, std::string_view wanted)
{
    for (const json::Value& mapping : mappings.items()) {
        if (mapping[member].toString() == wanted) return &mapping;
    }
    return nullptr;
}

ColumnRoles rolesOf(const Frame& frame, const json::Value& mappings, bool rowsToFields)
{
    ColumnRoles out;
    const bool nameGiven = mappingFor(mappings, "handlerKey", kName) != nullptr;
    const bool valueGiven = mappingFor(mappings, "handlerKey", kValue) != nullptr;
    for (const Field& field : frame.fields) {
        const json::Value* mapping = mappingFor(mappings, "fieldName", shownName(field));
        const std::string key = mapping ? (*mapping)["handlerKey"].toString() : lowerCase(shownName(field));
        ColumnRole role;
        if (std::find(kHandlers.begin(), kHandlers.end(), key) != kHandlers.end()) role.handler = key;
        if (rowsToFields && !role.handler.empty()) {
            if (role.handler == kName) out.name = &field;
            if (role.handler == kValue) out.value = &field;
        } else if (rowsToFields && !mapping) {
            // The first text names the fields, the first number is their value.
            if (!out.name && !nameGiven && field.type == FieldType::String) {
                out.name = &field;
                role.handler = kName;
            }
            if (!out.value && !valueGiven && field.type == FieldType::Number) {
                out.value = &field;
                role.handler = kValue;
            }
        }
        if (role.handler.empty() && rowsToFields) role.handler = kLabel;
        role.reducer = role.handler.starts_with("mappings.") ? "allValues" : "lastNotNull";
        if (mapping && (*mapping)["reducerId"].isString()) role.reducer = (*mapping)["reducerId"].toString();
        if (mapping) {
            const std::string& color = mapping->get("handlerArguments.threshold.color").toString();
            if (!color.empty()) role.thresholdColor = color;
        }
        out.byName[shownName(field)] = std::move(role);
    }
    return out;
}

/// Number(value) as Grafana asks for it: nothing and lists are no numbers.
double anyToNumber(const Cell& cell)
{
    const auto* text = std::get_if<std::string>(&cell);
    if (isNull(cell) || std::holds_alternative<JsonCell>(cell) || (text && text->empty())) return std::nan("");
    return jsToNumber(cell);
}

/// Sets what a value says about the field; lists for value mappings wait in `lists`.
void applyRole(const ColumnRole& role, const Cell& cell, FieldConfig& config, std::map<std::string, json::Value>& lists)
{
    constexpr double kMostDecimals = 15;
    const double number = anyToNumber(cell);
    if (role.handler == "max" && !std::isnan(number)) config.max = number;
    if (role.handler == "min" && !std::isnan(number)) config.min = number;
    if (role.handler == "decimals" && number >= 0 && number <= kMostDecimals && number == std::floor(number))
        config.decimals = static_cast<int>(number);
    if (role.handler == "unit") config.unit = jsText(cell);
    if (role.handler == "displayName") config.displayName = jsText(cell);
    if (role.handler == "color") {
        FieldColor color;
        color.mode = "fixed";
        color.fixedColor = jsText(cell);
        config.color = color;
    }
    if (role.handler == "threshold1" && !std::isnan(number)) {
        if (!config.thresholds) config.thresholds = Thresholds{};
        config.thresholds->steps.push_back({number, role.thresholdColor});
    }
    const auto* list = std::get_if<JsonCell>(&cell);
    if (role.handler.starts_with("mappings.") && list && list->value->isArray()) lists[role.handler] = *list->value;
}

std::vector<ValueMapping> mappingsOfLists(const std::map<std::string, json::Value>& lists)
{
    const auto listOf = [&](const char* name) -> const json::Value& {
        static const json::Value none;
        const auto it = lists.find(name);
        return it == lists.end() ? none : it->second;
    };
    ValueMapping mapping;
    const json::Value& values = listOf("mappings.value");
    for (std::size_t i = 0; i < values.items().size(); ++i) {
        if (values.at(i).isNull()) continue;
        ValueMapping::Result result;
        const json::Value& text = listOf("mappings.text").at(i);
        if (!text.isNull()) result.text = jsText(cellOfJson(text));
        const json::Value& color = listOf("mappings.color").at(i);
        if (!color.isNull()) result.color = jsText(cellOfJson(color));
        result.index = static_cast<std::int64_t>(i);
        mapping.values.emplace_back(jsText(cellOfJson(values.at(i))), std::move(result));
    }
    return {mapping};
}

/// Lays what a row of a configuration says over a field's config.
void configure(FieldConfig& config, const Frame& frame, const std::vector<Cell>& row, const ColumnRoles& roles)
{
    FieldConfig own;
    std::map<std::string, json::Value> lists;
    for (std::size_t i = 0; i < frame.fields.size(); ++i) {
        const ColumnRole& role = roles.byName.at(shownName(frame.fields[i]));
        if (!role.handler.empty() && !isNull(row[i])) applyRole(role, row[i], own, lists);
    }
    if (own.max) config.max = own.max;
    if (own.min) config.min = own.min;
    if (own.unit) config.unit = own.unit;
    if (own.decimals) config.decimals = own.decimals;
    if (own.displayName) config.displayName = own.displayName;
    if (own.color) config.color = own.color;
    if (own.thresholds) config.thresholds = own.thresholds;
    if (lists.contains("mappings.value")) config.mappings = mappingsOfLists(lists);
}

Cell reducedColumn(const Field& field, const std::string& reducer)
{
    if (reducer != "allValues" && reducer != "uniqueValues") return reduceField(field, reducer);
    auto list = json::Value::array();
    for (const Cell& cell : listedCells(field.values, reducer == "uniqueValues"))
        list.append(json::parse(jsonText(cell).value_or("null")).value_or(json::Value()));
    return cellOfJson(list);
}

Frame rowsAsFields(const Frame& given, const json::Value& mappings)
{
    // Names without what only tells this frame from the others.
    std::vector<Frame> alone(1, given);
    assignDisplayNames(alone);
    const Frame& frame = alone.front();
    const ColumnRoles roles = rolesOf(frame, mappings, true);
    if (!roles.name || !roles.value) return given;
    Frame out;
    out.refId = frame.refId;
    for (std::size_t row = 0; row < frame.rows(); ++row) {
        Field field;
        field.name = field.displayName = jsText(roles.name->values.cell(row));
        field.type = roles.value->type;
        field.values = Values::cells({roles.value->values.cell(row)});
        field.labelled = true;
        std::map<std::string, std::string> labels;
        for (const LabelView label : roles.name->labels) labels[std::string(label.name)] = label.value;
        std::vector<Cell> cells;
        for (const Field& column : frame.fields) {
            cells.push_back(column.values.cell(row));
            if (roles.byName.at(shownName(column)).handler == kLabel && !isNull(cells.back()))
                labels[shownName(column)] = jsText(cells.back());
        }
        field.labels = Labels::fromPairs({labels.begin(), labels.end()});
        configure(field.config, frame, cells, roles);
        out.fields.push_back(std::move(field));
    }
    return out;
}

}  // namespace

std::vector<Frame> transformRowsToFields(std::vector<Frame> frames, const json::Value& options)
{
    for (Frame& frame : frames) frame = rowsAsFields(frame, options["mappings"]);
    return frames;
}

std::vector<Frame> transformConfigFromData(std::vector<Frame> frames, const json::Value& options)
{
    const std::string refId = options["configRefId"].isString() ? options["configRefId"].toString() : "config";
    const auto source = std::find_if(frames.begin(), frames.end(),
                                     [&](const Frame& frame) { return frame.refId == refId; });
    if (source == frames.end()) return frames;
    std::vector<Frame> alone(1, *source);
    assignDisplayNames(alone);
    const Frame& config = alone.front();
    const ColumnRoles roles = rolesOf(config, options["mappings"], false);
    std::vector<Cell> row;
    for (const Field& field : config.fields)
        row.push_back(reducedColumn(field, roles.byName.at(shownName(field)).reducer));

    const json::Value& applyTo = options["applyTo"];
    const PreparedFieldMatcher matcher(applyTo.isObject() ? FieldMatcher{applyTo["id"].toString(), applyTo["options"]}
                                                          : FieldMatcher{"numeric", {}});
    std::vector<Frame> out;
    for (auto it = frames.begin(); it != frames.end(); ++it) {
        if (it == source && frames.size() > 1) continue;
        out.push_back(*it);
        out.back().name.clear();
        for (std::size_t i = 0; i < it->fields.size(); ++i) {
            if (matcher.matches(it->fields[i], *it)) configure(out.back().fields[i].config, config, row, roles);
        }
    }
    return out;
}

}  // namespace watchglass::ui
