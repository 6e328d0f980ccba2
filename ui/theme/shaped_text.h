#pragma once

#include <vector>

#include <QFont>
#include <QGlyphRun>
#include <QString>

class QPainter;
class QPointF;

namespace watchglass::ui {

/// A line of text laid out once, to be drawn often: finding its glyphs and their places is most of the work of drawing
/// it. Looks as QPainter::drawText() draws it.
/// Threads: the GUI thread.
class ShapedText {
public:
    /// Whether texts like this one are laid out alone and in one direction, in the letters of one font: Latin ones.
    [[nodiscard]] static bool suits(const QString& text);

    ShapedText(const QString& text, const QFont& font);

    /// Draws it with its baseline beginning at `at`, in the painter's colour, for painters of pixels.
    void draw(QPainter& painter, const QPointF& at) const;

private:
    std::vector<QGlyphRun> m_runs;
};

}  // namespace watchglass::ui
