#include "ui/theme/shaped_text.h"

#include <algorithm>
#include <cmath>

#include <QPainter>
#include <QTextLayout>

namespace watchglass::ui {

bool ShapedText::suits(const QString& text)
{
    constexpr char16_t kFirstOther = 0x0250;  ///< the letters before are Latin, with all their accents
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u' ' && c.unicode() < kFirstOther; });
}

ShapedText::ShapedText(const QString& text, const QFont& font)
{
    QTextLayout layout(text, font);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    layout.endLayout();
    if (!line.isValid()) return;
    for (QGlyphRun& run : layout.glyphRuns()) {
        // From the top of the line to its baseline.
        QList<QPointF> places = run.positions();
        for (QPointF& place : places) place.ry() -= line.ascent();
        run.setPositions(places);
        m_runs.push_back(std::move(run));
    }
}

void ShapedText::draw(QPainter& painter, const QPointF& at) const
{
    // QPainter::drawText() begins at whole 64ths of a pixel.
    constexpr double kSteps = 64;
    const QPointF from(std::trunc(at.x() * kSteps) / kSteps, at.y());
    for (const QGlyphRun& run : m_runs) painter.drawGlyphRun(from, run);
}

}  // namespace watchglass::ui
