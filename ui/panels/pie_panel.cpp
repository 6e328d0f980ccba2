#include "ui/panels/pie_panel.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include "ui/panels/link_menu.h"
#include "ui/panels/panel_support.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kMargin = 16;
constexpr double kGap = 0.005;          ///< between slices, in radians
constexpr double kLeastLabelled = 0.3;  ///< radians
constexpr double kTurn = 2 * M_PI;

bool listed(const json::Value& list, std::string_view name)
{
    const auto& items = list.items();
    return std::any_of(items.begin(), items.end(), [name](const json::Value& item) { return item.toString() == name; });
}

/// Darker at the middle, a little less so at the rim, as in Grafana.
QBrush sliceBrush(const QPointF& centre, double inner, double outer, const QColor& color)
{
    const Color source{static_cast<std::uint8_t>(color.red()), static_cast<std::uint8_t>(color.green()),
                       static_cast<std::uint8_t>(color.blue()), 1};
    const double factor = currentTheme().isDark() ? 1 : -0.7;
    QRadialGradient gradient(centre, outer);
    const double from = std::clamp(inner / outer, 0.0, 0.99);
    gradient.setColorAt(from, toQColor(spin(darken(source, 20 * factor), 8)));
    gradient.setColorAt(1, toQColor(spin(darken(source, 10 * factor), -8)));
    return gradient;
}

}  // namespace

QString PiePanel::summary() const
{
    QStringList parts;
    for (const PieSlice& slice : m_slices) {
        if (slice.hidden || parts.size() >= 8) continue;
        parts += slice.name + QStringLiteral(": ") + slice.value + QStringLiteral(" (") + slice.percent +
                 QLatin1Char(')');
    }
    return parts.join(QStringLiteral(", "));
}

std::vector<AccessibleItem> PiePanel::accessibleItems() const
{
    std::vector<AccessibleItem> out;
    for (const PieSlice& slice : m_slices) {
        AccessibleItem item;
        item.name = slice.name;
        item.value = slice.hidden ? tr("hidden")
                                  : slice.value + QStringLiteral(" (") + slice.percent + QLatin1Char(')');
        out.push_back(std::move(item));
    }
    return out;
}

void PiePanel::rebuildChart()
{
    const json::Value& options = data().options;
    m_donut = options["pieType"].toString() == "donut";
    m_labelName = listed(options["displayLabels"], "name");
    m_labelValue = listed(options["displayLabels"], "value");
    m_labelPercent = listed(options["displayLabels"], "percent");
    m_values = reducedValues(data());
    m_slices = pieSlices(m_values, options["sort"].toString(), [this](const QString& name) { return isHidden(name); });
    const json::Value& shown = options.get("legend.values");
    const bool value = listed(shown, "value");
    const bool percent = listed(shown, "percent");
    QStringList columns;
    if (value) columns += tr("Value");
    if (percent) columns += tr("Percent");
    std::vector<LegendItem> items;
    for (const PieSlice& slice : m_slices) {
        if (m_values[slice.source].field->config.hiddenFromLegend()) continue;
        LegendItem item;
        item.color = slice.color;
        item.name = slice.name;
        item.hidden = slice.hidden;
        if (value) {
            item.texts += slice.value;
            item.values.push_back(slice.number);
        }
        if (percent) {
            item.texts += slice.percent;
            item.values.push_back(slice.share);
        }
        items.push_back(std::move(item));
    }
    setLegend(std::move(items), columns);
}

PiePanel::Circle PiePanel::circleIn(const QRectF& area) const
{
    Circle circle;
    circle.centre = area.center();
    const double side = std::min(area.width(), area.height());
    // Small pies keep most of their room.
    circle.outer = std::max(side / 2 - std::min(kMargin, side * 0.08), 2.0);
    if (m_donut) circle.inner = std::max(0.0, circle.outer - std::max(circle.outer / 3, 20.0));
    return circle;
}

