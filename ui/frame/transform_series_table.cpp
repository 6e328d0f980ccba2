#include <algorithm>

#include "ui/frame/reducer.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

/// The table of one query: its labels, and for each series a line and what it comes to.
struct TrendTable {
    std::vector<std::string> labels;
    std::vector<std::vector<Cell>> labelCells;
    std::vector<Cell> trends;
};

const Field* timeOf(const Frame& frame, const std::string& name)
{
    if (name.empty()) return frame.first(FieldType::Time);
    const auto it = std::find_if(frame.fields.begin(), frame.fields.end(),
                                 [&](const Field& field) { return field.name == name; });
    return it == frame.fields.end() ? nullptr : &*it;
}

void addLabelNames(const Field& field, std::vector<std::string>& names)
{
    for (const std::string& name : labelNames(field)) {
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
}

void addTrends(const Frame& frame, const json::Value& rule, TrendTable& table)
{
    const Field* time = timeOf(frame, rule["timeField"].toString());
    const std::string reducer = rule["stat"].isString() ? rule["stat"].toString() : "lastNotNull";
    for (const Field& field : frame.fields) {
        if (field.type != FieldType::Number) continue;
        for (std::size_t i = 0; i < table.labels.size(); ++i)
            table.labelCells[i].emplace_back(std::string(field.labels.get(table.labels[i])));
        if (!time) continue;
        Frame trend;
        trend.kind = FrameKind::TimeSeries;
        trend.stepMs = frame.stepMs;
        trend.refId = frame.refId;
        trend.fields = {*time, field};
        trend.value = reduceField(field, reducer);
        table.trends.emplace_back(FramesCell{std::make_shared<const std::vector<Frame>>(1, std::move(trend))});
    }
}

}  // namespace

/// Source: Grafana's public/app/features/transformers/timeSeriesTable/timeSeriesTableTransformer.ts.
std::vector<Frame> transformTimeSeriesTable(std::vector<Frame> frames, const json::Value& options)
{
    std::vector<std::string> refIds;
    for (const Frame& frame : frames) {
        if (std::find(refIds.begin(), refIds.end(), frame.refId) == refIds.end()) refIds.push_back(frame.refId);
    }
    std::vector<Frame> out;
    std::vector<Frame> tables;
    for (const std::string& refId : refIds) {
        TrendTable table;
        for (const Frame& frame : frames) {
            if (frame.refId != refId || !isTimeSeriesFrame(frame)) continue;
            for (const Field& field : frame.fields) {
                if (field.type == FieldType::Number) addLabelNames(field, table.labels);
            }
        }
        table.labelCells.resize(table.labels.size());
        for (const Frame& frame : frames) {
            if (frame.refId != refId) continue;
            if (isTimeSeriesFrame(frame)) {
                addTrends(frame, options[refId], table);
            } else {
                out.push_back(frame);
            }
        }
        if (table.trends.empty()) continue;
        Frame made;
        made.refId = refId;
        for (std::size_t i = 0; i < table.labels.size(); ++i) {
            made.fields.push_back(
                plainField(table.labels[i], FieldType::String, Values::cells(std::move(table.labelCells[i]))));
        }
        made.fields.push_back(plainField("Trend #" + refId, FieldType::Frame, Values::cells(std::move(table.trends))));
        tables.push_back(std::move(made));
    }
    std::move(tables.begin(), tables.end(), std::back_inserter(out));
    return out;
}

}  // namespace watchglass::ui
