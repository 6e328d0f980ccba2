#include <algorithm>
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
            if (shownName(fields[i]) == shownName(like)) return i;
        }
        fields.push_back(like);
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
    std::erase_if(frames, [](const Frame& frame) { return frame.fields.empty(); });
    if (frames.size() < 2) return frames;
    // Columns that every frame has decide which rows belong together.
    std::set<std::string> common;
    for (const Field& field : frames.front().fields) common.insert(shownName(field));
    for (const Frame& frame : frames) {
        std::set<std::string> here;
        for (const Field& field : frame.fields) here.insert(shownName(field));
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
                if (common.contains(shownName(field))) key += shownName(field) + '\1' + field.values.text(row) + '\2';
            }
            const auto fits = [&](std::size_t target) {
                for (std::size_t i = 0; i < columns.size(); ++i) {
                    const Cell& there = table.cells[columns[i]][target];
                    if (!isNull(there) && there != frame.fields[i].values.cell(row)) return false;
                }
                return true;
            };
            auto& candidates = rowsByKey[key];
            const auto place = std::find_if(candidates.begin(), candidates.end(), fits);
            std::size_t target = rows;
            if (place != candidates.end()) {
                target = *place;
            } else {
                candidates.push_back(rows++);
                for (std::vector<Cell>& column : table.cells) column.resize(rows);
            }
            for (std::size_t i = 0; i < columns.size(); ++i)
                table.cells[columns[i]][target] = frame.fields[i].values.cell(row);
        }
    }
    Frame merged = std::move(table).frame();
    merged.refId = frames.front().refId;
    std::vector<Frame> out;
    out.push_back(std::move(merged));
    return out;
}

std::vector<Frame> transformJoin(std::vector<Frame> frames, const json::Value& options)
{
    const std::string& name = options["byField"].toString();
    const bool inner = options["mode"].toString() == "inner";
    const auto keyOf = [&](const Frame& frame) -> const Field* {
        for (const Field& field : frame.fields) {
            if (name.empty() ? field.type == FieldType::Time : shownName(field) == name || field.name == name)
                return &field;
        }
        return nullptr;
    };
    std::erase_if(frames, [&](const Frame& frame) { return keyOf(frame) == nullptr; });
    if (frames.empty()) return frames;

    // All keys, ascending; the rows of each frame for a key.
    std::map<Cell, std::size_t> index;
    std::map<Cell, std::size_t> uses;
    for (const Frame& frame : frames) {
        std::set<Cell> mine;
        const Field& key = *keyOf(frame);
        for (std::size_t row = 0; row < frame.rows(); ++row) mine.insert(key.values.cell(row));
        for (const Cell& cell : mine) ++uses[cell];
    }
    std::vector<Cell> keys;
    for (const auto& [cell, count] : uses) {
        if (inner && count < frames.size()) continue;
        index[cell] = keys.size();
        keys.push_back(cell);
    }
    Frame out;
    out.kind = FrameKind::Table;
    out.fields.push_back(columnOf(*keyOf(frames.front()), keys));
    for (const Frame& frame : frames) {
        const Field* key = keyOf(frame);
        for (const Field& field : frame.fields) {
            if (&field == key) continue;
            std::vector<Cell> cells(keys.size());
            for (std::size_t row = 0; row < frame.rows(); ++row) {
                const auto at = index.find(key->values.cell(row));
                if (at != index.end()) cells[at->second] = field.values.cell(row);
            }
            Field joined = columnOf(field, std::move(cells));
            // One table now: what told the frames apart is in the name.
            if (!joined.config.displayName) joined.config.displayName = shownName(field);
            out.fields.push_back(std::move(joined));
        }
    }
    std::vector<Frame> result;
    result.push_back(std::move(out));
    return result;
}

std::vector<Frame> transformSeriesToRows(std::vector<Frame> frames, const json::Value&)
{
    struct Row {
        double time;
        std::string metric;
        Cell value;
    };
    std::vector<Row> rows;
    Field valueLike;
    for (const Frame& frame : frames) {
        const Field* time = frame.first(FieldType::Time);
        const Field* value = frame.first(FieldType::Number);
        if (!time || !value) continue;
        valueLike.config = value->config;
        for (std::size_t i = 0; i < frame.rows(); ++i)
            rows.push_back({time->values.number(i), shownName(*value), value->values.cell(i)});
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

std::vector<Frame> transformLabelsToFields(std::vector<Frame> frames, const json::Value& options)
{
    const std::string& valueLabel = options["valueLabel"].toString();
    std::set<std::string> kept;
    for (const json::Value& label : options["keepLabels"].items()) kept.insert(label.toString());
    for (Frame& frame : frames) {
        std::vector<Field> added;
        std::set<std::string> seen;
        for (Field& field : frame.fields) {
            if (field.type == FieldType::Time) continue;
            for (const LabelView label : field.labels) {
                const std::string name(label.name);
                if (name == valueLabel) {
                    field.name = std::string(label.value);
                    continue;
                }
                if (name == kMetricName || (!kept.empty() && !kept.contains(name)) || !seen.insert(name).second)
                    continue;
                Field column;
                column.name = column.displayName = name;
                column.type = FieldType::String;
                column.values = Values::strings(std::vector<std::string>(frame.rows(), std::string(label.value)));
                added.push_back(std::move(column));
            }
            field.labels = Labels();
            field.displayNameFromDs.clear();
            field.displayName = field.name;
        }
        const std::size_t at = !frame.fields.empty() && frame.fields.front().type == FieldType::Time ? 1 : 0;
        frame.fields.insert(frame.fields.begin() + static_cast<std::ptrdiff_t>(at),
                            std::make_move_iterator(added.begin()), std::make_move_iterator(added.end()));
        frame.kind = FrameKind::Table;
    }
    return transformMerge(std::move(frames), {});
}

}  // namespace watchglass::ui
