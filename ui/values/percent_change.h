#pragma once

#include <string>
#include <string_view>

#include "ui/frame/visual_theme.h"

namespace watchglass::ui {

/// "12.3%": a change in percent with three digits that count.
[[nodiscard]] std::string percentChangeText(double percent);

/// Its colour in the modes "standard", "inverted" and "same_as_value".
[[nodiscard]] Color percentChangeColor(double percent, std::string_view mode, Color valueColor,
                                       const VisualTheme& theme);

}  // namespace watchglass::ui
