#include "ui/theme/text_metrics.h"

#include <map>
#include <utility>

#include <QGuiApplication>
#include <QPainter>

#include "ui/theme/fonts.h"
#include "ui/theme/picture_mode.h"

namespace watchglass::ui {

namespace {

constexpr qsizetype kMostTexts = 4096;         ///< per font; then all are forgotten
constexpr qsizetype kMostShaped = 1024;        ///< likewise; some 500 bytes each
constexpr qsizetype kLongestRemembered = 256;  ///< characters

}  // namespace

double TextMetrics::width(const QString& text) const
{
    if (text.size() > kLongestRemembered) return m_metrics.horizontalAdvance(text);
    if (const auto known = m_widths.constFind(text); known != m_widths.cend()) return *known;
    if (m_widths.size() >= kMostTexts) m_widths.clear();
    const double width = m_metrics.horizontalAdvance(text);
    m_widths.insert(text, width);
    return width;
}

QString TextMetrics::elided(const QString& text, double room, Qt::TextElideMode mode) const
{
    return width(text) <= room ? text : m_metrics.elidedText(text, mode, room);
}

void TextMetrics::draw(QPainter& painter, const QPointF& at, const QString& text) const
{
    if (!paintsPixels(painter) || text.size() > kLongestRemembered || !ShapedText::suits(text)) {
        painter.setFont(m_font);
        painter.drawText(at, text);
        return;
    }
    auto known = m_shaped.constFind(text);
    if (known == m_shaped.cend()) {
        if (m_shaped.size() >= kMostShaped) m_shaped.clear();
        // What the font does not say (the space between letters) painters take from the application's.
        known = m_shaped.insert(text, ShapedText(text, m_font.resolve(QGuiApplication::font())));
    }
    known->draw(painter, at);
}

const TextMetrics& textMetrics(int pixels, QFont::Weight weight)
{
    // Never destroyed: what they hold of fonts must not outlive the application.
    static auto& known = *new std::map<std::pair<int, int>, TextMetrics>;
    return known.try_emplace({pixels, weight}, textFont(pixels, weight)).first->second;
}

const TextMetrics& plainMetrics(double pixels, QFont::Weight weight)
{
    static auto& known = *new std::map<std::pair<double, int>, TextMetrics>;
    return known.try_emplace({pixels, weight}, plainFont(pixels, weight)).first->second;
}

}  // namespace watchglass::ui
