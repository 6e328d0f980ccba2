#include <algorithm>
#include <set>

#include "ui/frame/column_join.h"
#include "ui/frame/display_names.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

constexpr std::size_t kLooked = 100;  ///< times of a series that are looked at

/// A column like another, without rows, labels and given names.
Field emptyLike(const Field& field, const char* name)
{
    Field out;
    out.name = out.displayName = name;
    out.type = field.type;
    out.config = field.config;
    out.config.displayName.reset();
    return out;
}

std::vector<Frame> one(Frame frame)
{
    std::vector<Frame> out;
    out.push_back(std::move(frame));
    return out;
}

/// One row for each label: `label`, `value`.
std::vector<Frame> labelRows(const std::vector<Frame>& frames, const json::Value& keep)
{
    std::vector<Frame> out;
    for (const Frame& frame : frames) {
        for (const Field& field : frame.fields) {
            if (field.labels.empty() && !field.labelled) continue;
            std::vector<Cell> names;
            std::vector<Cell> values;
            const auto add = [&](const std::string& name) {
                names.emplace_back(name);
                values.emplace_back(Undefined{});
                if (field.labels.has(name)) values.back() = std::string(field.labels.get(name));
            };
            if (keep.isArray()) {
                for (const json::Value& name : keep.items()) add(name.toString());
            } else {
                for (const std::string& name : labelNames(field)) add(name);
            }
            if (names.empty()) continue;
            Frame rows = frame;
            rows.name = shownName(field);
            rows.fields = {plainField("label", FieldType::String, Values::cells(std::move(names))),
                           plainField("value", FieldType::String, Values::cells(std::move(values)))};
            out.push_back(std::move(rows));
        }
    }
    return out;
}

/// A label's name with its values, in the order in which they appear.
using LabelColumns = std::vector<std::pair<std::string, std::vector<std::string>>>;

void addLabel(LabelColumns& columns, const std::string& name, std::string value)
{
    auto found = std::find_if(columns.begin(), columns.end(), [&](const auto& column) { return column.first == name; });
    if (found == columns.end()) found = columns.insert(columns.end(), {name, {}});
    if (std::find(found->second.begin(), found->second.end(), value) == found->second.end())
        found->second.push_back(std::move(value));
}

}  // namespace

bool isTimeSeriesFrame(const Frame& frame)
{
    if (frame.fields.size() < 2 || !frame.first(FieldType::Number)) return false;
    return std::any_of(frame.fields.begin(), frame.fields.end(), [](const Field& field) {
        if (field.type != FieldType::Time) return false;
        for (std::size_t i = 1; i < std::min(kLooked, field.values.size()); ++i) {
            if (!(field.values.number(i) > field.values.number(i - 1))) return false;
        }
        return true;
    });
}

std::vector<std::string> labelNames(const Field& field)
{
    if (!field.labelOrder.empty()) return field.labelOrder;
    std::vector<std::string> out;
    for (const LabelView label : field.labels) out.emplace_back(label.name);
    return out;
}

std::vector<std::string> distinctLabels(const std::vector<Frame>& frames)
{
    std::vector<std::string> out;
    for (const Frame& frame : frames) {
        for (const Field& field : frame.fields) {
            for (const std::string& name : labelNames(field)) {
                if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
            }
        }
    }
    return out;
}

std::vector<Frame> transformSeriesToRows(std::vector<Frame> frames, const json::Value&)
{
    if (frames.empty()) return frames;
    std::erase_if(frames, [](const Frame& frame) { return frame.rows() == 0; });
    if (!std::all_of(frames.begin(), frames.end(), isTimeSeriesFrame)) return frames;
    Frame out;
    out.kind = FrameKind::Table;
    out.refId = combinedRefId("seriesToRows", frames);
    if (frames.empty()) return one(std::move(out));
    std::vector<Cell> times;
    std::vector<Cell> metrics;
    std::vector<Cell> values;
    std::optional<Field> time;
    std::optional<Field> value;
    bool valueFirst = false;
    for (const Frame& frame : frames) {
        std::size_t timeIndex = 0;
        for (std::size_t i = 0; i < frame.fields.size(); ++i) {
            const Field& field = frame.fields[i];
            if (field.type == FieldType::Time) {
                timeIndex = i;
                if (!time) time = emptyLike(field, "Time");
            } else if (!value) {
                valueFirst = !time;
                value = emptyLike(field, "Value");
            }
        }
        const Field& source = frame.fields[timeIndex == 0 ? 1 : 0];
        for (std::size_t row = 0; row < frame.rows(); ++row) {
            times.push_back(frame.fields[timeIndex].values.cell(row));
            metrics.emplace_back(frameDisplayName(frame));
            values.push_back(source.values.cell(row));
        }
    }
    time->values = Values::cells(std::move(times));
    value->values = Values::cells(std::move(values));
    out.fields = {*time, plainField("Metric", FieldType::String, Values::cells(std::move(metrics)))};
    out.fields.insert(valueFirst ? out.fields.begin() : out.fields.end(), *value);
    // The latest first.
    const auto rows = sortedRows(out.fields.front(), true);
    for (Field& field : out.fields) field.values = field.values.rows(rows);
    return one(std::move(out));
}

std::vector<Frame> transformLabelsToFields(std::vector<Frame> frames, const json::Value& options)
{
    if (options["mode"].toString() == "rows") return labelRows(frames, options["keepLabels"]);
    const std::string& valueLabel = options["valueLabel"].toString();
    std::set<std::string> kept;
    for (const json::Value& label : options["keepLabels"].items()) kept.insert(label.toString());
    for (Frame& frame : frames) {
        LabelColumns columns;
        for (Field& field : frame.fields) {
            if (field.labels.empty() && !field.labelled) continue;
            for (const std::string& name : labelNames(field)) {
                if (!kept.empty() && !kept.contains(name)) continue;
                std::string value(field.labels.get(name));
                if (name == valueLabel) {
                    field.name = std::move(value);
                } else {
                    addLabel(columns, name, std::move(value));
                }
            }
            field.labels = Labels();
            field.labelOrder.clear();
            field.labelled = false;
            field.config.displayName.reset();
            field.displayNameFromDs.clear();
            field.displayName = field.name;
        }
        const std::size_t rows = frame.rows();
        for (const auto& [name, values] : columns) {
            for (const std::string& value : values) {
                frame.fields.push_back(
                    plainField(name, FieldType::String, Values::strings(std::vector<std::string>(rows, value))));
            }
        }
        frame.kind = FrameKind::Table;
    }
    return frames;
}

std::vector<Frame> transformEnsureColumns(std::vector<Frame> frames, const json::Value&)
{
    std::string name;
    for (const Frame& frame : frames) {
        const Field* time = frame.first(FieldType::Time);
        if (!time || (!name.empty() && name != time->name)) return frames;
        name = time->name;
    }
    if (frames.size() < 2 || name.empty()) return frames;
    return transformJoin(std::move(frames), json::Value::object({{"byField", name}}));
}

}  // namespace watchglass::ui
