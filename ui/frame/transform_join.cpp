#include <algorithm>

#include "ui/frame/column_join.h"
#include "ui/frame/field_matcher.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

/// What told the frames apart goes into the field: its name for plain values, else a label.
void keepFrameName(Field& field, const Frame& frame)
{
    if (frame.name.empty()) return;
    if (field.name == "Value") {
        field.name = frame.name;
        return;
    }
    if (field.labels.has("name")) return;
    std::vector<std::pair<std::string, std::string>> labels;
    for (const LabelView label : field.labels) labels.emplace_back(label.name, label.value);
    labels.emplace_back("name", frame.name);
    field.labels = Labels::fromPairs(std::move(labels));
}

JoinNulls nullsOf(const Field& field)
{
    const json::Value& span = field.config.custom["spanNulls"];
    if (span.toBool()) return JoinNulls::Remove;
    return span.isNumber() && span.toDouble() == -1 ? JoinNulls::Retain : JoinNulls::Expand;
}

/// Without a name the time joins; where there is none, nothing does.
FieldMatcher keyMatcher(const std::vector<Frame>& frames, const std::string& name)
{
    if (!name.empty()) return {"byName", name};
    return {frames.front().first(FieldType::Time) ? "firstTimeField" : "", {}};
}

Field withoutRows(Field field)
{
    field.values = Values::cells({});
    return field;
}

}  // namespace

std::vector<Frame> transformJoin(std::vector<Frame> frames, const json::Value& options)
{
    const std::string& mode = options["mode"].toString();
    if (frames.size() < 2) return frames;
    const PreparedFieldMatcher isKey(keyMatcher(frames, options["byField"].toString()));

    Frame out;
    out.refId = combinedRefId("joinByField", frames);
    std::vector<JoinTable> tables;
    bool dropped = false;
    for (const Frame& frame : frames) {
        const auto key = std::find_if(frame.fields.begin(), frame.fields.end(),
                                      [&](const Field& field) { return isKey.matches(field, frame); });
        if (key == frame.fields.end()) {
            dropped = true;
            continue;
        }
        if (tables.empty()) out.fields.push_back(*key);
        JoinTable table{{key->values}, {JoinNulls::Remove}};
        for (const Field& field : frame.fields) {
            if (&field == &*key) continue;
            out.fields.push_back(field);
            out.fields.back().labelled = true;
            keepFrameName(out.fields.back(), frame);
            table.columns.push_back(field.values);
            table.nulls.push_back(nullsOf(field));
        }
        tables.push_back(std::move(table));
    }
    if (dropped && mode == "inner") {
        for (Field& field : out.fields) field = withoutRows(std::move(field));
    } else if (!tables.empty()) {
        const auto columns = mode == "inner"          ? joinTabular(tables, false)
                             : mode == "outerTabular" ? joinTabular(tables, true)
                                                      : joinOuter(tables);
        for (std::size_t i = 0; i < out.fields.size(); ++i) out.fields[i].values = columns[i];
    }
    std::vector<Frame> result;
    result.push_back(std::move(out));
    return result;
}

}  // namespace watchglass::ui
