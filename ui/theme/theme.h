#pragma once

#include <QColor>

class QApplication;

namespace watchglass::ui {

enum class ThemeKind { Dark, Light };

/// Every colour that the program may use, apart from the colours of the data. The values are Grafana 13's.
struct Theme {
    ThemeKind kind = ThemeKind::Dark;

    QColor canvas;     ///< behind the panels, and inside inputs
    QColor panel;      ///< panels and pages
    QColor secondary;  ///< toolbars, hovered rows
    QColor elevated;   ///< menus, tooltips

    QColor text;
    QColor textSecondary;
    QColor textDisabled;
    QColor textLink;
    QColor textMaxContrast;

    QColor borderWeak;
    QColor borderMedium;
    QColor borderStrong;

    QColor primary;
    QColor primaryText;
    QColor primaryContrast;
    QColor button;  ///< the background of secondary buttons
    QColor buttonHover;
    QColor success;
    QColor successText;
    QColor warning;
    QColor warningText;
    QColor error;
    QColor errorText;

    QColor hover;
    QColor selected;
    QColor shadow;
    QColor grid;         ///< grid and tick lines of graphs
    QColor gaugeTrack;   ///< the unfilled part of gauges and bars: the panel, emphasised by 7 %
    QColor tableBorder;  ///< borderWeak flattened on the panel, so that crossing lines do not add up
    QColor scrollTrack;  ///< of scroll bars that stand beside a grid, as browsers draw them
    QColor scrollThumb;
    QColor brandStart;  ///< the gradient under an active tab and beside a selected item
    QColor brandEnd;

    [[nodiscard]] bool isDark() const { return kind == ThemeKind::Dark; }
};

/// Sizes in device-independent pixels, the same in both themes.
struct Metrics {
    static constexpr int kGridUnit = 8;
    static constexpr int kControlHeight = 32;
    static constexpr int kControlRadius = 6;
    static constexpr int kPanelRadius = 10;
    static constexpr int kPanelPadding = 8;
    static constexpr int kPanelHeaderHeight = 40;
    static constexpr int kTextPixels = 14;
    static constexpr int kSmallTextPixels = 12;
};

[[nodiscard]] const Theme& themeOf(ThemeKind kind);

/// The theme that applyTheme() set last; dark before that. GUI thread only.
[[nodiscard]] const Theme& currentTheme();

/// Sets palette, font and style sheet of the application. The style sheet names palette roles only and is set by
/// the first call, so a later switch is one change of palette: every widget gets QEvent::PaletteChange and looks up
/// currentTheme() again. Call it first before any widget exists. GUI thread only.
void applyTheme(QApplication& application, ThemeKind kind);

}  // namespace watchglass::ui
