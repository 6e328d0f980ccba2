#include <algorithm>
#include <map>
#include <optional>

#include "ui/frame/field_matcher.h"
#include "ui/frame/field_override.h"
#include "ui/frame/js_value.h"
#include "ui/frame/transform_steps.h"

// Source: Grafana's public/app/features/transformers/partitionByValues and joinByLabels.

namespace watchglass::ui {

namespace {

/// A text that values share only when JavaScript takes them for the same.
std::string identity(const Cell& cell) { return std::to_string(cell.index()) + jsText(cell); }

/// Rows with equal values in the keys: by the first key's values in their order, within them by the second's.
std::vector<std::vector<std::size_t>> partitions(const std::vector<const Field*>& keys, std::size_t rows)
{
    std::vector<std::vector<std::size_t>> out(1);
    for (std::size_t row = 0; row < rows; ++row) out.front().push_back(row);
    for (const Field* key : keys) {
        std::vector<std::vector<std::size_t>> finer;
        for (const auto& part : out) {
            std::map<std::string, std::size_t> places;
            const std::size_t base = finer.size();
            for (const std::size_t row : part) {
                const auto [place, isNew] = places.emplace(identity(key->values.cell(row)), places.size());
                if (isNew) finer.emplace_back();
                finer[base + place->second].push_back(row);
            }
        }
        out = std::move(finer);
    }
    return out;
}

struct Naming {
    bool asLabels = true;
    bool append = false;
    bool withNames = false;
    std::string afterName = "=";
    std::string between = " ";
};

Naming namingOf(const json::Value& naming)
{
    Naming out;
    out.asLabels = naming["asLabels"].toBool(true);
    out.append = naming["append"].toBool();
    out.withNames = naming["withNames"].toBool();
    if (naming["separator1"].isString()) out.afterName = naming["separator1"].toString();
    if (naming["separator2"].isString()) out.between = naming["separator2"].toString();
    return out;
}

/// The part of a frame that these rows are.
Frame partOf(const Frame& frame, const std::vector<const Field*>& keys, const std::vector<std::size_t>& rows,
             const Naming& naming, bool keepKeys)
{
    Frame out;
    out.name = frame.name;
    out.refId = frame.refId;
    out.kind = frame.kind;
    out.stepMs = frame.stepMs;
    std::vector<std::pair<std::string, std::string>> added;
    std::string name;
    for (const Field* key : keys) {
        const std::string value = jsText(key->values.cell(rows.front()));
        added.emplace_back(key->name, value);
        if (!name.empty()) name += naming.between;
        name += naming.withNames ? key->name + naming.afterName + value : value;
    }
    if (!naming.asLabels) out.name = naming.append && !frame.name.empty() ? frame.name + ' ' + name : name;
    for (const Field& field : frame.fields) {
        const bool isKey = std::any_of(keys.begin(), keys.end(),
                                       [&](const Field* key) { return key->name == field.name; });
        if (isKey && !keepKeys) continue;
        out.fields.push_back(field);
        Field& part = out.fields.back();
        part.values = field.values.rows(rows);
        part.labelled = true;
        if (!naming.asLabels) continue;
        auto labels = added;
        for (const LabelView label : field.labels) labels.emplace_back(label.name, label.value);
        std::stable_sort(labels.begin(), labels.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        labels.erase(
            std::unique(labels.begin(), labels.end(), [](const auto& a, const auto& b) { return a.first == b.first; }),
            labels.end());
        part.labels = Labels::fromPairs(std::move(labels));
        part.labelOrder.clear();
    }
    return out;
}

Frame errorFrame(const char* text)
{
    Frame out;
    out.fields = {plainField("Error", FieldType::String, Values::strings({text}))};
    out.statedRows = 0;
    return out;
}

/// The columns that share their values of the labels that are joined by.
struct JoinedRows {
    std::vector<Cell> keys;
    std::map<std::string, std::vector<Cell>> values;  ///< by the value label
};

Frame joinedByLabels(const std::vector<Frame>& frames, const std::string& valueLabel,
                     const std::vector<std::string>& by)
{
    std::vector<std::string> names;
    std::map<std::string, FieldType> types;
    std::vector<JoinedRows> rows;
    std::map<std::string, std::size_t> places;
    for (const Frame& frame : frames) {
        for (const Field& field : frame.fields) {
            if (field.type == FieldType::Time || (field.labels.empty() && !field.labelled)) continue;
            JoinedRows key;
            std::string text;
            for (const std::string& label : by) {
                const bool has = field.labels.has(label);
                key.keys.push_back(has ? Cell(std::string(field.labels.get(label))) : Cell(Undefined{}));
                text += std::string(field.labels.get(label)) + ',';
            }
            const auto [place, isNew] = places.emplace(text, rows.size());
            if (isNew) rows.push_back(std::move(key));
            const std::string name(field.labels.get(valueLabel));
            if (types.emplace(name, field.type).second) names.push_back(name);
            std::vector<Cell>& values = rows[place->second].values[name];
            for (std::size_t row = 0; row < field.values.size(); ++row) values.push_back(field.values.cell(row));
        }
    }
    std::vector<std::vector<Cell>> keyColumns(by.size());
    std::vector<std::vector<Cell>> valueColumns(names.size());
    for (const JoinedRows& part : rows) {
        std::size_t count = 1;
        for (const auto& [name, values] : part.values) count = std::max(count, values.size());
        for (std::size_t row = 0; row < count; ++row) {
            for (std::size_t i = 0; i < by.size(); ++i) keyColumns[i].push_back(part.keys[i]);
            for (std::size_t i = 0; i < names.size(); ++i) {
                const auto found = part.values.find(names[i]);
                const bool has = found != part.values.end() && row < found->second.size();
                valueColumns[i].push_back(has ? found->second[row] : Cell(Undefined{}));
            }
        }
    }
    Frame out;
    out.refId = combinedRefId("joinByLabels", frames);
    for (std::size_t i = 0; i < by.size(); ++i)
        out.fields.push_back(plainField(by[i], FieldType::String, Values::cells(std::move(keyColumns[i]))));
    for (std::size_t i = 0; i < names.size(); ++i)
        out.fields.push_back(plainField(names[i], types[names[i]], Values::cells(std::move(valueColumns[i]))));
    return out;
}

}  // namespace

std::vector<Frame> transformPartitionByValues(std::vector<Frame> frames, const json::Value& options)
{
    if (frames.empty() || options["fields"].items().empty()) return frames;
    std::vector<Frame> whole(1, frames.front());
    Frame& frame = whole.front();
    // A name that somebody gave stands for the field's own while the parts get theirs, which then hold it.
    std::map<std::string, std::string> ownNames;
    for (Field& field : frame.fields) {
        const std::string given = !field.displayNameFromDs.empty() ? field.displayNameFromDs
                                                                   : field.config.displayName.value_or("");
        if (given.empty()) continue;
        ownNames[given] = field.name;
        field.name = given;
        field.config.displayName.reset();
        field.displayNameFromDs.clear();
    }
    assignDisplayNames(whole);
    const PreparedFieldMatcher matcher(
        FieldMatcher{"byNames", json::Value::object({{"names", options["fields"]}, {"mode", "include"}})});
    std::vector<const Field*> keys;
    for (const Field& field : frame.fields) {
        if (matcher.matches(field, frame)) keys.push_back(&field);
    }
    std::vector<Frame> out;
    if (keys.empty()) {
        out = whole;
    } else {
        const Naming naming = namingOf(options["naming"]);
        for (const auto& rows : partitions(keys, frame.rows())) {
            if (!rows.empty()) out.push_back(partOf(frame, keys, rows, naming, options["keepFields"].toBool()));
        }
    }
    assignDisplayNames(out);
    for (Frame& part : out) {
        for (Field& field : part.fields) {
            const auto own = ownNames.find(field.name);
            if (own == ownNames.end()) continue;
            field.config.displayName = field.displayName;
            field.name = own->second;
        }
    }
    return out;
}

std::vector<Frame> transformJoinByLabels(std::vector<Frame> frames, const json::Value& options)
{
    if (frames.empty()) return frames;
    const std::string& valueLabel = options["value"].toString();
    std::vector<std::string> distinct = distinctLabels(frames);
    std::vector<Frame> out;
    if (valueLabel.empty()) {
        out.push_back(errorFrame("No value label configured"));
    } else if (distinct.empty()) {
        out.push_back(errorFrame("No labels in result"));
    } else if (std::find(distinct.begin(), distinct.end(), valueLabel) == distinct.end()) {
        out.push_back(errorFrame("Value label not found"));
    } else {
        std::vector<std::string> by;
        for (const json::Value& name : options["join"].items()) by.push_back(name.toString());
        if (by.empty()) by = std::move(distinct);
        std::erase(by, valueLabel);
        out.push_back(joinedByLabels(frames, valueLabel, by));
    }
    return out;
}

}  // namespace watchglass::ui
