#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ui/frame/color.h"
#include "ui/frame/theme_colors.h"

namespace watchglass::ui {

/// The colours that data is drawn in, for one of the two themes: named hues, the classic palette and the
/// continuous schemes. The window's own colours (buttons, borders) are ui/theme's.
/// Threads: immutable; both instances live for the whole process.
class VisualTheme {
public:
    [[nodiscard]] static const VisualTheme& dark();
    [[nodiscard]] static const VisualTheme& light();

    [[nodiscard]] bool isDark() const { return m_dark; }

    /// Resolves a colour of a dashboard: hue names ("semi-dark-red"), "text", "panel-bg", "transparent", hex, rgb(),
    /// CSS names. Empty and unknown texts give Grafana's grey #808080.
    [[nodiscard]] Color color(std::string_view name) const;

    /// The classic palette, repeated after 64 series.
    [[nodiscard]] Color classic(std::size_t seriesIndex) const;
    [[nodiscard]] std::size_t classicSize() const { return m_classic.size(); }
    /// The classic colour that belongs to a name, the same in every panel (palette-classic-by-name).
    [[nodiscard]] Color classicByName(std::string_view name) const;
    /// The series' colour in a palette mode of any name ("palette-classic", "palette-colorblind",
    /// "palette-categorical-next"). No value when `mode` is none.
    [[nodiscard]] std::optional<Color> palette(std::string_view mode, std::size_t seriesIndex) const;
    /// All colours of a palette mode in their order; for "palette-classic-by-name" those that names can get.
    [[nodiscard]] std::vector<Color> paletteColors(std::string_view mode) const;
    /// The colour of the n-th series in shades of one colour.
    [[nodiscard]] Color shade(Color base, std::size_t seriesIndex) const;
    /// A continuous scheme ("continuous-GrYlRd") at `t` in 0-1. Unknown schemes give grey.
    [[nodiscard]] Color scheme(std::string_view mode, double t) const;
    /// The colours that a continuous scheme runs through; none for one that is a map of many, and for other modes.
    [[nodiscard]] std::vector<Color> schemeColors(std::string_view mode) const;
    [[nodiscard]] static bool isScheme(std::string_view mode);

    [[nodiscard]] const ThemeColors& core() const { return m_dark ? darkThemeColors() : lightThemeColors(); }
    [[nodiscard]] Color text() const { return m_text; }
    [[nodiscard]] Color panelBackground() const { return m_panel; }

private:
    explicit VisualTheme(bool dark);

    bool m_dark;
    Color m_text;
    Color m_panel;
    std::vector<Color> m_classic;
    std::vector<std::size_t> m_readable;  ///< indices into m_classic with enough contrast to the panel
};

/// The classic palette of before 2020, which old plugins coloured with.
[[nodiscard]] std::vector<Color> oldClassicPalette();

/// The one of `colors` that belongs to a text, the same everywhere.
[[nodiscard]] Color colorByText(const std::vector<Color>& colors, std::string_view text);

}  // namespace watchglass::ui
