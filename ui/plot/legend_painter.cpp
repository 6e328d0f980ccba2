#include "ui/plot/legend_painter.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QPainter>

#include "ui/plot/hover_marks.h"
#include "ui/theme/fonts.h"
#include "ui/theme/text_metrics.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

using Sizes = LegendMetrics;

void paintMarker(QPainter& painter, double x, double lineTop, const LegendItem& item)
{
    // On whole pixels: half ones would make so small a thing look washed out.
    paintSeriesMarker(painter, {std::round(x), std::round(lineTop + (Sizes::kLine - Sizes::kMarkerHeight) / 2)},
                      item.color, item.pattern);
}

/// Draws a text whose line starts at `top`; returns where it ends.
double paintText(QPainter& painter, const TextMetrics& metrics, double x, double top, const QString& text)
{
    metrics.draw(painter, QPointF(x, textBaseline(metrics.font(), top, Sizes::kLine)), text);
    return x + metrics.width(text);
}

void paintListItem(QPainter& painter, const LegendLayout& layout, const QRectF& box, std::size_t index,
                   const QColor& ink)
{
    const LegendItem& item = layout.items()[index];
    paintMarker(painter, box.left(), box.top(), item);
    painter.setPen(ink);
    const double before = Sizes::kMarkerWidth + Sizes::kMarkerGap;
    const qsizetype values = std::min(item.texts.size(), layout.calculations().size());
    const TextMetrics& metrics = legendMetrics();
    double x = paintText(painter, metrics, box.left() + before, box.top(), item.name);
    for (qsizetype i = 0; i < values; ++i) {
        x += i == 0 ? Sizes::kFirstValueGap : Sizes::kValueGap;
        x = paintText(painter, metrics, x, box.top(), layout.calculations()[i] + QLatin1Char(':'));
        x = paintText(painter, metrics, x + metrics.width(QStringLiteral(" ")), box.top(), item.texts[i]);
    }
}

void paintList(QPainter& painter, const LegendLayout& layout, const LegendLook& look)
{
    const Theme& theme = currentTheme();
    const QRectF seen(layout.offset(), QSizeF(layout.room(), layout.roomBelow()));
    if (layout.overflows() || layout.overflowsSideways()) painter.setClipRect(seen);
    for (std::size_t i = 0; i < layout.items().size(); ++i) {
        const QRectF box = layout.rects()[i].translated(-look.scroll);
        if (!box.intersects(seen) || !look.shows(box)) continue;
        const LegendItem& item = layout.items()[i];
        QColor ink = item.hidden ? theme.textDisabled : theme.text;
        if (static_cast<int>(i) == look.hovered && !item.hidden) ink = theme.textMaxContrast;
        paintListItem(painter, layout, box, i, ink);
    }
}

/// The texts of a row below the heads of their columns.
void paintCells(QPainter& painter, const TextMetrics& metrics, const LegendLayout& layout, double top,
                const QStringList& texts, int sorted)
{
    double right = layout.offset().x() + Sizes::kMarkerColumn + layout.nameColumn();
    for (std::size_t c = 0; c < layout.columnWidths().size(); ++c) {
        right += layout.columnWidths()[c];
        const QString text = texts.value(static_cast<qsizetype>(c));
        const double arrow = static_cast<int>(c) == sorted ? Sizes::kSortArrow : 0;
        paintText(painter, metrics, right - Sizes::kCellPadding - arrow - metrics.width(text), top + Sizes::kTableInset,
                  text);
    }
}

void paintSortArrow(QPainter& painter, const LegendLayout& layout, const QString& name)
{
    const QPointF offset = layout.offset();
    double right = offset.x() + Sizes::kMarkerColumn + Sizes::kCellPadding + legendHeadMetrics().width(name) +
                   Sizes::kSortArrow;
    if (layout.sortColumn() >= 0) {
        right = offset.x() + Sizes::kMarkerColumn + layout.nameColumn() - Sizes::kCellPadding;
        const auto last = static_cast<std::size_t>(layout.sortColumn());
        for (std::size_t c = 0; c <= last && c < layout.columnWidths().size(); ++c) right += layout.columnWidths()[c];
    }
    const QRectF box(right - Sizes::kSortArrow, offset.y() + 5.7, Sizes::kSortArrow, Sizes::kSortArrow);
    const double tip = layout.sortOrder() == Qt::DescendingOrder ? 1 : -1;
    constexpr double kHalf = 2.12;  // Grafana's "angle-down" in a box of 12
    painter.setPen(QPen(currentTheme().primaryText, 1, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(QPolygonF{QPointF(box.center().x() - kHalf, box.center().y() - tip * kHalf / 2),
                                   QPointF(box.center().x(), box.center().y() + tip * kHalf / 2),
                                   QPointF(box.center().x() + kHalf, box.center().y() - tip * kHalf / 2)});
}

void paintTable(QPainter& painter, const LegendLayout& layout, const LegendLook& look)
{
    const Theme& theme = currentTheme();
    const double top = layout.offset().y();
    const double left = layout.offset().x();
    const double nameLeft = left + Sizes::kMarkerColumn + Sizes::kCellPadding;
    const double width = std::max(layout.room(), layout.contentWidth());
    const QRectF seen(0, top, left + layout.room(), layout.roomBelow());
    painter.save();
    painter.setClipRect(seen.adjusted(0, Sizes::kTableRow, 0, 0));
    painter.translate(-look.scroll.x(), 0);
    for (std::size_t i = 0; i < layout.items().size(); ++i) {
        const QRectF row = layout.rects()[i].translated(0, -look.scroll.y());
        if (row.bottom() < top + Sizes::kTableRow || row.top() > seen.bottom()) continue;
        if (!look.shows(row.translated(-look.scroll.x(), 0))) continue;
        const LegendItem& item = layout.items()[i];
        if (static_cast<int>(i) == look.hovered) painter.fillRect(row, theme.hover);
        paintMarker(painter, left + Sizes::kCellPadding, row.top() + Sizes::kTableInset + 0.3, item);
        painter.setPen(item.hidden ? theme.textDisabled : theme.text);
        paintText(painter, legendMetrics(), nameLeft, row.top() + Sizes::kTableInset,
                  legendMetrics().elided(item.name, layout.nameRoom()));
        paintCells(painter, legendMetrics(), layout, row.top(), item.texts, -1);
        painter.fillRect(QRectF(row.left(), std::round(row.bottom()) - 1, width, 1), theme.borderWeak);
    }
    painter.setClipRect(seen.translated(look.scroll.x(), 0));
    const QString name = QCoreApplication::translate("LegendView", "Name");
    painter.setPen(theme.primaryText);
    paintText(painter, legendHeadMetrics(), nameLeft, top + Sizes::kTableInset, name);
    paintCells(painter, legendHeadMetrics(), layout, top, layout.calculations(), layout.sortColumn());
    if (layout.sortColumn() >= -1) paintSortArrow(painter, layout, name);
    painter.fillRect(QRectF(left, std::round(top + Sizes::kTableRow) - 1, width, 1), theme.borderWeak);
    painter.restore();
}

}  // namespace

void paintLegend(QPainter& painter, const LegendLayout& layout, const LegendLook& look)
{
    painter.setRenderHint(QPainter::Antialiasing);
    if (layout.mode() == LegendMode::Table) paintTable(painter, layout, look);
    if (layout.mode() == LegendMode::List) paintList(painter, layout, look);
}

}  // namespace watchglass::ui
