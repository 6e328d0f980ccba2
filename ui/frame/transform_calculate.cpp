#include <cmath>
#include <optional>
#include <set>

#include "ui/frame/field_override.h"
#include "ui/frame/reducer.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

double operate(double left, const std::string& op, double right)
{
    if (op == "+") return left + right;
    if (op == "-") return left - right;
    if (op == "*") return left * right;
    if (op == "/") return left / right;
    return std::nan("");
}

/// A side of a binary calculation: the name of a field, a number, or an object around either.
struct Operand {
    const Field* field = nullptr;
    double fixed = std::nan("");
    std::string text;

    /// A missing value counts as 0, as in JavaScript's arithmetic.
    [[nodiscard]] double at(std::size_t row) const
    {
        if (!field) return fixed;
        return field->values.has(row) ? field->values.number(row) : 0;
    }
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

const Field* fieldNamed(const Frame& frame, const std::string& name)
{
    for (const Field& field : frame.fields) {
        if (shownName(field) == name) return &field;
    }
    return nullptr;
}

std::optional<double> operateOn(const std::string& op, double value)
{
    if (op == "abs") return std::abs(value);
    if (op == "exp") return std::exp(value);
    if (op == "ln") return std::log(value);
    if (op == "log2") return std::log2(value);
    if (op == "floor") return std::floor(value);
    if (op == "ceil") return std::ceil(value);
    // Halves go up, also below zero, as Math.round does.
    if (op == "round") return std::floor(value + 0.5);
    return {};
}

std::optional<Field> unary(const Frame& frame, const json::Value& options)
{
    const std::string& name = options["unary"]["fieldName"].toString();
    const std::string& op = options["unary"]["operator"].toString();
    const Field* source = fieldNamed(frame, name);
    if (!source || !operateOn(op, 1)) return {};
    std::vector<Cell> cells(frame.rows());
    for (std::size_t row = 0; row < cells.size(); ++row) {
        cells[row] = *operateOn(op, source->values.has(row) ? source->values.number(row) : 0);
    }
    return plainField(op + "(" + name + ")", FieldType::Number, Values::cells(std::move(cells)));
}

/// The sum or mean of all rows so far. Missing values add nothing.
std::optional<Field> cumulative(const Frame& frame, const json::Value& options)
{
    const std::string& name = options["cumulative"]["field"].toString();
    const std::string& reducer = options["cumulative"]["reducer"].toString();
    const Field* source = fieldNamed(frame, name);
    if (!source || (reducer != "sum" && reducer != "mean")) return {};
    std::vector<Cell> cells(frame.rows());
    double total = 0;
    for (std::size_t row = 0; row < cells.size(); ++row) {
        if (source->values.has(row)) total += source->values.number(row);
        cells[row] = reducer == "sum" ? total : total / static_cast<double>(row + 1);
    }
    return plainField("cumulative " + reducer + "(" + name + ")", FieldType::Number, Values::cells(std::move(cells)));
}

Field rowNumbers(const Frame& frame, const json::Value& options)
{
    const bool percent = options["index"]["asPercentile"].toBool();
    std::vector<double> numbers(frame.rows());
    for (std::size_t row = 0; row < numbers.size(); ++row) {
        numbers[row] = static_cast<double>(row) / (percent ? static_cast<double>(numbers.size()) : 1);
    }
    return plainField("Row", FieldType::Number, Values::numbers(std::move(numbers)));
}

/// The new field of the modes that look at one field alone, or nothing when it is not there.
std::optional<Field> calculatedAlone(const Frame& frame, const json::Value& options)
{
    const std::string& mode = options["mode"].toString();
    std::optional<Field> out = mode == "unary"                 ? unary(frame, options)
                               : mode == "cumulativeFunctions" ? cumulative(frame, options)
                                                               : rowNumbers(frame, options);
    if (const std::string& alias = options["alias"].toString(); out && !alias.empty()) {
        out->name = out->displayName = alias;
        out->config.displayName = alias;
    }
    return out;
}

/// The new field of the modes over several fields; nothing for operators that Grafana has not either.
std::optional<Field> calculated(const Frame& frame, const json::Value& options)
{
    const std::string& mode = options["mode"].toString();
    std::vector<Cell> cells(frame.rows());
    std::string name = options["alias"].toString();
    if (mode == "binary") {
        const json::Value& binary = options["binary"];
        const Operand left = operandOf(binary["left"], frame);
        const Operand right = operandOf(binary["right"], frame);
        const std::string& op = binary["operator"].toString();
        const bool there = (left.field || !std::isnan(left.fixed)) && (right.field || !std::isnan(right.fixed));
        if (!there) return {};
        if (op != "+" && op != "-" && op != "*" && op != "/") return {};
        for (std::size_t row = 0; row < cells.size(); ++row) {
            cells[row] = operate(left.at(row), op, right.at(row));
        }
        if (name.empty()) name = left.text + " " + op + " " + right.text;
    } else {
        const json::Value& reduction = options["reduce"];
        const std::string reducer = reduction["reducer"].toString().empty() ? "sum" : reduction["reducer"].toString();
        const std::string& nullMode = reduction["nullValueMode"].toString();
        const NullMode nulls = nullMode == "connected"      ? NullMode::Ignore
                               : nullMode == "null as zero" ? NullMode::AsZero
                                                            : NullMode::Null;
        std::set<std::string> include;
        for (const json::Value& item : reduction["include"].items()) include.insert(item.toString());
        for (std::size_t row = 0; row < cells.size(); ++row) {
            std::vector<Cell> values;
            for (const Field& field : frame.fields) {
                if (field.type != FieldType::Number || (!include.empty() && !include.contains(shownName(field))))
                    continue;
                values.push_back(field.values.cell(row));
            }
            cells[row] = reduce(Values::cells(std::move(values)), reducer, nulls);
        }
        if (name.empty()) name = reducerName(reducer);
    }
    Field out = plainField(name, FieldType::Number, Values::cells(std::move(cells)));
    if (!options["alias"].toString().empty()) out.config.displayName = name;
    return out;
}

}  // namespace

std::vector<Frame> transformCalculate(std::vector<Frame> frames, const json::Value& options)
{
    // Series are columns of one table here, as in Grafana, unless the step says otherwise.
    if (frames.size() > 1 && options["timeSeries"].toBool(true)) {
        frames = transformJoin(std::move(frames), {});
        assignDisplayNames(frames);
    }
    const std::string& mode = options["mode"].toString();
    const bool alone = mode == "unary" || mode == "cumulativeFunctions" || mode == "index";
    for (Frame& frame : frames) {
        std::optional<Field> result = alone ? calculatedAlone(frame, options) : calculated(frame, options);
        if (!result) continue;
        if (options["replaceFields"].toBool()) {
            std::erase_if(frame.fields, [](const Field& field) { return field.type != FieldType::Time; });
        }
        frame.fields.push_back(std::move(*result));
    }
    return frames;
}

}  // namespace watchglass::ui
