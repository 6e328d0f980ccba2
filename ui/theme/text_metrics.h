#pragma once

#include <QFont>
#include <QFontMetricsF>
#include <QHash>
#include <QString>

#include "ui/theme/shaped_text.h"

class QPainter;
class QPointF;

namespace watchglass::ui {

/// One font that remembers how wide texts are and how they are laid out. That costs as much as drawing a hundred points
/// of a line, and labels, legends and titles stay the same from one refresh to the next.
/// Threads: the GUI thread.
class TextMetrics {
public:
    explicit TextMetrics(const QFont& font) : m_font(font), m_metrics(font) {}

    [[nodiscard]] const QFont& font() const { return m_font; }
    [[nodiscard]] double ascent() const { return m_metrics.ascent(); }
    [[nodiscard]] double capHeight() const { return m_metrics.capHeight(); }
    [[nodiscard]] double width(const QString& text) const;
    /// The text, or as much of it as fits into `room` pixels together with an ellipsis.
    [[nodiscard]] QString elided(const QString& text, double room, Qt::TextElideMode mode = Qt::ElideRight) const;
    /// Draws a line of text in this font, with its baseline beginning at `at`, in the painter's colour. The painter's
    /// font may be another one afterwards.
    void draw(QPainter& painter, const QPointF& at, const QString& text) const;

private:
    QFont m_font;
    QFontMetricsF m_metrics;
    mutable QHash<QString, double> m_widths;
    mutable QHash<QString, ShapedText> m_shaped;
};

/// Of textFont(pixels, weight).
[[nodiscard]] const TextMetrics& textMetrics(int pixels, QFont::Weight weight = QFont::Normal);

/// Of plainFont(pixels, weight).
[[nodiscard]] const TextMetrics& plainMetrics(double pixels, QFont::Weight weight = QFont::Normal);

}  // namespace watchglass::ui
