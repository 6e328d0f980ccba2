#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ui/frame/data_point.h"
#include "ui/frame/field_override.h"

namespace watchglass::ui {

/// What a panel of big values shows of its frames.
struct FieldDisplayRequest {
    const std::vector<Frame>* frames = nullptr;  ///< after applyFieldConfig()
    json::Value reduceOptions;                   ///< `{calcs, values, fields, limit}`
    const FieldConfigSource* fieldConfig = nullptr;
    const VisualTheme* theme = nullptr;
    FormatContext format;
    PointText replace = replaceDataPoint;
    bool percentChange = false;
    bool sparkline = false;
};

/// One big value: a field reduced, or one of its rows.
struct FieldDisplay {
    std::string name;  ///< the reducer's id; "" for a row; "No data"
    std::string title;
    DisplayValue display;
    const Frame* frame = nullptr;  ///< null when there is no data
    const Field* field = nullptr;
    std::size_t frameIndex = 0;
    std::size_t column = 0;
    std::optional<std::size_t> row;
    std::optional<double> min;
    std::optional<double> max;
    std::optional<double> percentChange;      ///< of the last to the first value, in percent
    std::optional<std::size_t> highlightRow;  ///< the point of the sparkline that is shown
    std::optional<double> highlightLevel;     ///< or the height
};

/// The values that stat, gauge and bar gauge list. Never empty: without data there is one that says so.
[[nodiscard]] std::vector<FieldDisplay> fieldDisplays(const FieldDisplayRequest& request);

/// The longest of each part, by which all values of a panel are laid out alike.
struct DisplayAlignment {
    std::string text;
    std::string title;
    std::string prefix;
    std::string suffix;
};
[[nodiscard]] DisplayAlignment alignmentOf(const std::vector<FieldDisplay>& values);

}  // namespace watchglass::ui
