#include "ui/panels/bar_gauge_panel.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>

#include "ui/panels/panel_support.h"
#include "ui/panels/value_text.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kNameColumnGap = 10;
constexpr double kLineHeight = 1.2;  ///< what fittingSize() allows for; bars use the height to the last pixel

double barSpacing(BarMode mode) { return mode == BarMode::Lcd ? 2 : 10; }

}  // namespace

void BarGaugePanel::rebuild()
{
    const json::Value& options = data().options;
    m_mode = barMode(options["displayMode"].toString());
    m_showUnfilled = options["showUnfilled"].toBool(true);
    m_showValue = options["valueMode"].toString() != "hidden";
    m_colorText = options["valueMode"].toString() != "text";
    m_namePlacement = options["namePlacement"].toString();
    m_orientation = options["orientation"].toString();
    m_values = reducedValues(data());
    const bool vertical = m_orientation == "vertical";
    m_least = options[vertical ? "minVizWidth" : "minVizHeight"].toDouble(vertical ? 8 : 16);
    m_most = options["maxVizHeight"].toDouble(300);
    setAccessibleDescription(summary());
}

QColor BarGaugePanel::textColor(const ReducedValue& value) const
{
    return m_colorText ? value.color : currentTheme().text;
}

bool BarGaugePanel::isVertical() const
{
    if (m_orientation == "vertical") return true;
    return m_orientation != "horizontal" && width() > height();
}

void BarGaugePanel::paintRow(QPainter& painter, const QRectF& tile, const ReducedValue& value, double valueSize,
                             double columnWidth) const
{
    const Theme& theme = currentTheme();
    QRectF bar = tile;
    const bool hasName = m_namePlacement != "hidden" && !value.title.isEmpty();
    const bool above = m_namePlacement == "top" || (m_namePlacement != "left" && tile.height() > 40);
    if (hasName && above) {
        const double nameHeight = std::clamp(tile.height() * 0.45, 17.0, 50.0);
        painter.setFont(numberFont(nameHeight / 1.5));
        painter.setPen(theme.text);
        const QFontMetricsF metrics(painter.font());
        painter.drawText(QRectF(tile.left(), tile.top(), tile.width(), nameHeight), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(value.title, Qt::ElideRight, tile.width()));
        bar.setTop(tile.top() + nameHeight);
    } else if (hasName) {
        painter.setFont(numberFont(std::clamp(tile.height() * 0.6 / 1.2, 10.0, 24.0)));
        painter.setPen(theme.text);
        const QFontMetricsF metrics(painter.font());
        double widest = 0;
        for (const ReducedValue& other : m_values)
            widest = std::max(widest, metrics.horizontalAdvance(other.title) + 15);
        const double nameWidth = std::min(widest, tile.width() * 0.4);
        painter.drawText(QRectF(tile.left(), tile.top(), nameWidth, tile.height()), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(value.title, Qt::ElideRight, nameWidth));
        bar.setLeft(tile.left() + nameWidth + kNameColumnGap);
    }
    if (m_showValue) {
        const QRectF column(tile.right() - columnWidth, bar.top(), columnWidth - 10, bar.height());
        paintValue(painter, column, Qt::AlignRight | Qt::AlignVCenter, value.display, valueSize, QFont::Normal,
                   textColor(value));
        bar.setRight(tile.right() - columnWidth);
    }
    paintBar(painter, bar, *value.field, value.display, m_mode, false, m_showUnfilled);
}

void BarGaugePanel::paintColumn(QPainter& painter, const QRectF& tile, const ReducedValue& value,
                                double valueSize) const
{
    const Theme& theme = currentTheme();
    QRectF bar = tile;
    if (m_namePlacement != "hidden" && !value.title.isEmpty()) {
        painter.setFont(textFont(14));
        painter.setPen(theme.text);
        const QFontMetricsF metrics(painter.font());
        bar.setBottom(tile.bottom() - 22);
        painter.drawText(QRectF(tile.left(), bar.bottom(), tile.width(), 22), Qt::AlignHCenter | Qt::AlignVCenter,
                         metrics.elidedText(value.title, Qt::ElideRight, tile.width()));
    }
    if (m_showValue) {
        const double height = std::clamp(tile.height() * 0.1, 18.0, 50.0);
        bar.setTop(tile.top() + height + 3);
        paintValue(painter, QRectF(tile.left(), tile.top(), tile.width(), height), Qt::AlignHCenter | Qt::AlignVCenter,
                   value.display, valueSize, QFont::Normal, textColor(value));
    }
    paintBar(painter, bar, *value.field, value.display, m_mode, true, m_showUnfilled);
}

void BarGaugePanel::paintEvent(QPaintEvent*)
{
    if (m_values.empty()) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double spacing = barSpacing(m_mode);
    const auto count = static_cast<double>(m_values.size());
    const bool vertical = isVertical();
    const double room = (vertical ? width() : height()) - spacing * (count - 1);
    double each = std::max(room / count, m_least);
    if (!vertical) each = std::min(each, m_most);
    QString longest;
    for (const ReducedValue& value : m_values) {
        if (value.text().size() > longest.size()) longest = value.text();
    }
    if (vertical) {
        const double size = fittingSize(longest, each, std::clamp(height() * 0.1, 18.0, 50.0) * kLineHeight,
                                        QFont::Normal);
        for (std::size_t i = 0; i < m_values.size(); ++i) {
            paintColumn(painter, QRectF(static_cast<double>(i) * (each + spacing), 0, each, height()), m_values[i],
                        size);
        }
        return;
    }
    const bool above = m_namePlacement == "top" ||
                       (m_namePlacement != "left" && m_namePlacement != "hidden" && each > 40);
    const double barHeight = above ? each - std::clamp(each * 0.45, 17.0, 50.0) : each;
    const double at14 = QFontMetricsF(numberFont(14)).horizontalAdvance(longest);
    const double column = std::max(std::min(width() * 0.2, 150.0), std::min(at14 + 20, width() * 0.5));
    const double size = fittingSize(longest, column - 20, barHeight * kLineHeight, QFont::Normal);
    // Bars that stop growing stand in the middle.
    const double start = std::max(0.0, (height() - each * count - spacing * (count - 1)) / 2);
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        const QRectF tile(0, start + static_cast<double>(i) * (each + spacing), width(), each);
        if (tile.top() > height()) break;
        paintRow(painter, tile, m_values[i], size, column);
    }
}

}  // namespace watchglass::ui
