#include <algorithm>
#include <cmath>
#include <map>

#include "ui/frame/field_matcher.h"
#include "ui/frame/js_value.h"
#include "ui/frame/reducer.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

/// The reducers that are known, by their present names.
std::vector<std::string> reducersOf(const json::Value& list)
{
    std::vector<std::string> out;
    for (const json::Value& item : list.items()) {
        const auto info = reducerInfo(item.toString());
        if (info) out.push_back(info->id);
    }
    return out;
}

/// "allValues" and "uniqueValues" give lists here.
Cell listed(const Field& field, bool unique)
{
    auto list = json::Value::array();
    for (const Cell& cell : listedCells(field.values, unique)) {
        const auto* number = std::get_if<double>(&cell);
        list.append(number && std::isfinite(*number) ? json::Value(*number)
                    : isNull(cell) || number         ? json::Value()
                                             : json::parse(jsonText(cell).value_or("null")).value_or(json::Value()));
    }
    return cellOfJson(list);
}

std::vector<Cell> reduced(const Field& field, const std::vector<std::string>& reducers, const ReducerSet& together)
{
    std::vector<Cell> out = together(field);
    for (std::size_t i = 0; i < reducers.size(); ++i) {
        const bool unique = reducers[i] == "uniqueValues";
        if (unique || reducers[i] == "allValues") out[i] = listed(field, unique);
    }
    return out;
}

FieldType typeOfReduced(const std::string& reducer, FieldType type)
{
    if (reducer == "allValues" || reducer == "uniqueValues") return FieldType::Other;
    const bool own = reducer == "first" || reducer == "firstNotNull" || reducer == "last" || reducer == "lastNotNull";
    return own ? type : FieldType::Number;
}

std::vector<Frame> reduceFields(std::vector<Frame> frames, const PreparedFieldMatcher* matcher,
                                const std::vector<std::string>& reducers, bool withTime)
{
    std::vector<Frame> out;
    const ReducerSet together(reducers);
    for (Frame& frame : frames) {
        std::vector<Field> fields;
        for (const Field& field : frame.fields) {
            const bool chosen = matcher ? matcher->matches(field, frame) : withTime || field.type != FieldType::Time;
            if (!chosen) continue;
            std::vector<Cell> results = reduced(field, reducers, together);
            for (std::size_t i = 0; i < reducers.size(); ++i) {
                const std::string& reducer = reducers[i];
                Field column = field;
                column.type = typeOfReduced(reducer, field.type);
                column.values = Values::cells({std::move(results[i])});
                // A label tells the columns of one field apart.
                if (reducers.size() > 1) {
                    std::vector<std::pair<std::string, std::string>> labels;
                    for (const LabelView label : field.labels) labels.emplace_back(label.name, label.value);
                    labels.emplace_back("reducer", reducerName(reducer));
                    column.labels = Labels::fromPairs(std::move(labels));
                }
                fields.push_back(std::move(column));
            }
        }
        if (fields.empty()) continue;
        frame.fields = std::move(fields);
        frame.kind = FrameKind::Table;
        out.push_back(std::move(frame));
    }
    return out;
}

struct Column {
    std::string name;
    FieldType type = FieldType::String;
    std::vector<Cell> cells;
};

/// One row for each field of a frame.
std::vector<Column> rowsOf(const Frame& frame, const PreparedFieldMatcher* matcher,
                           const std::vector<std::string>& reducers, const std::vector<std::string>* labels)
{
    std::vector<Column> out{{"Field", FieldType::String, {}}};
    if (labels) {
        for (const std::string& name : *labels) out.push_back({name, FieldType::String, {}});
    }
    const std::size_t first = out.size();
    const ReducerSet together(reducers);
    for (const std::string& reducer : reducers) out.push_back({reducerName(reducer), FieldType::Other, {}});
    for (const Field& field : frame.fields) {
        const bool chosen = matcher ? matcher->matches(field, frame) : field.type != FieldType::Time;
        if (!chosen) continue;
        out.front().cells.emplace_back(labels ? field.name : shownName(field));
        for (std::size_t i = 1; i < first; ++i) {
            const bool has = field.labels.has(out[i].name);
            out[i].cells.push_back(has ? Cell(std::string(field.labels.get(out[i].name))) : Cell(Undefined{}));
        }
        std::vector<Cell> results = reduced(field, reducers, together);
        for (std::size_t i = 0; i < reducers.size(); ++i) {
            Cell& value = results[i];
            if (std::holds_alternative<std::monostate>(value)) value = std::nan("");
            out[first + i].cells.push_back(std::move(value));
        }
    }
    for (std::size_t i = first; i < out.size(); ++i) {
        out[i].type = guessFieldType(out[i].name, out[i].cells).value_or(FieldType::Other);
    }
    return out;
}

/// Columns of the same name and type are put below each other, the first whatever they are.
void append(std::vector<Column>& table, const std::vector<Column>& more)
{
    for (std::size_t i = 0; i < table.size(); ++i) {
        for (std::size_t k = 0; k < more.size(); ++k) {
            const bool same = table[i].type == more[k].type && table[i].name == more[k].name;
            if (!same && !(i == 0 && k == 0)) continue;
            table[i].cells.insert(table[i].cells.end(), more[k].cells.begin(), more[k].cells.end());
        }
    }
}

}  // namespace

std::vector<Frame> transformReduce(std::vector<Frame> frames, const json::Value& options)
{
    if (options["reducers"].items().empty()) return frames;
    const std::vector<std::string> reducers = reducersOf(options["reducers"]);
    const json::Value& choice = options["fields"];
    std::optional<PreparedFieldMatcher> matcher;
    if (choice.isObject()) matcher.emplace(FieldMatcher{choice["id"].toString(), choice["options"]});
    const PreparedFieldMatcher* chosen = matcher ? &*matcher : nullptr;
    if (options["mode"].toString() == "reduceFields") {
        return reduceFields(std::move(frames), chosen, reducers, options["includeTimeField"].toBool());
    }
    const std::vector<std::string> labels = distinctLabels(frames);
    std::vector<Column> table;
    for (const Frame& frame : frames) {
        auto rows = rowsOf(frame, chosen, reducers, options["labelsToFields"].toBool() ? &labels : nullptr);
        if (table.empty()) {
            table = std::move(rows);
        } else {
            append(table, rows);
        }
    }
    if (table.empty()) return {};
    Frame out;
    out.kind = FrameKind::Table;
    out.refId = combinedRefId("reduce", frames);
    for (Column& column : table) {
        out.fields.push_back(plainField(column.name, column.type, Values::cells(std::move(column.cells))));
    }
    std::vector<Frame> result;
    result.push_back(std::move(out));
    return result;
}

}  // namespace watchglass::ui
