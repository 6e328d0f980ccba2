#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

Field columnOf(const Field& like, std::vector<Cell> cells)
{
    Field out = like;
    out.values = Values::cells(std::move(cells));
    return out;
}

/// Columns while a table is being put together, in order of appearance.
struct Columns {
    std::vector<Field> fields;
    std::vector<std::vector<Cell>> cells;

    std::size_t column(const Field& like)
    {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (fields[i].name == like.name) return i;
        }
        fields.push_back(like);
        // Rows of several series share the column, so it is none of them.
        fields.back().labels = Labels();
        cells.emplace_back();
        return fields.size() - 1;
    }

    Frame frame() &&
    {
        Frame out;
        out.kind = FrameKind::Table;
        std::size_t rows = 0;
        for (const auto& column : cells) rows = std::max(rows, column.size());
        for (std::size_t i = 0; i < fields.size(); ++i) {
            cells[i].resize(rows);
            out.fields.push_back(columnOf(fields[i], std::move(cells[i])));
        }
        return out;
    }
};

}  // namespace

std::vector<Frame> transformMerge(std::vector<Frame> frames, const json::Value&)
{
    if (frames.size() < 2) return frames;
    std::vector<Frame> filled;
    std::copy_if(frames.begin(), frames.end(), std::back_inserter(filled),
                 [](const Frame& frame) { return !frame.fields.empty(); });
    if (filled.empty()) return {frames.front()};
    frames = std::move(filled);
    if (frames.size() < 2) return frames;
    // Columns that every frame has decide which rows belong together.
    std::set<std::string> common;
    for (const Field& field : frames.front().fields) common.insert(field.name);
    for (const Frame& frame : frames) {
        std::set<std::string> here;
        for (const Field& field : frame.fields) here.insert(field.name);
        std::erase_if(common, [&](const std::string& name) { return !here.contains(name); });
    }
    if (common.empty()) return frames;

    Columns table;
    std::map<std::string, std::vector<std::size_t>> rowsByKey;
    std::size_t rows = 0;
    for (const Frame& frame : frames) {
        std::vector<std::size_t> columns;
        for (const Field& field : frame.fields) columns.push_back(table.column(field));
        for (std::vector<Cell>& column : table.cells) column.resize(rows);
        for (std::size_t row = 0; row < frame.rows(); ++row) {
            std::string key;
            for (const Field& field : frame.fields) {
                if (common.contains(field.name)) key += field.name + '\1' + field.values.text(row) + '\2';
            }
            const auto fits = [&](std::size_t target) {
                for (std::size_t i = 0; i < columns.size(); ++i) {
                    const Cell& there = table.cells[columns[i]][target];
                    if (!isNull(there) && there != frame.fields[i].values.cell(row)) return false;
                }
                return true;
            };
            // A row goes into every earlier one that it does not contradict.
            auto& candidates = rowsByKey[key];
            std::vector<std::size_t> targets;
            std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(targets), fits);
            if (targets.empty()) {
                targets.push_back(rows);
                candidates.push_back(rows++);
                for (std::vector<Cell>& column : table.cells) column.resize(rows);
            }
            for (const std::size_t target : targets) {
                for (std::size_t i = 0; i < columns.size(); ++i) {
                    table.cells[columns[i]][target] = frame.fields[i].values.cell(row);
                }
            }
        }
    }
    Frame merged = std::move(table).frame();
    merged.refId = combinedRefId("merge", frames);
    std::vector<Frame> out;
    out.push_back(std::move(merged));
    return out;
}

