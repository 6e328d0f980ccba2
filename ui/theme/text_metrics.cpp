#include "ui/theme/text_metrics.h"

#include <map>
#include <utility>

#include "ui/theme/fonts.h"

namespace watchglass::ui {

namespace {

constexpr qsizetype kMostTexts = 4096;         ///< per font; then all are forgotten
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

const TextMetrics& textMetrics(int pixels, QFont::Weight weight)
{
    static std::map<std::pair<int, int>, TextMetrics> known;
    return known.try_emplace({pixels, weight}, textFont(pixels, weight)).first->second;
}

const TextMetrics& plainMetrics(double pixels, QFont::Weight weight)
{
    static std::map<std::pair<double, int>, TextMetrics> known;
    return known.try_emplace({pixels, weight}, plainFont(pixels, weight)).first->second;
}

}  // namespace watchglass::ui
