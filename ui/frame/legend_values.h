#pragma once

#include <string>
#include <vector>

#include "ui/frame/display.h"

namespace watchglass::ui {

/// A calculation of a series as legends show it.
struct LegendValue {
    std::string title;
    DisplayValue display;
};

/// The calculations of a field, in their order: in the field's unit, counts without one, changes in percent.
[[nodiscard]] std::vector<LegendValue> legendValues(const Field& field, const std::vector<std::string>& reducers,
                                                    const VisualTheme& theme, const FormatContext& format = {});

}  // namespace watchglass::ui
