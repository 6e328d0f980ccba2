#include "ui/frame/transform.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "ui/frame/existing_rows.h"
#include "ui/frame/field_override.h"
#include "ui/frame/js_regex.h"
#include "ui/frame/transform_steps.h"
#include "ui/schema/schema.h"

namespace watchglass::ui {

namespace {

using Step = std::vector<Frame> (*)(std::vector<Frame>, const json::Value& options);

const std::map<std::string_view, Step>& steps()
{
    static const std::map<std::string_view, Step> table{
        {"noop", [](std::vector<Frame> frames, const json::Value&) { return frames; }},
        {"organize", transformOrganize},
        {"order", transformOrder},
        {"rename", transformRename},
        {"filterFields", transformMatchFields},
        {"filterFrames", transformMatchFrames},
        {"convertFieldType", transformConvertType},
        {"formatTime", transformFormatTime},
        {"formatString", transformFormatString},
        {"concatenate", transformConcatenate},
        {"filterFieldsByName", transformFilterFields},
        {"filterByRefId", transformFilterByRefId},
        {"filterByValue", transformFilterByValue},
        {"sortBy", transformSortBy},
        {"limit", transformLimit},
        {"renameByRegex", transformRenameByRegex},
        {"merge", transformMerge},
        {"joinByField", transformJoin},
        {"seriesToColumns", transformJoin},
        {"reduce", transformReduce},
        {"groupBy", transformGroupBy},
        {"groupToNestedTable", transformGroupToNestedTable},
        {"groupingToMatrix", transformGroupingToMatrix},
        {"histogram", transformHistogram},
        {"transpose", transformTranspose},
        {"ensureColumns", transformEnsureColumns},
        {"convertFrameType", transformConvertFrameType},
        {"calculateField", transformCalculate},
        {"labelsToFields", transformLabelsToFields},
        {"seriesToRows", transformSeriesToRows},
        {"prepareTimeSeries", transformPrepareTimeSeries},
        {"timeSeriesTable", transformTimeSeriesTable},
        {"extractFields", transformExtractFields},
        {"partitionByValues", transformPartitionByValues},
        {"joinByLabels", transformJoinByLabels},
        {"rowsToFields", transformRowsToFields},
        {"configFromData", transformConfigFromData},
        {"heatmap", transformHeatmap},
        {"regression", transformRegression},
        {"smoothing", transformSmoothing},
        {"fieldLookup", transformFieldLookup},
        {"spatial", transformSpatial},
    };
    return table;
}

/// `filter` picks the frames that a step is for; the others pass by. Filters that are not known take all.
bool takes(const json::Value& filter, const Frame& frame)
{
    const std::string& id = filter["id"].toString();
    if (id != "byRefId" && id != "byName") return true;
    const std::string& wanted = filter["options"].toString();
    const std::string& name = id == "byRefId" ? frame.refId : frame.name;
    if (!wanted.starts_with('/') && !wanted.starts_with('^')) return name == wanted;
    const auto regex = wanted.starts_with('/') ? JsRegex::fromDashboard(wanted) : JsRegex::plain(wanted);
    return regex && regex->matches(name);
}

/// The step's options over the transformer's own; each is replaced as a whole.
json::Value optionsOf(const json::Value& step)
{
    json::Value out = schema::registryEntry("transformers", step["id"].toString())["defaultOptions"];
    if (!out.isObject()) out = json::Value::object();
    for (const auto& [name, value] : step["options"].members()) out.set(name, value);
    return out;
}

}  // namespace

bool isKnownTransformation(std::string_view id) { return steps().contains(id); }

std::vector<Frame> applyTransformations(std::vector<Frame> frames, const json::Value& transformations,
                                        std::vector<std::string>* problems)
{
    bool begun = false;
    for (const json::Value& step : transformations.items()) {
        if (step["disabled"].toBool()) continue;
        if (!begun) frames = withExistingRows(std::move(frames));
        begun = true;
        const std::string& id = step["id"].toString();
        const auto it = steps().find(id);
        if (it == steps().end()) {
            if (problems) problems->push_back("the transformation \"" + id + "\" is not supported yet");
            continue;
        }
        // Names in options are those that the frames have at this point.
        assignDisplayNames(frames);
        std::vector<Frame> in;
        std::vector<Frame> others;
        std::size_t place = 0;  // where the others go in the result: transformDataFrame.ts
        for (std::size_t i = 0; i < frames.size(); ++i) {
            const bool mine = takes(step["filter"], frames[i]);
            if (!mine && place == 0) place = i;
            (mine ? in : others).push_back(std::move(frames[i]));
        }
        try {
            frames = it->second(in, optionsOf(step));
            // The next step and the panels count on it.
            for (Frame& frame : frames) frame.squareUp();
        } catch (const TransformError& error) {
            if (problems) problems->push_back("transformation " + error.message);
            frames = std::move(in);
        }
        frames.insert(frames.begin() + static_cast<std::ptrdiff_t>(std::min(place, frames.size())),
                      std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()));
    }
    return frames;
}

}  // namespace watchglass::ui
