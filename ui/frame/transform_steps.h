#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/json.h"
#include "ui/frame/frame.h"

namespace watchglass::ui {

/// What ends a step whose options make no sense. Thrown by steps, caught by applyTransformations() alone.
struct TransformError {
    std::string message;
};

/// The transformations of transform.h, one function each: frames and the step's `options` in, frames out. Fields
/// have display names; names in options mean these. Missing fields are passed over.
[[nodiscard]] std::vector<Frame> transformOrganize(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformOrder(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformRename(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformFilterFields(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformFilterByRefId(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformFilterByValue(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformSortBy(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformLimit(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformRenameByRegex(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformMerge(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformJoin(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformEnsureColumns(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformReduce(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformGroupBy(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformGroupToNestedTable(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformCalculate(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformLabelsToFields(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformSeriesToRows(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformConvertType(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformConvertFrameType(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformFormatTime(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformFormatString(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformConcatenate(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformMatchFields(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformMatchFrames(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformHistogram(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformGroupingToMatrix(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformTranspose(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformPrepareTimeSeries(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformTimeSeriesTable(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformExtractFields(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformPartitionByValues(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformJoinByLabels(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformRowsToFields(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformConfigFromData(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformHeatmap(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformRegression(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformSmoothing(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformFieldLookup(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformSpatial(std::vector<Frame> frames, const json::Value& options);

/// The columns of the modes of calculateField that look over several rows; none when the field is not there.
[[nodiscard]] std::optional<std::vector<Cell>> windowColumn(const Frame& frame, const json::Value& options);
[[nodiscard]] std::optional<std::vector<Cell>> cumulativeColumn(const Frame& frame, const json::Value& options);

/// The first field of that name, else the first number field.
[[nodiscard]] const Field* namedOrNumber(const Frame& frame, const std::string& name);

/// A time and a number, and the time ascends where one looks.
[[nodiscard]] bool isTimeSeriesFrame(const Frame& frame);
/// The labels of a field in the order of their source.
[[nodiscard]] std::vector<std::string> labelNames(const Field& field);
/// Names of all labels in the order in which they appear.
[[nodiscard]] std::vector<std::string> distinctLabels(const std::vector<Frame>& frames);

/// Rows in the order of a field; equal ones as they were.
[[nodiscard]] std::vector<std::size_t> sortedRows(const Field& field, bool descending);

/// The name that people see.
[[nodiscard]] inline const std::string& shownName(const Field& field)
{
    return field.displayName.empty() ? field.name : field.displayName;
}

/// The name of a field by itself, where Grafana looks at neither frame nor labels.
[[nodiscard]] inline const std::string& bareName(const Field& field)
{
    if (field.config.displayName && !field.config.displayName->empty()) return *field.config.displayName;
    return field.name;
}

/// "merge-A-B": the refId of a frame that came out of several.
[[nodiscard]] inline std::string combinedRefId(std::string step, const std::vector<Frame>& frames)
{
    step += '-';
    for (std::size_t i = 0; i < frames.size(); ++i) step += (i > 0 ? "-" : "") + frames[i].refId;
    return step;
}

using FieldNames = std::function<const std::string&(const Field&)>;

/// Names by which the columns of grouped rows are found: of the field alone.
using GroupedRows = std::vector<std::pair<std::string, Field>>;

/// Rows with equal values in some fields.
struct RowGroup {
    std::string key;  ///< the values, with commas between
    GroupedRows columns;
};
/// The groups in the order of their first rows.
[[nodiscard]] std::vector<RowGroup> groupRows(const Frame& frame, const std::vector<const Field*>& by,
                                              const FieldNames& nameOf = bareName);
/// The column of a group with that name.
[[nodiscard]] const Field& columnOf(const RowGroup& group, const std::string& name);

/// A column that comes from no query.
[[nodiscard]] inline Field plainField(std::string name, FieldType type, Values values)
{
    Field out;
    out.name = name;
    out.displayName = std::move(name);
    out.type = type;
    out.values = std::move(values);
    return out;
}

}  // namespace watchglass::ui
