#include "ui/frame/transform.h"

#include <algorithm>
#include <map>

#include "ui/frame/field_override.h"
#include "ui/frame/transform_steps.h"

namespace watchglass::ui {

namespace {

using Step = std::vector<Frame> (*)(std::vector<Frame>, const json::Value& options);

const std::map<std::string_view, Step>& steps()
{
    static const std::map<std::string_view, Step> table{
        {"organize", transformOrganize},
        {"filterFieldsByName", transformFilterFields},
        {"filterByRefId", transformFilterByRefId},
        {"sortBy", transformSortBy},
        {"limit", transformLimit},
        {"renameByRegex", transformRenameByRegex},
        {"merge", transformMerge},
        {"joinByField", transformJoin},
        {"seriesToColumns", transformJoin},
        {"reduce", transformReduce},
        {"groupBy", transformGroupBy},
        {"calculateField", transformCalculate},
        {"labelsToFields", transformLabelsToFields},
        {"seriesToRows", transformSeriesToRows},
    };
    return table;
}

/// `filter` picks the frames that a step is for; the others pass by.
bool takes(const json::Value& filter, const Frame& frame)
{
    if (!filter.isObject() || filter["id"].toString().empty()) return true;
    if (frame.fields.empty()) return false;
    return matchesField({filter["id"].toString(), filter["options"]}, frame.fields.front(), frame);
}

}  // namespace

bool isKnownTransformation(std::string_view id) { return steps().contains(id); }

std::vector<Frame> applyTransformations(std::vector<Frame> frames, const json::Value& transformations,
                                        std::vector<std::string>* problems)
{
    for (const json::Value& step : transformations.items()) {
        if (step["disabled"].toBool()) continue;
        const std::string& id = step["id"].toString();
        const auto it = steps().find(id);
        if (it == steps().end()) {
            if (problems) problems->push_back("the transformation \"" + id + "\" is not supported yet");
            continue;
        }
        std::vector<Frame> in, others;
        for (Frame& frame : frames) (takes(step["filter"], frame) ? in : others).push_back(std::move(frame));
        frames = it->second(std::move(in), step["options"]);
        frames.insert(frames.end(), std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()));
    }
    return frames;
}

}  // namespace watchglass::ui
