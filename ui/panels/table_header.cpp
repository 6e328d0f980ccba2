#include "ui/panels/table_header.h"

#include <algorithm>

#include <QFontMetricsF>
#include <QMouseEvent>
#include <QPainter>

#include "ui/panels/table_model.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr int kHeight = 34;
constexpr int kPadding = 6;
constexpr double kLine = 20;
constexpr double kTitleTop = 7;
constexpr double kArrow = 18;
constexpr double kArrowTop = 9;
constexpr double kFilter = 16;
constexpr double kFilterGap = 4;
constexpr double kFilterTop = 9;

void paintArrow(QPainter& painter, const QRectF& box, bool up, const QColor& color)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF middle = box.center();
    const double tip = up ? -5 : 5;
    painter.drawLine(middle - QPointF(0, tip), middle + QPointF(0, tip));
    painter.drawPolyline(
        QPolygonF{middle + QPointF(-4, tip * 0.2), middle + QPointF(0, tip), middle + QPointF(4, tip * 0.2)});
    painter.setRenderHint(QPainter::Antialiasing, false);
}

}  // namespace

TableHeader::TableHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setHighlightSections(false);
    setFixedHeight(kHeight);
}

TableHeader::Parts TableHeader::partsOf(const QRect& rect, int section) const
{
    const QFont font = textFont(Metrics::kTextPixels, QFont::Medium);
    const QFontMetricsF metrics(font);
    const auto alignment = Qt::Alignment(model()->headerData(section, orientation(), Qt::TextAlignmentRole).toInt());
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == section;
    const bool filterable = model()->headerData(section, orientation(), TableModel::FilterableRole).toBool();
    const double line = section + 1 < count() ? 1 : 0;
    const QRectF inner = QRectF(rect).adjusted(kPadding, 0, -kPadding - line, 0);
    const double icons = (sorted ? kArrow : 0) + (filterable ? kFilterGap + kFilter : 0);
    Parts out;
    out.text = metrics.elidedText(model()->headerData(section, orientation(), Qt::DisplayRole).toString(),
                                  Qt::ElideRight, std::max(1.0, inner.width() - icons));
    const double width = metrics.horizontalAdvance(out.text);
    double x = inner.left();
    if (alignment & Qt::AlignRight) x = inner.right() - icons - width;
    if (alignment & Qt::AlignHCenter) x = inner.center().x() - (icons + width) / 2;
    // A funnel is a little higher than the line of the title, which then stands in its middle.
    out.baseline = {x, textBaseline(font, rect.top() + (filterable ? kTitleTop - 1 : kTitleTop), kLine)};
    x += width;
    if (sorted) out.arrow = QRectF(x, rect.top() + kArrowTop, kArrow, kArrow);
    if (sorted) x += kArrow;
    if (filterable) out.filter = QRectF(x + kFilterGap, rect.top() + kFilterTop, kFilter, kFilter);
    return out;
}

void TableHeader::paintSection(QPainter* painter, const QRect& rect, int section) const
{
    const Theme& theme = currentTheme();
    const Parts parts = partsOf(rect, section);
    painter->save();
    painter->setFont(textFont(Metrics::kTextPixels, QFont::Medium));
    painter->setPen(theme.textSecondary);
    painter->drawText(parts.baseline, parts.text);
    if (!parts.arrow.isEmpty()) {
        paintArrow(*painter, parts.arrow, sortIndicatorOrder() == Qt::AscendingOrder, theme.textSecondary);
    }
    if (!parts.filter.isEmpty()) {
        const bool active = model()->headerData(section, orientation(), TableModel::FilteredRole).toBool();
        paintIcon(*painter, IconKind::Filter, parts.filter, active ? theme.primaryText : theme.textSecondary);
    }
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(theme.tableBorder);
    painter->drawLine(QPointF(rect.left(), rect.bottom() + 0.5), QPointF(rect.right() + 1, rect.bottom() + 0.5));
    if (section + 1 < count()) {
        painter->drawLine(QPointF(rect.right() + 0.5, rect.top()), QPointF(rect.right() + 0.5, rect.bottom()));
    }
    painter->restore();
}

QRect TableHeader::filterRect(int section) const
{
    const QRect rect(sectionViewportPosition(section), 0, sectionSize(section), height());
    return partsOf(rect, section).filter.toRect();
}

int TableHeader::filterAt(const QPoint& position) const
{
    constexpr int kReach = 3;
    const int section = logicalIndexAt(position);
    if (section < 0) return -1;
    const QRect box = filterRect(section);
    return !box.isEmpty() && box.adjusted(-kReach, -kReach, kReach, kReach).contains(position) ? section : -1;
}

void TableHeader::mousePressEvent(QMouseEvent* event)
{
    m_pressedFilter = event->button() == Qt::LeftButton ? filterAt(event->position().toPoint()) : -1;
    if (m_pressedFilter < 0) QHeaderView::mousePressEvent(event);
}

void TableHeader::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_pressedFilter < 0) {
        QHeaderView::mouseReleaseEvent(event);
        return;
    }
    const int section = std::exchange(m_pressedFilter, -1);
    if (filterAt(event->position().toPoint()) == section) Q_EMIT filterRequested(section);
}

}  // namespace watchglass::ui
