#pragma once

#include <QFont>

namespace watchglass::ui {

/// The text font: Inter where it is installed, else the desktop's sans serif, at `pixels` height.
/// Hinting is off, so that text has the same width at every position and on every platform.
[[nodiscard]] QFont textFont(int pixels = 14, QFont::Weight weight = QFont::Normal);

/// Like textFont() for a height that need not be whole (rounded down, so that what was measured to fit does fit), with
/// digits of equal width where the font offers them.
[[nodiscard]] QFont numberFont(double pixels, QFont::Weight weight = QFont::Normal);

/// The font of code and queries.
[[nodiscard]] QFont codeFont(int pixels = 13);

}  // namespace watchglass::ui
