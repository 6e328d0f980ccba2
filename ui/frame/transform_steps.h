#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/base/json.h"
#include "ui/frame/frame.h"

namespace watchglass::ui {

/// The transformations of transform.h, one function each: frames and the step's `options` in, frames out. Fields
/// have display names; names in options mean these. Missing fields are passed over.
[[nodiscard]] std::vector<Frame> transformOrganize(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformFilterFields(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformFilterByRefId(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformFilterByValue(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformSortBy(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformLimit(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformRenameByRegex(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformMerge(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformJoin(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformReduce(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformGroupBy(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformCalculate(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformLabelsToFields(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformSeriesToRows(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformConvertType(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformFormatTime(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformFormatString(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformConcatenate(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformMatchFields(std::vector<Frame> frames, const json::Value& options);
[[nodiscard]] std::vector<Frame> transformMatchFrames(std::vector<Frame> frames, const json::Value& options);

/// The name that people see.
[[nodiscard]] inline const std::string& shownName(const Field& field)
{
    return field.displayName.empty() ? field.name : field.displayName;
}

/// The name of a field by itself, where Grafana looks at neither frame nor labels.
[[nodiscard]] inline const std::string& bareName(const Field& field)
{
    if (field.config.displayName && !field.config.displayName->empty()) return *field.config.displayName;
    return field.displayNameFromDs.empty() ? field.name : field.displayNameFromDs;
}

/// "merge-A-B": the refId of a frame that came out of several.
[[nodiscard]] inline std::string combinedRefId(std::string step, const std::vector<Frame>& frames)
{
    step += '-';
    for (std::size_t i = 0; i < frames.size(); ++i) step += (i > 0 ? "-" : "") + frames[i].refId;
    return step;
}

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
