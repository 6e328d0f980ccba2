#include "ui/frame/frame_json.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "ui/frame/js_value.h"

namespace watchglass::ui {

namespace {

FieldType typeFromName(const std::string& name)
{
    static constexpr std::pair<std::string_view, FieldType> kTypes[] = {
        {"time", FieldType::Time},       {"number", FieldType::Number}, {"string", FieldType::String},
        {"boolean", FieldType::Boolean}, {"enum", FieldType::Enum},     {"frame", FieldType::Frame}};
    for (const auto& [text, type] : kTypes) {
        if (text == name) return type;
    }
    return FieldType::Other;
}

std::vector<Cell> cellsOf(const json::Value& values)
{
    std::vector<Cell> out;
    out.reserve(values.items().size());
    for (const json::Value& value : values.items()) out.push_back(cellOfJson(value));
    return out;
}

/// What JSON cannot say stands beside the values, by place.
void fillEntities(std::vector<Cell>& cells, const json::Value& entities)
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    const std::pair<const char*, double> kinds[] = {
        {"NaN", std::numeric_limits<double>::quiet_NaN()}, {"Inf", kInfinity}, {"NegInf", -kInfinity}};
    for (const auto& [name, number] : kinds) {
        for (const json::Value& place : entities[name].items()) {
            const auto row = static_cast<std::size_t>(place.toInt(-1));
            if (row < cells.size()) cells[row] = number;
        }
    }
}

/// Columns may be written as texts of a list, or as differences to a base in multiples of a factor.
void decode(std::vector<Cell>& cells, const json::Value& dictionary, const json::Value& base, const json::Value& factor)
{
    for (Cell& cell : cells) {
        auto* number = std::get_if<double>(&cell);
        if (!number) continue;
        if (factor.isNumber()) *number *= factor.toDouble();
        if (base.isNumber()) *number += base.toDouble();
        if (!dictionary.isArray()) continue;
        const bool listed = *number >= 0 && *number < static_cast<double>(dictionary.items().size());
        cell = listed ? cellOfJson(dictionary.at(static_cast<std::size_t>(*number))) : Cell();
    }
}

Field column(const json::Value& schema, std::vector<Cell> cells, const std::string& refId)
{
    Field out;
    out.name = schema["name"].toString();
    out.type = schema["type"].isString() ? typeFromName(schema["type"].toString())
                                         : guessFieldType(out.name, cells).value_or(FieldType::Other);
    std::vector<std::pair<std::string, std::string>> labels;
    for (const auto& [name, value] : schema["labels"].members()) {
        labels.emplace_back(name, value.toString());
        out.labelOrder.push_back(name);
    }
    out.labelled = schema["labels"].isObject();
    out.labels = Labels::fromPairs(std::move(labels));
    out.config = fieldConfigFromJson(schema["config"]);
    out.displayNameFromDs = schema["config"]["displayNameFromDS"].toString();
    out.refId = refId;
    out.values = Values::cells(std::move(cells));
    return out;
}

/// `{schema: {fields}, data: {values}}`, or fields that hold their values themselves.
Frame frameOf(const json::Value& schema, const json::Value& data)
{
    Frame out;
    out.name = schema["name"].toString();
    out.refId = schema["refId"].toString();
    for (std::size_t i = 0; i < schema["fields"].items().size(); ++i) {
        const json::Value& field = schema["fields"].at(i);
        std::vector<Cell> cells = cellsOf(data.isObject() ? data["values"].at(i) : field["values"]);
        decode(cells, data["enums"].at(i), data["bases"].at(i), data["factors"].at(i));
        fillEntities(cells, data.isObject() ? data["entities"].at(i) : field["entities"]);
        out.fields.push_back(column(field, std::move(cells), out.refId));
    }
    return out;
}

/// `{target, datapoints: [[value, ms]]}`.
Frame seriesOf(const json::Value& series)
{
    std::vector<Cell> times;
    std::vector<Cell> values;
    for (const json::Value& point : series["datapoints"].items()) {
        values.push_back(cellOfJson(point.at(0)));
        times.push_back(cellOfJson(point.at(1)));
    }
    Frame out;
    out.name = series[series.has("title") ? "title" : "target"].toString();
    out.refId = series["refId"].toString();
    json::Value schema = json::Value::object();
    schema.set("name", "Time");
    schema.set("type", "time");
    out.fields.push_back(column(schema, std::move(times), out.refId));
    schema.set("name", "Value");
    schema.set("type", "number");
    if (series["tags"].isObject()) schema.set("labels", series["tags"]);
    json::Value config = json::Value::object();
    config.set("unit", series["unit"]);
    config.set("displayNameFromDS", series["title"]);
    schema.set("config", std::move(config));
    out.fields.push_back(column(schema, std::move(values), out.refId));
    return out;
}

/// `{columns: [{text, type, unit}], rows: [[...]]}`.
Frame tableOf(const json::Value& table)
{
    Frame out;
    out.name = table["name"].toString();
    out.refId = table["refId"].toString();
    for (std::size_t i = 0; i < table["columns"].items().size(); ++i) {
        const json::Value& old = table["columns"].at(i);
        std::vector<Cell> cells;
        for (const json::Value& row : table["rows"].items()) cells.push_back(cellOfJson(row.at(i)));
        json::Value schema = json::Value::object();
        schema.set("name", old["text"]);
        const FieldType known = typeFromName(old["type"].toString());
        if (known != FieldType::Other) schema.set("type", old["type"]);
        json::Value config = json::Value::object();
        config.set("unit", old["unit"]);
        schema.set("config", std::move(config));
        out.fields.push_back(column(schema, std::move(cells), out.refId));
    }
    return out;
}

}  // namespace

std::vector<Frame> framesFromJson(const json::Value& list)
{
    std::vector<Frame> out;
    for (const json::Value& one : list.items()) {
        if (one["schema"].isObject())
            out.push_back(frameOf(one["schema"], one["data"].isObject() ? one["data"] : json::Value::object()));
        else if (one["fields"].isArray())
            out.push_back(frameOf(one, {}));
        else if (one["datapoints"].isArray())
            out.push_back(seriesOf(one));
        else if (one["columns"].isArray())
            out.push_back(tableOf(one));
        else
            continue;
        Frame& frame = out.back();
        frame.squareUp();
        const Field* time = frame.first(FieldType::Time);
        const std::string& kind = one.get("schema.meta.type").toString();
        if (kind == "heatmap-rows") {
            frame.kind = FrameKind::HeatmapRows;
        } else if (time == &frame.fields.front() && frame.first(FieldType::Number)) {
            frame.kind = FrameKind::TimeSeries;
        }
    }
    return out;
}

}  // namespace watchglass::ui