std::vector<Frame> transformSeriesToRows(std::vector<Frame> frames, const json::Value&)
{
    struct Row {
        double time;
        std::string metric;
        Cell value;
    };
    if (frames.empty()) return frames;
    const bool series = std::all_of(frames.begin(), frames.end(), [](const Frame& frame) {
        return frame.first(FieldType::Time) && frame.first(FieldType::Number);
    });
    if (!series) return frames;
    std::vector<Row> rows;
    Field valueLike;
    for (const Frame& frame : frames) {
        const Field& time = *frame.first(FieldType::Time);
        const Field& value = *frame.first(FieldType::Number);
        valueLike.config = value.config;
        valueLike.config.displayName.reset();
        const std::string metric = frame.name.empty() ? shownName(value) : frame.name;
        for (std::size_t i = 0; i < frame.rows(); ++i) {
            rows.push_back({time.values.number(i), metric, value.values.cell(i)});
        }
    }
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.time > b.time; });
    std::vector<double> times;
    std::vector<std::string> metrics;
    std::vector<Cell> values;
    for (Row& row : rows) {
        times.push_back(row.time);
        metrics.push_back(std::move(row.metric));
        values.push_back(std::move(row.value));
    }
    Frame out;
    out.kind = FrameKind::Table;
    const auto add = [&](const char* name, FieldType type, Values column) {
        Field field = type == FieldType::Number ? valueLike : Field();
        field.name = field.displayName = name;
        field.type = type;
        field.values = std::move(column);
        out.fields.push_back(std::move(field));
    };
    add("Time", FieldType::Time, Values::numbers(std::move(times)));
    add("Metric", FieldType::String, Values::strings(std::move(metrics)));
    add("Value", FieldType::Number, Values::cells(std::move(values)));
    std::vector<Frame> result;
    result.push_back(std::move(out));
    return result;
}

namespace {

/// One row for each label: `label`, `value`.
Frame labelRows(const Field& field, const Frame& frame, const std::set<std::string>& kept)
{
    std::vector<std::string> names;
    std::vector<std::string> values;
    for (const LabelView label : field.labels) {
        if (!kept.empty() && !kept.contains(std::string(label.name))) continue;
        names.emplace_back(label.name);
        values.emplace_back(label.value);
    }
    Frame out;
    out.name = shownName(field);
    out.refId = frame.refId;
    const auto add = [&out](const char* name, std::vector<std::string> column) {
        Field added;
        added.name = added.displayName = name;
        added.type = FieldType::String;
        added.values = Values::strings(std::move(column));
        out.fields.push_back(std::move(added));
    };
    add("label", std::move(names));
    add("value", std::move(values));
    return out;
}

/// Takes the labels of `field` away and adds their values to `columns`, each pair of label and value once.
void labelsToColumns(Field& field, const std::string& valueLabel, const std::set<std::string>& kept,
                     std::vector<std::pair<std::string, std::string>>& columns)
{
    for (const LabelView label : field.labels) {
        std::pair<std::string, std::string> column(label.name, label.value);
        if (column.first == valueLabel) {
            field.name = column.second;
            continue;
        }
        if (!kept.empty() && !kept.contains(column.first)) continue;
        if (std::find(columns.begin(), columns.end(), column) == columns.end()) columns.push_back(std::move(column));
    }
    field.labels = Labels();
    field.config.displayName.reset();
    field.displayNameFromDs.clear();
    field.displayName = field.name;
}

}  // namespace

std::vector<Frame> transformLabelsToFields(std::vector<Frame> frames, const json::Value& options)
{
    const std::string& valueLabel = options["valueLabel"].toString();
    std::set<std::string> kept;
    for (const json::Value& label : options["keepLabels"].items()) kept.insert(label.toString());
    if (!kept.empty() && !valueLabel.empty()) kept.insert(valueLabel);
    if (options["mode"].toString() == "rows") {
        std::vector<Frame> out;
        for (const Frame& frame : frames) {
            for (const Field& field : frame.fields) {
                if (!field.labels.empty()) out.push_back(labelRows(field, frame, kept));
            }
        }
        return out;
    }
    for (Frame& frame : frames) {
        std::vector<std::pair<std::string, std::string>> columns;
        for (Field& field : frame.fields) {
            if (!field.labels.empty()) labelsToColumns(field, valueLabel, kept, columns);
        }
        const std::size_t rows = frame.rows();
        for (auto& [name, value] : columns) {
            Field column;
            column.name = column.displayName = name;
            column.type = FieldType::String;
            column.values = Values::strings(std::vector<std::string>(rows, value));
            frame.fields.push_back(std::move(column));
        }
        frame.kind = FrameKind::Table;
    }
    return frames;
}

}  // namespace watchglass::ui
