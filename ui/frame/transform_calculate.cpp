#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <set>

#include "ui/frame/field_matcher.h"
#include "ui/frame/field_override.h"
#include "ui/frame/js_value.h"
#include "ui/frame/number_text.h"
#include "ui/frame/reducer.h"
#include "ui/frame/reducer_parts.h"
#include "ui/frame/transform_steps.h"
#include "ui/schema/schema.h"

namespace watchglass::ui {

namespace {

/// A side of a binary calculation: a field, or a number.
struct Operand {
    std::string text;  ///< name or number as written
    bool isName = false;
    std::string fieldType;  ///< of the matcher byType: all fields of that type
};

/// Texts that are no number are names, and so are numbers that a field is called.
Operand operandOf(const json::Value& value, const std::vector<Frame>& frames)
{
    Operand out;
    if (value.isObject()) {
        const std::string& matcher = value.get("matcher.id").toString();
        if (matcher == "byType") out.fieldType = value.get("matcher.options").toString();
        out.isName = !matcher.empty();
        const json::Value& text = out.isName ? value["matcher"]["options"] : value["fixed"];
        out.text = text.isNumber() ? text.numberSpelling() : text.toString();
        return out;
    }
    out.text = value.isNumber() ? value.numberSpelling() : value.toString();
    out.isName = std::isnan(jsToNumber(out.text)) || std::any_of(frames.begin(), frames.end(), [&](const Frame& frame) {
                     return std::any_of(frame.fields.begin(), frame.fields.end(),
                                        [&](const Field& field) { return field.name == out.text; });
                 });
    return out;
}

/// The values of a side in a frame; none when it is not there.
std::optional<std::vector<Cell>> cellsOf(const Operand& operand, const Frame& frame)
{
    if (operand.isName) {
        for (const Field& field : frame.fields) {
            if (shownName(field) != operand.text) continue;
            std::vector<Cell> out;
            for (std::size_t row = 0; row < field.values.size(); ++row) {
                const Cell cell = field.values.cell(row);
                out.push_back(field.type == FieldType::Boolean ? Cell(jsTruthy(cell) ? 1.0 : 0.0) : cell);
            }
            return out;
        }
    }
    char* end = nullptr;
    const double fixed = std::strtod(operand.text.c_str(), &end);
    if (end == operand.text.c_str() || std::isnan(fixed)) return std::nullopt;
    return std::vector<Cell>(frame.rows(), Cell(fixed));
}

Cell operate(const Cell& left, const std::string& op, const Cell& right)
{
    // Texts are put together, as JavaScript's plus does.
    const bool texts = std::holds_alternative<std::string>(left) || std::holds_alternative<std::string>(right);
    if (op == "+" && texts) return jsText(left) + jsText(right);
    const double a = jsToNumber(left);
    const double b = jsToNumber(right);
    if (op == "+") return a + b;
    if (op == "-") return a - b;
    return op == "*" ? a * b : a / b;
}

bool isBinaryOperator(const std::string& op) { return !schema::registryEntry("binaryOperators", op).isNull(); }

std::vector<Cell> operateAll(const std::vector<Cell>& left, const std::string& op, const std::vector<Cell>& right)
{
    std::vector<Cell> out;
    for (std::size_t row = 0; row < left.size(); ++row) {
        out.push_back(operate(left[row], op, row < right.size() ? right[row] : Cell(Undefined{})));
    }
    return out;
}

double operateOn(const std::string& op, double value, double total)
{
    if (op == "abs") return std::abs(value);
    if (op == "exp") return std::exp(value);
    if (op == "ln") return std::log(value);
    if (op == "floor") return std::floor(value);
    if (op == "ceil") return std::ceil(value);
    if (op == "round") return detail::jsRound(value);
    return value / (total == 0 ? 1 : total);
}

std::optional<std::vector<Cell>> unaryColumn(const Frame& frame, const json::Value& options)
{
    const std::string& name = options["fieldName"].toString();
    const std::string op = options["operator"].isString() ? options["operator"].toString() : "abs";
    const Field* source = nullptr;
    for (const Field& field : frame.fields) {
        if (shownName(field) == name && field.type == FieldType::Number) source = &field;
    }
    if (!source || source->values.empty() || schema::registryEntry("unaryOperators", op).isNull()) return std::nullopt;
    double total = 0;
    for (std::size_t row = 0; row < source->values.size(); ++row) {
        const double value = source->values.number(row);
        if (std::isfinite(value)) total += value;
    }
    std::vector<Cell> out;
    for (std::size_t row = 0; row < source->values.size(); ++row) {
        out.emplace_back(operateOn(op, jsToNumber(source->values.cell(row)), total));
    }
    return out;
}

/// What reducers make of no values at all, each by itself.
Cell reducedNothing(std::string_view id)
{
    static constexpr std::string_view kNulls[] = {"lastNotNull", "firstNotNull", "min",  "max", "mean",
                                                  "median",      "range",        "step", "diff"};
    if (std::find(std::begin(kNulls), std::end(kNulls), id) != std::end(kNulls)) return {};
    if (id == "first" || id == "last" || reducers::percentileOf(id) > 0) return Undefined{};
    if (id == "logmin") return std::numeric_limits<double>::max();
    if (id == "allIsZero" || id == "allIsNull") return id == "allIsNull";
    if (id == "allValues" || id == "uniqueValues")
        return JsonCell{std::make_shared<const json::Value>(json::Value::array())};
    return 0.0;
}

std::vector<Cell> reducedRows(const Frame& frame, const json::Value& options)
{
    const std::string reducer = options["reducer"].isString() ? options["reducer"].toString() : "sum";
    if (reducerId(reducer).empty()) throw TransformError{"calculateField: unknown reducer \"" + reducer + "\""};
    const std::string& nullMode = options["nullValueMode"].toString();
    const NullMode nulls = nullMode == "connected"      ? NullMode::Ignore
                           : nullMode == "null as zero" ? NullMode::AsZero
                                                        : NullMode::Null;
    const bool chosen = !options["include"].items().empty();
    const PreparedFieldMatcher matcher(
        chosen ? FieldMatcher{"byNames", json::Value::object({{"names", options["include"]}})}
               : FieldMatcher{"numeric", {}});
    std::vector<const Field*> columns;
    for (const Field& field : frame.fields) {
        if (matcher.matches(field, frame)) columns.push_back(&field);
    }
    if (columns.empty()) return std::vector<Cell>(frame.rows(), reducedNothing(reducerId(reducer)));
    std::vector<Cell> out;
    for (std::size_t row = 0; row < frame.rows(); ++row) {
        std::vector<Cell> values;
        for (const Field* column : columns) values.push_back(column->values.cell(row));
        out.push_back(reduce(Values::cells(std::move(values)), reducer, nulls));
    }
    return out;
}

/// "abs(cpu)"; without a field "abs".
std::string callName(const std::string& function, const json::Value& field)
{
    return field.toString().empty() ? function : function + '(' + field.toString() + ')';
}

std::string resultName(const json::Value& options, const std::string& mode, const std::vector<Frame>& frames)
{
    if (const std::string& alias = options["alias"].toString(); !alias.empty()) return alias;
    if (mode == "unary") {
        return callName(options.get("unary.operator").toString(), options.get("unary.fieldName"));
    }
    if (mode == "cumulativeFunctions") {
        return "cumulative " + callName(options.get("cumulative.reducer").toString(), options.get("cumulative.field"));
    }
    if (mode == "windowFunctions") {
        const json::Value& window = options["window"];
        const std::string reducer = window["reducer"].isString() ? window["reducer"].toString() : "mean";
        const std::string alignment = window["windowAlignment"].isString() ? window["windowAlignment"].toString()
                                                                           : "trailing";
        return alignment + " moving " + callName(reducer, window["field"]);
    }
    if (mode == "binary") {
        const std::string left = operandOf(options["binary"]["left"], frames).text;
        const std::string right = operandOf(options["binary"]["right"], frames).text;
        const std::string op = options.get("binary.operator").isString() ? options.get("binary.operator").toString()
                                                                         : "+";
        if (left.find('$') != std::string::npos || right.find('$') != std::string::npos) return {};
        return left.empty() || right.empty() ? std::string() : left + ' ' + op + ' ' + right;
    }
    const std::string& reducer = options.get("reduce.reducer").toString();
    return reducerId(reducer).empty() ? std::string("math") : reducerName(reducer);
}

std::optional<std::vector<Cell>> column(const Frame& frame, const std::vector<Frame>& frames, const std::string& mode,
                                        const json::Value& options)
{
    if (mode == "unary") return unaryColumn(frame, options["unary"]);
    if (mode == "cumulativeFunctions") return cumulativeColumn(frame, options["cumulative"]);
    if (mode == "windowFunctions") return windowColumn(frame, options["window"]);
    if (mode != "binary") return reducedRows(frame, options["reduce"]);
    const json::Value& binary = options["binary"];
    const std::string op = binary["operator"].isString() ? binary["operator"].toString() : "+";
    const auto left = cellsOf(operandOf(binary["left"], frames), frame);
    const auto right = cellsOf(operandOf(binary["right"], frames), frame);
    if (!left || !right || !isBinaryOperator(op)) return std::nullopt;
    return operateAll(*left, op, *right);
}

/// The time of a frame, when the step is about time series.
std::vector<Field> keptTime(const Frame& frame, const json::Value& options)
{
    const Field* time = frame.first(FieldType::Time);
    if (!time || !options["timeSeries"].toBool(true)) return {};
    return {*time};
}

/// One new field for each field of a type.
std::vector<Frame> binaryOfType(std::vector<Frame> frames, const json::Value& options, const Operand& left)
{
    const json::Value& binary = options["binary"];
    const std::string op = binary["operator"].isString() ? binary["operator"].toString() : "+";
    const Operand right = operandOf(binary["right"], frames);
    const bool replace = options["replaceFields"].toBool();
    std::vector<Frame> out;
    for (Frame& frame : frames) {
        const auto values = cellsOf(right, frame);
        std::vector<Field> fields = keptTime(frame, options);
        const bool timeFirst = !fields.empty();
        const Field* time = frame.first(FieldType::Time);
        bool added = false;
        for (const Field& field : frame.fields) {
            if (!replace && !(timeFirst && &field == time)) fields.push_back(field);
            if (fieldTypeName(field.type) != left.fieldType || !values || !isBinaryOperator(op)) continue;
            std::vector<Cell> cells;
            for (std::size_t row = 0; row < field.values.size(); ++row) cells.push_back(field.values.cell(row));
            Field result = field;
            result.name = field.name + ' ' + op + ' ' + right.text;
            result.values = Values::cells(operateAll(cells, op, *values));
            fields.push_back(std::move(result));
            added = true;
        }
        if (replace && !added) continue;
        frame.fields = std::move(fields);
        out.push_back(std::move(frame));
    }
    return out;
}

std::vector<Frame> numbered(std::vector<Frame> frames, const json::Value& options)
{
    const bool percent = options["index"]["asPercentile"].toBool();
    for (Frame& frame : frames) {
        std::vector<double> numbers(frame.rows());
        for (std::size_t row = 0; row < numbers.size(); ++row) {
            numbers[row] = static_cast<double>(row) / (percent ? static_cast<double>(numbers.size()) : 1);
        }
        const std::string name = options["alias"].isString() ? options["alias"].toString() : "Row";
        Field field = plainField(name, FieldType::Number, Values::numbers(std::move(numbers)));
        if (percent) field.config.unit = "percentunit";
        if (options["replaceFields"].toBool()) frame.fields.clear();
        frame.fields.push_back(std::move(field));
    }
    return frames;
}

}  // namespace

const Field* namedOrNumber(const Frame& frame, const std::string& name)
{
    const PreparedFieldMatcher matcher(
        name.empty() ? FieldMatcher{"numeric", {}}
                     : FieldMatcher{"byNames", json::Value::object({{"names", json::Value::array({name})}})});
    const auto found = std::find_if(frame.fields.begin(), frame.fields.end(),
                                    [&](const Field& field) { return matcher.matches(field, frame); });
    return found == frame.fields.end() ? nullptr : &*found;
}

std::vector<Frame> transformCalculate(std::vector<Frame> frames, const json::Value& options)
{
    const std::string mode = options["mode"].isString() ? options["mode"].toString() : "reduceRow";
    const json::Value& right = options["binary"]["right"];
    const json::Value& fixed = right.isObject() ? right["fixed"] : right;
    const bool byNumber = mode == "binary" && !fixed.isNull() &&
                          !std::isnan(fixed.isNumber() ? fixed.toDouble() : jsToNumber(fixed.toString()));
    // Series are columns of one table here, unless the step says otherwise or a number is enough.
    if (options["timeSeries"].toBool(true) && !byNumber) {
        frames = transformEnsureColumns(std::move(frames), {});
        assignDisplayNames(frames);
    }
    if (mode == "index") return numbered(std::move(frames), options);
    if (mode == "binary") {
        const Operand left = operandOf(options["binary"]["left"], frames);
        if (!left.fieldType.empty()) return binaryOfType(std::move(frames), options, left);
    }
    const std::string name = resultName(options, mode, frames);
    const bool replace = options["replaceFields"].toBool();
    std::vector<Frame> out;
    for (const Frame& frame : frames) {
        auto cells = column(frame, frames, mode, options);
        if (!cells) {
            if (!replace) out.push_back(frame);
            continue;
        }
        Field field = plainField(name, FieldType::Number, Values::cells(std::move(*cells)));
        if (!options["alias"].toString().empty()) field.config.displayName = name;
        Frame result = frame;
        if (replace) result.fields = keptTime(frame, options);
        result.fields.push_back(std::move(field));
        out.push_back(std::move(result));
    }
    return out;
}

}  // namespace watchglass::ui
