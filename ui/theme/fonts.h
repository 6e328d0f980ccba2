#pragma once

#include <QFont>

namespace watchglass::ui {

/// The text font: Inter, the system's or the one that goes with the program, else the desktop's sans serif, at `pixels`
/// height. Hinting is off, so that text has the same width at every position and on every platform. Letters stand a
/// hundredth of the size further apart than Inter has them, as in Grafana.
[[nodiscard]] QFont textFont(int pixels = 14, QFont::Weight weight = QFont::Normal);

/// Like textFont() for a height that need not be whole: of big values and names beside them. It is given in points, so
/// devices that are painted on must have the screen's resolution.
[[nodiscard]] QFont numberFont(double pixels, QFont::Weight weight = QFont::Normal);

/// Text without additional space between its letters: labels of axes and whatever texts are measured with.
[[nodiscard]] QFont plainFont(double pixels = 12, QFont::Weight weight = QFont::Normal);

/// What text that is not plain has between its letters, in pixels.
[[nodiscard]] double textSpacing(double pixels);

/// The width of a text in plainFont(), more exactly than by metrics of so small a font.
[[nodiscard]] double plainTextWidth(const QString& text, double pixels, QFont::Weight weight = QFont::Normal);

/// Where the baseline of a text in `font` stands when its line, `lineHeight` high, starts at `top`: as browsers place
/// it, with ascent and descent in whole pixels.
[[nodiscard]] double textBaseline(const QFont& font, double top, double lineHeight);

/// The font of code and queries.
[[nodiscard]] QFont codeFont(int pixels = 13);

}  // namespace watchglass::ui
