#include <algorithm>
#include <map>
#include <set>

#include "ui/frame/field_matcher.h"
#include "ui/frame/js_value.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

/// What stands where there is no value: "true", "false", "null", "zero", else an empty text.
Cell specialValue(const std::string& name)
{
    if (name == "true") return true;
    if (name == "false") return false;
    if (name == "null") return Cell();
    if (name == "zero") return 0.0;
    return std::string();
}

const Field* keyField(const Frame& frame, const std::string& name)
{
    const PreparedFieldMatcher matcher(FieldMatcher{"byName", name});
    const auto found = std::find_if(frame.fields.begin(), frame.fields.end(),
                                    [&](const Field& field) { return matcher.matches(field, frame); });
    return found == frame.fields.end() ? nullptr : &*found;
}

std::vector<Cell> uniqueCells(const Values& values)
{
    std::vector<Cell> out;
    std::set<Cell> seen;
    for (std::size_t row = 0; row < values.size(); ++row) {
        if (seen.insert(values.cell(row)).second) out.push_back(values.cell(row));
    }
    return out;
}

std::string textOr(const json::Value& value, const char* otherwise)
{
    return value.toString().empty() ? std::string(otherwise) : value.toString();
}

std::vector<Frame> one(Frame frame)
{
    std::vector<Frame> out;
    out.push_back(std::move(frame));
    return out;
}

/// The text of a cell of a field, as transposing writes it.
Cell asText(const Field& field, const Cell& cell, const Cell& empty)
{
    if (field.type == FieldType::Enum) {
        const json::Value& text = field.config.rest.get("type.enum.text");
        const auto* index = std::get_if<double>(&cell);
        const json::Value& found = text.at(index ? static_cast<std::size_t>(std::max(0.0, *index))
                                                 : text.items().size());
        return found.isString() ? Cell(found.toString()) : empty;
    }
    if (isNull(cell)) return empty;
    const bool plain = field.type == FieldType::Time || field.type == FieldType::Number ||
                       field.type == FieldType::Boolean || field.type == FieldType::String;
    return plain ? jsText(cell) : jsonText(cell).value_or("");
}

Frame transposed(const Frame& frame, const json::Value& options)
{
    const Cell empty = specialValue(options["emptyValue"].toString());
    const std::string firstName = textOr(options["firstFieldName"], "Field");
    const std::string restName = textOr(options["restFieldsName"], "Value");
    Frame out = frame;
    out.refId = "transpose-" + (frame.refId.empty() ? std::string("undefined") : frame.refId);
    out.fields.clear();
    if (frame.fields.empty()) throw TransformError{"transpose: a frame without fields"};
    const Field& first = frame.fields.front();
    const bool headers = first.type == FieldType::String || first.type == FieldType::Time ||
                         first.type == FieldType::Enum;
    const std::size_t skipped = headers ? 1 : 0;
    std::set<FieldType> types;
    std::vector<Cell> names;
    for (std::size_t i = skipped; i < frame.fields.size(); ++i) {
        types.insert(frame.fields[i].type);
        names.emplace_back(shownName(frame.fields[i]));
    }
    const FieldType type = types.size() == 1 ? *types.begin() : FieldType::String;
    out.fields.push_back(plainField(firstName, FieldType::String, Values::cells(std::move(names))));
    for (std::size_t row = 0; row < first.values.size(); ++row) {
        std::vector<Cell> cells;
        for (std::size_t i = skipped; i < frame.fields.size(); ++i) {
            const Field& field = frame.fields[i];
            const Cell cell = row < field.values.size() ? field.values.cell(row) : Cell(Undefined{});
            cells.push_back(type == FieldType::String ? asText(field, cell, empty) : cell);
        }
        Field column = plainField(restName, type, Values::cells(std::move(cells)));
        const std::string label = headers ? jsText(asText(first, first.values.cell(row), empty))
                                          : std::to_string(row + 1);
        column.labels = Labels::fromPairs({{headers ? first.name : "row", label}});
        out.fields.push_back(std::move(column));
    }
    return out;
}

}  // namespace

std::vector<Frame> transformGroupingToMatrix(std::vector<Frame> frames, const json::Value& options)
{
    if (frames.size() != 1) return frames;
    const std::string columnName = textOr(options["columnField"], "Time");
    const std::string rowName = textOr(options["rowField"], "Time");
    const Frame& frame = frames.front();
    const Field* columns = keyField(frame, columnName);
    const Field* rows = keyField(frame, rowName);
    const Field* value = keyField(frame, textOr(options["valueField"], "Value"));
    if (!columns || !rows || !value) return frames;
    std::map<std::string, std::map<std::string, Cell>> matrix;
    for (std::size_t i = 0; i < value->values.size(); ++i) {
        matrix[jsText(columns->values.cell(i))][jsText(rows->values.cell(i))] = value->values.cell(i);
    }
    const Cell empty = value->type == FieldType::Frame ? Cell(Undefined{})
                                                       : specialValue(options["emptyValue"].toString());
    const auto rowValues = uniqueCells(rows->values);
    Frame out;
    Field keys;
    keys.name = rowName + '\\' + columnName;
    keys.type = rows->type;
    keys.config = rows->config;
    keys.displayNameFromDs = rows->displayNameFromDs;
    keys.values = Values::cells(rowValues);
    out.fields.push_back(std::move(keys));
    bool numbered = false;
    for (const Cell& column : uniqueCells(columns->values)) {
        const auto& cells = matrix[jsText(column)];
        std::vector<Cell> values;
        for (const Cell& row : rowValues) {
            const auto found = cells.find(jsText(row));
            values.push_back(found == cells.end() || isNull(found->second) ? empty : found->second);
        }
        numbered = numbered || std::holds_alternative<double>(column);
        Field field;
        field.name = isNull(column) ? std::string() : jsText(column);
        field.type = value->type;
        field.config = value->config;
        field.config.displayName.reset();
        if (!numbered) field.displayNameFromDs = value->displayNameFromDs;
        field.values = Values::cells(std::move(values));
        out.fields.push_back(std::move(field));
    }
    return one(std::move(out));
}

std::vector<Frame> transformTranspose(std::vector<Frame> frames, const json::Value& options)
{
    for (Frame& frame : frames) frame = transposed(frame, options);
    return frames;
}

}  // namespace watchglass::ui
