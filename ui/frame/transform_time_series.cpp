#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "ui/frame/column_join.h"
#include "ui/frame/js_value.h"
#include "ui/frame/transform_steps.h"

// Source: Grafana's public/app/features/transformers/prepareTimeSeries/prepareTimeSeries.ts.

namespace watchglass::ui {

namespace {

/// What the columns of a frame are when it is made long.
struct LongParts {
    const Field* time = nullptr;
    std::map<std::string, FieldType> values;             ///< by name
    std::map<std::string, const Field*> factors;         ///< columns that tell rows apart
    std::set<std::string> labels;                        ///< names of labels and factors
    std::vector<std::vector<const Field*>> labelGroups;  ///< value columns with the same labels
};

LongParts longParts(const Frame& frame)
{
    LongParts out;
    std::map<std::string, std::vector<const Field*>> groups;
    for (const Field& field : frame.fields) {
        if (field.type == FieldType::String || field.type == FieldType::Boolean) {
            if (out.factors.emplace(field.name, &field).second) out.labels.insert(field.name);
            continue;
        }
        if (field.type == FieldType::Time && !out.time) {
            out.time = &field;
            continue;
        }
        const auto [known, isNew] = out.values.emplace(field.name, field.type);
        if (!isNew && known->second != field.type) continue;
        std::string key;
        for (const LabelView label : field.labels) {
            out.labels.emplace(label.name);
            key += std::string(label.name) + '\0' + std::string(label.value) + '\0';
        }
        groups[key].push_back(&field);
    }
    for (auto& [key, fields] : groups) out.labelGroups.push_back(std::move(fields));
    return out;
}

/// A row for each time and set of labels.
std::optional<Frame> longFrame(const Frame& frame)
{
    const LongParts parts = longParts(frame);
    if (!parts.time) return std::nullopt;
    std::map<std::string, std::vector<Cell>> values;
    std::map<std::string, std::vector<Cell>> labels;
    std::vector<Cell> times;
    for (const std::size_t row : ascendingRows(parts.time->values)) {
        for (const auto& group : parts.labelGroups) {
            std::map<std::string, Cell> found;
            for (const auto& [name, field] : parts.factors) found[name] = field->values.cell(row);
            for (const LabelView label : group.front()->labels)
                found[std::string(label.name)] = std::string(label.value);
            for (const Field* field : group) found[field->name] = field->values.cell(row);
            const auto take = [&found](const std::string& name) {
                const auto it = found.find(name);
                return it == found.end() ? Cell(Undefined{}) : it->second;
            };
            times.push_back(parts.time->values.cell(row));
            for (const auto& [name, type] : parts.values) values[name].push_back(take(name));
            for (const std::string& name : parts.labels) labels[name].push_back(take(name));
        }
    }
    Frame out = frame;
    out.fields = {plainField(parts.time->name, FieldType::Time, Values::cells(std::move(times)))};
    for (const auto& [name, type] : parts.values)
        out.fields.push_back(plainField(name, type, Values::cells(std::move(values[name]))));
    for (const std::string& name : parts.labels)
        out.fields.push_back(plainField(name, FieldType::String, Values::cells(std::move(labels[name]))));
    return out;
}

/// One series of a long frame.
struct Series {
    std::vector<Cell> times;
    std::vector<Cell> values;
    std::vector<std::pair<std::string, std::string>> labels;
};

void addSeries(const Frame& frame, const Field& value, const std::vector<const Field*>& labels, std::vector<Frame>& out)
{
    std::map<std::string, std::size_t> places;
    std::vector<Series> all;
    const Values& times = frame.fields.front().values;
    for (std::size_t row = 0; row < frame.rows(); ++row) {
        const Cell cell = value.values.cell(row);
        if (isUndefined(cell) || isNull(times.cell(row))) continue;
        std::string key;
        for (const Field* label : labels) key += label->values.text(row) + '/';
        const auto [place, isNew] = places.emplace(key, all.size());
        if (isNew) {
            all.emplace_back();
            for (const Field* label : labels) {
                const Cell text = label->values.cell(row);
                if (!isUndefined(text)) all.back().labels.emplace_back(label->name, jsText(text));
            }
        }
        Series& series = all[place->second];
        series.times.push_back(times.cell(row));
        series.values.push_back(cell);
    }
    for (Series& series : all) {
        Frame one = frame;
        one.kind = FrameKind::TimeSeries;
        one.fields = {frame.fields.front(), value};
        one.fields[0].values = Values::cells(std::move(series.times));
        one.fields[1].values = Values::cells(std::move(series.values));
        one.fields[1].labels = Labels::fromPairs(std::move(series.labels));
        one.fields[1].labelled = true;
        out.push_back(std::move(one));
    }
}

std::vector<Frame> toLong(const std::vector<Frame>& frames)
{
    std::vector<Frame> out;
    for (const Frame& frame : frames) {
        if (auto made = longFrame(frame)) out.push_back(std::move(*made));
    }
    return out;
}

std::vector<Frame> toMany(const std::vector<Frame>& frames)
{
    std::vector<Frame> out;
    for (const Frame& frame : toLong(frames)) {
        std::vector<const Field*> labels;
        for (const Field& field : frame.fields) {
            if (field.type == FieldType::String) labels.push_back(&field);
        }
        for (const Field& field : frame.fields) {
            if (field.type != FieldType::Number && field.type != FieldType::Boolean) continue;
            if (!labels.empty()) {
                addSeries(frame, field, labels, out);
                continue;
            }
            Frame one = frame;
            one.kind = FrameKind::TimeSeries;
            one.fields = {frame.fields.front(), field};
            out.push_back(std::move(one));
        }
    }
    return out;
}

}  // namespace

std::vector<Frame> transformPrepareTimeSeries(std::vector<Frame> frames, const json::Value& options)
{
    const std::string& format = options["format"].toString();
    if (format == "many" || format == "multi") return toMany(frames);
    if (format == "long") return toLong(frames);
    if (frames.size() != 1) return transformJoin(std::move(frames), json::Value::object());
    // A single frame is only put in order.
    for (const Field& field : frames.front().fields) {
        if (field.type != FieldType::Time) continue;
        if (isLikelyAscending(field.values)) break;
        const auto rows = ascendingRows(field.values);
        for (Field& column : frames.front().fields) column.values = column.values.rows(rows);
        break;
    }
    return frames;
}

}  // namespace watchglass::ui
