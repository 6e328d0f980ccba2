#pragma once

#include "ui/frame/color.h"

namespace watchglass::ui {

/// A colour with the one that its texts have.
struct RichColor {
    Color main;
    Color text;
};

/// The core colours of a theme: what surrounds the data.
struct ThemeColors {
    Color canvas;     ///< behind the panels, and inside inputs
    Color page;       ///< pages
    Color panel;      ///< panels
    Color secondary;  ///< toolbars, hovered rows
    Color elevated;   ///< menus, tooltips
    Color text;
    Color textSecondary;
    Color textDisabled;
    Color textLink;
    Color textMaxContrast;
    Color borderWeak;
    Color borderMedium;
    Color borderStrong;
    RichColor primary;
    RichColor error;
    RichColor success;
    RichColor warning;
};

[[nodiscard]] const ThemeColors& darkThemeColors();
[[nodiscard]] const ThemeColors& lightThemeColors();

}  // namespace watchglass::ui
