#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "ui/frame/reducer.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

std::vector<std::string> reducersOf(const json::Value& list)
{
    std::vector<std::string> out;
    for (const json::Value& item : list.items()) out.push_back(item.toString());
    if (out.empty()) out.emplace_back("max");
    return out;
}

Field plainField(std::string name, FieldType type, Values values)
{
    Field out;
    out.name = name;
    out.displayName = std::move(name);
    out.type = type;
    out.values = std::move(values);
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

std::vector<Frame> reduceFields(std::vector<Frame> frames, const std::vector<std::string>& reducers)
{
    for (Frame& frame : frames) {
        std::vector<Field> fields;
        for (Field& field : frame.fields) {
            if (field.type == FieldType::Time) continue;
            for (const std::string& reducer : reducers) {
                Field reduced = field;
                reduced.values = Values::cells({reduce(field.values, reducer)});
                if (reducers.size() > 1) {
                    reduced.config.displayName = shownName(field) + " " + reducerName(reducer);
                    reduced.displayName = *reduced.config.displayName;
                }
                fields.push_back(std::move(reduced));
            }
        }
        frame.fields = std::move(fields);
        frame.kind = FrameKind::Table;
    }
    return frames;
}

double operate(double left, const std::string& op, double right)
{
    if (op == "+") return left + right;
    if (op == "-") return left - right;
    if (op == "*") return left * right;
    if (op == "/") return left / right;
    if (op == "**") return std::pow(left, right);
    if (op == "%") return std::fmod(left, right);
    if (op == "==") return left == right ? 1 : 0;
    if (op == "!=") return left != right ? 1 : 0;
    if (op == ">") return left > right ? 1 : 0;
    if (op == ">=") return left >= right ? 1 : 0;
    if (op == "<") return left < right ? 1 : 0;
    if (op == "<=") return left <= right ? 1 : 0;
    return std::nan("");
}

/// A side of a binary calculation: the name of a field, a number, or an object around either.
struct Operand {
    const Field* field = nullptr;
    double fixed = std::nan("");
    std::string text;
};

Operand operandOf(const json::Value& value, const Frame& frame)
{
    Operand out;
    out.text = value.isObject()   ? value["fixed"].toString()
               : value.isNumber() ? value.numberSpelling()
                                  : value.toString();
    if (value.isObject() && value["matcher"].isObject()) out.text = value["matcher"]["options"].toString();
    for (const Field& field : frame.fields) {
        if (shownName(field) == out.text) out.field = &field;
    }
    if (!out.field) {
        const auto number = json::parse(out.text);
        if (number && number->isNumber()) out.fixed = number->toDouble();
    }
    return out;
}

Field calculated(const Frame& frame, const json::Value& options)
{
    const std::string& mode = options["mode"].toString();
    std::vector<Cell> cells(frame.rows());
    std::string name = options["alias"].toString();
    if (mode == "binary") {
        const json::Value& binary = options["binary"];
        const Operand left = operandOf(binary["left"], frame);
        const Operand right = operandOf(binary["right"], frame);
        const std::string& op = binary["operator"].toString();
        for (std::size_t row = 0; row < cells.size(); ++row) {
            const double a = left.field ? left.field->values.number(row) : left.fixed;
            const double b = right.field ? right.field->values.number(row) : right.fixed;
            const double value = operate(a, op, b);
            if (!std::isnan(value) || (!std::isnan(a) && !std::isnan(b))) cells[row] = value;
        }
        if (name.empty()) name = left.text + " " + op + " " + right.text;
    } else {
        const json::Value& reduction = options["reduce"];
        const std::string reducer = reduction["reducer"].toString().empty() ? "sum" : reduction["reducer"].toString();
        std::set<std::string> include;
        for (const json::Value& item : reduction["include"].items()) include.insert(item.toString());
        for (std::size_t row = 0; row < cells.size(); ++row) {
            std::vector<Cell> values;
            for (const Field& field : frame.fields) {
                if (field.type != FieldType::Number || (!include.empty() && !include.contains(shownName(field))))
                    continue;
                values.push_back(field.values.cell(row));
            }
            cells[row] = reduce(Values::cells(std::move(values)), reducer);
        }
        if (name.empty()) name = reducerName(reducer);
    }
    Field out = plainField(name, FieldType::Number, Values::cells(std::move(cells)));
    out.config.displayName = name;
    return out;
}

}  // namespace

std::vector<Frame> transformReduce(std::vector<Frame> frames, const json::Value& options)
{
    const std::vector<std::string> reducers = reducersOf(options["reducers"]);
    if (options["mode"].toString() == "reduceFields") return reduceFields(std::move(frames), reducers);
    const bool withTime = options["includeTimeField"].toBool();
    const bool labels = options["labelsToFields"].toBool();
    std::vector<std::string> names;
    std::map<std::string, std::vector<std::string>> labelColumns;
    std::vector<std::vector<Cell>> columns(reducers.size());
    FieldConfig config;
    bool first = true;
    for (const Frame& frame : frames) {
        for (const Field& field : frame.fields) {
            if (field.type == FieldType::Time && !withTime) continue;
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
            for (std::size_t i = 0; i < reducers.size(); ++i) columns[i].push_back(reduce(field.values, reducers[i]));
        }
    }
    Frame out;
    out.kind = FrameKind::Table;
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
            if (options["fields"][shownName(field)]["operation"].toString() == "groupby") keys.push_back(&field);
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
            const json::Value& how = options["fields"][shownName(field)];
            if (how["operation"].toString() != "aggregate") continue;
            for (const json::Value& aggregation : how["aggregations"].items()) {
                std::vector<Cell> cells;
                for (const auto& group : groups)
                    cells.push_back(reduce(field.values.rows(group), aggregation.toString()));
                const FieldType type = typeOfCells(cells, field.type);
                Field column = plainField(shownName(field) + " (" + aggregation.toString() + ")", type,
                                          Values::cells(std::move(cells)));
                if (reducerKeepsUnit(aggregation.toString())) {
                    column.config = field.config;
                    column.config.displayName.reset();
                }
                fields.push_back(std::move(column));
            }
        }
        frame.fields = std::move(fields);
        frame.kind = FrameKind::Table;
    }
    return frames;
}

std::vector<Frame> transformCalculate(std::vector<Frame> frames, const json::Value& options)
{
    // Series of one query are columns of one table here, as in Grafana.
    if (frames.size() > 1) frames = transformJoin(std::move(frames), {});
    for (Frame& frame : frames) {
        Field result = calculated(frame, options);
        if (options["replaceFields"].toBool()) {
            std::erase_if(frame.fields, [](const Field& field) { return field.type != FieldType::Time; });
        }
        frame.fields.push_back(std::move(result));
    }
    return frames;
}

}  // namespace watchglass::ui