void PiePanel::paintLabel(QPainter& painter, const PieSlice& slice, const Circle& circle) const
{
    if (slice.share * kTurn < kLeastLabelled) return;
    QStringList lines;
    if (m_labelName) lines += slice.name;
    if (m_labelValue) lines += slice.value;
    if (m_labelPercent) lines += slice.percent;
    if (lines.isEmpty()) return;
    const double size = std::clamp(circle.outer / 150 * 14, 12.0, 36.0);
    const QFont font = numberFont(size);
    const QFontMetricsF metrics(font);
    const double angle = (slice.start + slice.share / 2) * kTurn;
    const double reach = (circle.outer + circle.inner) / 2;
    const QPointF middle = circle.centre + QPointF(std::sin(angle), -std::cos(angle)) * reach;
    const double line = size * 1.2;
    double top = middle.y() - line * static_cast<double>(lines.size()) / 2;
    painter.setFont(font);
    for (const QString& text : lines) {
        const QString shown = metrics.elidedText(text, Qt::ElideRight, circle.outer);
        const QPointF at(middle.x() - metrics.horizontalAdvance(shown) / 2, textBaseline(font, top, line));
        // A shade keeps light text readable on light slices.
        painter.setPen(QColor(0, 0, 0, 90));
        painter.drawText(at + QPointF(0, 1), shown);
        painter.setPen(QColor(247, 248, 250));
        painter.drawText(at, shown);
        top += line;
    }
}

void PiePanel::paintChart(QPainter& painter, const QRectF& area)
{
    const Circle circle = circleIn(area);
    const QRectF outer(circle.centre.x() - circle.outer, circle.centre.y() - circle.outer, circle.outer * 2,
                       circle.outer * 2);
    const QRectF inner(circle.centre.x() - circle.inner, circle.centre.y() - circle.inner, circle.inner * 2,
                       circle.inner * 2);
    painter.setPen(Qt::NoPen);
    for (const PieSlice& slice : m_slices) {
        if (slice.share <= 0) continue;
        const bool whole = slice.share > 0.9999;
        const double gap = whole ? 0 : std::min(kGap, slice.share * kTurn / 4);
        const double from = 90 - (slice.start * 360 + gap / 2 * 180 / M_PI);
        const double span = slice.share * 360 - gap * 180 / M_PI;
        QPainterPath path;
        path.setFillRule(Qt::OddEvenFill);
        if (whole) {
            path.addEllipse(outer);
            if (circle.inner > 0) path.addEllipse(inner);
        } else {
            path.arcMoveTo(outer, from);
            path.arcTo(outer, from, -span);
            if (circle.inner > 0)
                path.arcTo(inner, from - span, span);
            else
                path.lineTo(circle.centre);
            path.closeSubpath();
        }
        painter.setBrush(sliceBrush(circle.centre, circle.inner, circle.outer, slice.color));
        painter.drawPath(path);
    }
    for (const PieSlice& slice : m_slices) paintLabel(painter, slice, circle);
}

int PiePanel::sliceUnder(const QPointF& at, const QRectF& area) const
{
    const Circle circle = circleIn(area);
    const QPointF way = at - circle.centre;
    const double distance = std::hypot(way.x(), way.y());
    if (distance > circle.outer || distance < circle.inner) return -1;
    const double turn = std::atan2(way.x(), -way.y()) / kTurn;
    return sliceAt(m_slices, turn < 0 ? turn + 1 : turn);
}

std::optional<ChartPanel::Hover> PiePanel::hoverAt(const QPointF& at, const QRectF& area) const
{
    const int found = sliceUnder(at, area);
    if (found < 0) return {};
    Hover hover;
    for (std::size_t i = 0; i < m_slices.size(); ++i) {
        const PieSlice& slice = m_slices[i];
        const bool nearest = static_cast<int>(i) == found;
        if (slice.hidden || (!nearest && tooltipMode() == TooltipMode::Single)) continue;
        hover.rows.push_back(
            {slice.color, slice.name, slice.value + QStringLiteral("  ") + slice.percent, slice.number, nearest});
    }
    hover.header = m_slices[static_cast<std::size_t>(found)].name;
    return hover;
}

void PiePanel::clickAt(const QPointF& at, const QRectF& area)
{
    const int found = sliceUnder(at, area);
    if (found >= 0) followLinks(*this, pointOf(m_values[m_slices[static_cast<std::size_t>(found)].source], data()));
}

}  // namespace watchglass::ui
