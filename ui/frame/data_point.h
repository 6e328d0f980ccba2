#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/frame/display.h"

namespace watchglass::ui {

/// A place in the data that texts speak of: `${__field...}`, `${__series.name}`, `${__value...}`, `${__data...}`.
/// Everything it points to outlives it.
struct DataPoint {
    const std::vector<Frame>* frames = nullptr;
    std::size_t frame = 0;
    std::size_t field = 0;
    std::optional<std::size_t> row;            ///< none: the field as a whole
    const DisplayValue* calculated = nullptr;  ///< what a reducer made of the field, instead of a row
    std::string calculation;                   ///< the reducer's id, for `${__calc}`
    FormatContext format;
};

/// What `${name}` or `${name.path}` stands for there; none for names that do not speak of data.
[[nodiscard]] std::optional<std::string> dataPointText(const DataPoint& point, std::string_view name,
                                                       std::string_view path);

/// Replaces the variables of a text, those that speak of data included.
using PointText = std::function<std::string(const std::string& text, const DataPoint& point)>;

/// Replaces only those that speak of data.
[[nodiscard]] std::string replaceDataPoint(const std::string& text, const DataPoint& point);

}  // namespace watchglass::ui
