#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/annotations/annotation.h"
#include "engine/base/json.h"
#include "ui/frame/data_point.h"
#include "ui/frame/exemplar.h"
#include "ui/frame/field_override.h"
#include "ui/frame/frame.h"
#include "ui/plot/plot_model.h"

namespace watchglass::ui {

struct ProgramLists;

/// All that a panel draws. Queries, transformations and applyFieldConfig() are done; texts are interpolated.
/// Cheap to copy: the frames are shared and never change.
struct PanelData {
    std::shared_ptr<const std::vector<Frame>> frames;  ///< shared by the panel's model and its widget; never null
    json::Value options;                               ///< the panel type's own
    std::int64_t fromMs = 0;
    std::int64_t toMs = 0;
    std::int64_t nowMs = 0;
    bool live = false;                 ///< the range follows the clock, and is what it is at nowMs
    std::string timeZone = "browser";  ///< "utc", "browser" or an IANA name
    std::vector<PlotMark> marks;       ///< annotations
    /// Examples behind the samples; null when there are none.
    std::shared_ptr<const std::vector<Exemplar>> exemplars;
    /// The panel's own, for what is looked up by the names of rows; null when there is none.
    std::shared_ptr<const FieldConfigSource> fieldConfig;
    PointText replace = replaceDataPoint;         ///< variables in titles of values and in links
    std::shared_ptr<const ProgramLists> lists;    ///< what the program knows beside data; may be null
    std::vector<annotations::Annotation> listed;  ///< those that a list of annotations shows, newest first
    std::string home;                             ///< what annotations of this dashboard are stored under
    std::string type;                             ///< the panel's type, for the card of unsupported ones

    PanelData() : frames(std::make_shared<const std::vector<Frame>>()) {}
};

}  // namespace watchglass::ui
