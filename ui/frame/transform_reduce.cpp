#include <algorithm>
#include <map>
#include <set>

#include "ui/frame/field_override.h"
#include "ui/frame/reducer.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

std::vector<std::string> reducersOf(const json::Value& list)
{
    std::vector<std::string> out;
    for (const json::Value& item : list.items()) out.push_back(item.toString());
    return out;
}

FieldType typeOfCells(const std::vector<Cell>& cells, FieldType otherwise)
{
    for (const Cell& cell : cells) {
        if (std::holds_alternative<double>(cell))
            return otherwise == FieldType::Time ? FieldType::Time : FieldType::Number;
        if (std::holds_alternative<std::string>(cell)) return FieldType::String;
        if (std::holds_alternative<bool>(cell)) return FieldType::Boolean;
    }
    return otherwise;
}

std::vector<Frame> one(Frame frame)
{
    std::vector<Frame> out;
    out.push_back(std::move(frame));
    return out;
}

std::vector<Frame> reduceFields(std::vector<Frame> frames, const std::vector<std::string>& reducers, bool withTime)
{
    for (Frame& frame : frames) {
        std::vector<Field> fields;
        for (Field& field : frame.fields) {
            if (field.type == FieldType::Time && !withTime) continue;
            for (const std::string& reducer : reducers) {
                Field reduced = field;
                std::vector<Cell> value{reduce(field.values, reducer, NullMode::Ignore)};
                reduced.type = typeOfCells(value, FieldType::Number);
                reduced.values = Values::cells(std::move(value));
                // A label tells the columns of one field apart.
                if (reducers.size() > 1) {
                    std::vector<std::pair<std::string, std::string>> labels;
                    for (const LabelView label : field.labels) labels.emplace_back(label.name, label.value);
                    labels.emplace_back("reducer", reducerName(reducer));
                    reduced.labels = Labels::fromPairs(std::move(labels));
                }
                fields.push_back(std::move(reduced));
            }
        }
        frame.fields = std::move(fields);
        frame.kind = FrameKind::Table;
    }
    return frames;
}

}  // namespace

std::vector<Frame> transformReduce(std::vector<Frame> frames, const json::Value& options)
{
    // Files written before the reducers could be chosen have no list; an empty one reduces nothing.
    const std::vector<std::string> reducers = options["reducers"].isArray() ? reducersOf(options["reducers"])
                                                                            : std::vector<std::string>{"max"};
    if (reducers.empty()) return frames;
    const json::Value& choice = options["fields"];
    const auto chosen = [&](const Field& field, const Frame& frame) {
        return !choice.isObject() || matchesField({choice["id"].toString(), choice["options"]}, field, frame);
    };
    if (options["mode"].toString() == "reduceFields") {
        for (Frame& frame : frames) {
            std::erase_if(frame.fields, [&](const Field& field) { return !chosen(field, frame); });
        }
        return reduceFields(std::move(frames), reducers, options["includeTimeField"].toBool());
    }
    const bool labels = options["labelsToFields"].toBool();
    std::vector<std::string> names;
    std::map<std::string, std::vector<std::string>> labelColumns;
    std::vector<std::vector<Cell>> columns(reducers.size());
    FieldConfig config;
    bool first = true;
    for (const Frame& frame : frames) {
        for (const Field& field : frame.fields) {
            if (field.type == FieldType::Time || !chosen(field, frame)) continue;
            if (first) {
                config = field.config;
                config.displayName.reset();
                first = false;
            }
            names.push_back(labels ? field.name : shownName(field));
            if (labels) {
                for (const LabelView label : field.labels) {
                    auto& column = labelColumns[std::string(label.name)];
                    column.resize(names.size());
                    column.back() = std::string(label.value);
                }
            }
            for (std::size_t i = 0; i < reducers.size(); ++i) {
                columns[i].push_back(reduce(field.values, reducers[i], NullMode::Ignore));
            }
        }
    }
    if (names.empty()) return {};
    Frame out;
    out.kind = FrameKind::Table;
    out.refId = combinedRefId("reduce", frames);
    const std::size_t rows = names.size();
    out.fields.push_back(plainField("Field", FieldType::String, Values::strings(std::move(names))));
    for (auto& [name, column] : labelColumns) {
        column.resize(rows);
        out.fields.push_back(plainField(name, FieldType::String, Values::strings(std::move(column))));
    }
    for (std::size_t i = 0; i < reducers.size(); ++i) {
        const FieldType type = typeOfCells(columns[i], FieldType::Number);
        Field field = plainField(reducerName(reducers[i]), type, Values::cells(std::move(columns[i])));
        if (reducerKeepsUnit(reducers[i])) field.config = config;
        out.fields.push_back(std::move(field));
    }
    return one(std::move(out));
}

std::vector<Frame> transformGroupBy(std::vector<Frame> frames, const json::Value& options)
{
    for (Frame& frame : frames) {
        std::vector<const Field*> keys;
        for (const Field& field : frame.fields) {
            if (options["fields"][bareName(field)]["operation"].toString() == "groupby") keys.push_back(&field);
        }
        if (keys.empty()) continue;
        std::vector<std::vector<std::size_t>> groups;
        std::map<std::string, std::size_t> index;
        for (std::size_t row = 0; row < frame.rows(); ++row) {
            std::string key;
            for (const Field* field : keys) key += field->values.text(row) + '\1';
            const auto [it, fresh] = index.emplace(key, groups.size());
            if (fresh) groups.emplace_back();
            groups[it->second].push_back(row);
        }
        std::vector<std::size_t> firsts;
        for (const auto& group : groups) firsts.push_back(group.front());
        std::vector<Field> fields;
        for (const Field* key : keys) {
            Field field = *key;
            field.values = key->values.rows(firsts);
            fields.push_back(std::move(field));
        }
        for (const Field& field : frame.fields) {
            const json::Value& how = options["fields"][bareName(field)];
            if (how["operation"].toString() != "aggregate") continue;
            for (const json::Value& aggregation : how["aggregations"].items()) {
                std::vector<Cell> cells;
                for (const auto& group : groups)
                    cells.push_back(reduce(field.values.rows(group), aggregation.toString()));
                const FieldType type = typeOfCells(cells, field.type);
                Field column = plainField(bareName(field) + " (" + aggregation.toString() + ")", type,
                                          Values::cells(std::move(cells)));
                if (reducerKeepsUnit(aggregation.toString())) {
                    column.config = field.config;
                    column.config.displayName.reset();
                }
                fields.push_back(std::move(column));
            }
        }
        frame.fields = std::move(fields);
        frame.name.clear();
        frame.kind = FrameKind::Table;
    }
    return frames;
}

}  // namespace watchglass::ui
