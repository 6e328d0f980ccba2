#include "ui/plot/legend.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include "ui/plot/legend_painter.h"
#include "ui/theme/arrow_scroll_bar.h"
#include "ui/theme/picture_mode.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

using Sizes = LegendMetrics;

void placeBesideLegend(LegendView& legend, const QRect& area, LegendPlacement placement, double width, QWidget& graph)
{
    constexpr double kMostHeight = 0.35;
    constexpr double kMostWidth = 0.6;
    const double wide = area.width();
    const double high = area.height();
    if (placement == LegendPlacement::Right) {
        const double left = wide - std::min(width > 0 ? width : legend.neededWidth(), wide * kMostWidth);
        const int whole = std::max(1, static_cast<int>(left));
        graph.setGeometry(area.left(), area.top(), whole, area.height());
        legend.setGeometry(area.left() + whole, area.top(), area.width() - whole, area.height());
        legend.setOffset({left - std::floor(left), 0});
        return;
    }
    const double top = high - std::min(legend.neededHeight(wide), high * kMostHeight);
    const int whole = std::max(1, static_cast<int>(top));
    graph.setGeometry(area.left(), area.top(), area.width(), whole);
    legend.setGeometry(area.left(), area.top() + whole, area.width(), area.height() - whole);
    legend.setOffset({0, top - std::floor(top)});
}

LegendView::LegendView(QWidget* parent)
    : QWidget(parent), m_bar(new ArrowScrollBar(Qt::Vertical, this)),
      m_sideways(new ArrowScrollBar(Qt::Horizontal, this))
{
    installAccessibleItems();
    setMouseTracking(true);
    setFocusPolicy(Qt::TabFocus);
    setAccessibleName(tr("Legend"));
    for (ArrowScrollBar* bar : {m_bar, m_sideways}) {
        bar->setOnPanel(true);
        bar->hide();
        connect(bar, &QScrollBar::valueChanged, this, qOverload<>(&QWidget::update));
    }
}

void LegendView::setItems(std::vector<LegendItem> items, const QStringList& calculations, LegendMode mode,
                          LegendPlacement placement)
{
    if (!m_layout.setItems(std::move(items), calculations, mode, placement)) return;
    m_current = std::min(m_current, static_cast<int>(this->items().size()) - 1);
    place();
    updateGeometry();
    update();
}

void LegendView::sortBy(int column, Qt::SortOrder order)
{
    if (column == m_layout.sortColumn() && order == m_layout.sortOrder()) return;
    m_layout.sortBy(column, order);
    place();
    update();
}

int LegendView::heightForWidth(int width) const { return static_cast<int>(std::ceil(neededHeight(width))); }

QSize LegendView::sizeHint() const
{
    const int width = static_cast<int>(std::ceil(neededWidth()));
    return {width, heightForWidth(width)};
}

void LegendView::setOffset(const QPointF& offset)
{
    if (m_layout.offset() == offset) return;
    m_layout.place(size(), offset);
    place();
    update();
}

void LegendView::place()
{
    m_layout.place(size(), m_layout.offset());
    const double room = m_layout.roomBelow();
    const bool shown = m_layout.mode() != LegendMode::Hidden;
    const bool overflows = shown && m_layout.overflows();
    const bool sideways = shown && m_layout.overflowsSideways();
    m_bar->setVisible(overflows);
    m_sideways->setVisible(sideways);
    m_bar->setRange(0, overflows ? static_cast<int>(std::ceil(m_layout.contentHeight() - room)) : 0);
    m_bar->setSingleStep(static_cast<int>(Sizes::kTableRow));
    m_bar->setPageStep(std::max(1, static_cast<int>(room)));
    constexpr int kBar = static_cast<int>(Sizes::kScrollBar);
    const int top = static_cast<int>(std::round(m_layout.offset().y()));
    const int left = static_cast<int>(std::round(m_layout.offset().x()));
    m_bar->setGeometry(width() - kBar, top, kBar, height() - top - (sideways ? kBar : 0));
    m_sideways->setRange(0, sideways ? static_cast<int>(std::ceil(m_layout.contentWidth() - m_layout.room())) : 0);
    m_sideways->setPageStep(std::max(1, static_cast<int>(m_layout.room())));
    m_sideways->setGeometry(left, height() - kBar, width() - left - (overflows ? kBar : 0), kBar);
}

QPointF LegendView::scrolled() const
{
    return {static_cast<double>(m_sideways->value()), static_cast<double>(m_bar->value())};
}

QRectF LegendView::itemRect(int item) const
{
    if (item < 0 || static_cast<std::size_t>(item) >= m_layout.rects().size()) return {};
    return m_layout.rects()[static_cast<std::size_t>(item)].translated(-scrolled());
}

int LegendView::itemAt(const QPoint& position) const
{
    for (std::size_t i = 0; i < m_layout.rects().size(); ++i) {
        if (itemRect(static_cast<int>(i)).contains(position)) return static_cast<int>(i);
    }
    return -1;
}

/// Where a click means the colour and not the series.
QRect LegendView::markRect(int item) const
{
    constexpr int kReach = 4;
    const QRectF box = itemRect(item);
    const double left = box.left() + (m_layout.mode() == LegendMode::Table ? Sizes::kCellPadding : 0);
    return QRectF(left, box.top(), Sizes::kMarkerWidth, box.height()).toAlignedRect().adjusted(-kReach, 0, kReach, 0);
}

QString LegendView::toolTipOf(int item) const
{
    constexpr qsizetype kMost = 2000;  // labels may be as long as somebody likes
    if (item < 0 || static_cast<std::size_t>(item) >= items().size()) return {};
    const auto index = static_cast<std::size_t>(item);
    if (m_layout.mode() == LegendMode::Hidden || !m_layout.isNameCut(index)) return {};
    return items()[index].name.left(kMost);
}

bool LegendView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int item = itemAt(help->pos());
    const QString name = toolTipOf(item);
    // Rich text wraps, and its escapes keep markup of labels from being read as such.
    if (name.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), QStringLiteral("<span>%1</span>").arg(name.toHtmlEscaped()), this,
                           itemRect(item).toAlignedRect());
    return true;
}

QString LegendView::accessibleValue() const
{
    const auto shown = std::count_if(items().begin(), items().end(),
                                     [](const LegendItem& item) { return !item.hidden; });
    return tr("%1 of %2 series shown").arg(shown).arg(items().size());
}

std::vector<AccessibleItem> LegendView::accessibleItems() const
{
    std::vector<AccessibleItem> out;
    for (std::size_t i = 0; i < items().size(); ++i) {
        const LegendItem& item = items()[i];
        AccessibleItem one;
        one.name = item.name;
        QStringList values;
        for (qsizetype c = 0; c < item.texts.size() && c < m_layout.calculations().size(); ++c)
            values += m_layout.calculations()[c] + QStringLiteral(": ") + item.texts[c];
        if (item.hidden) values += tr("hidden");
        one.value = values.join(QStringLiteral(", "));
        one.rect = itemRect(static_cast<int>(i)).toAlignedRect();
        one.state.focusable = true;
        one.state.checkable = true;
        one.state.checked = !item.hidden;
        one.state.focused = hasFocus() && m_current == static_cast<int>(i);
        out.push_back(std::move(one));
    }
    return out;
}

void LegendView::paintEvent(QPaintEvent* event)
{
    if (m_layout.mode() == LegendMode::Hidden) return;
    QPainter painter(this);
    LegendLook look;
    look.scroll = scrolled();
    look.hovered = m_hover;
    look.part = event->region();
    paintLegend(painter, m_layout, look);
    if (!hasFocus() || PictureMode::isActive()) return;
    painter.setPen(QPen(currentTheme().primaryText, 2));
    painter.setBrush(Qt::NoBrush);
    QRectF ring = m_current < 0 ? QRectF(rect()) : itemRect(m_current);
    if (m_layout.mode() == LegendMode::List && m_current >= 0) ring.adjust(-2, 0, -4, 0);
    painter.drawRoundedRect(ring.intersected(QRectF(rect())).adjusted(1, 1, -1, -1), 3, 3);
}

void LegendView::activate(int item, bool toggle)
{
    if (item < 0 || static_cast<std::size_t>(item) >= items().size()) return;
    const int series = items()[static_cast<std::size_t>(item)].series;
    if (toggle)
        Q_EMIT toggleRequested(series);
    else
        Q_EMIT isolateRequested(series);
}

void LegendView::requestColor(int item)
{
    if (!m_colorsEditable || item < 0) return;
    const QRect mark = markRect(item);
    Q_EMIT colorRequested(items()[static_cast<std::size_t>(item)].series,
                          QRect(mapToGlobal(mark.topLeft()), mark.size()));
}

void LegendView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    const QPoint position = event->position().toPoint();
    if (m_layout.mode() == LegendMode::Table && position.y() < m_layout.offset().y() + Sizes::kTableRow) {
        const int column = m_layout.columnAt(position.x() + scrolled().x());
        const bool again = column == m_layout.sortColumn() && m_layout.sortOrder() == Qt::DescendingOrder;
        sortBy(column, again ? Qt::AscendingOrder : Qt::DescendingOrder);
        updateGeometry();  // the arrow takes room
        return;
    }
    m_current = itemAt(position);
    if (m_colorsEditable && m_current >= 0 && markRect(m_current).contains(position)) {
        requestColor(m_current);
        return;
    }
    activate(m_current, (event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier)) != 0);
}

void LegendView::setHover(int item)
{
    if (item == m_hover) return;
    update(itemRect(m_hover).toAlignedRect());
    m_hover = item;
    update(itemRect(m_hover).toAlignedRect());
    setCursor(item >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    Q_EMIT hovered(item < 0 ? -1 : items()[static_cast<std::size_t>(item)].series);
}

void LegendView::mouseMoveEvent(QMouseEvent* event) { setHover(itemAt(event->position().toPoint())); }

void LegendView::leaveEvent(QEvent*) { setHover(-1); }

void LegendView::wheelEvent(QWheelEvent* event)
{
    const QPointF before = scrolled();
    const bool turned = (event->modifiers() & Qt::ShiftModifier) != 0;
    const QPoint way = turned ? event->angleDelta().transposed() : event->angleDelta();
    m_bar->setValue(m_bar->value() - way.y() / 3);
    m_sideways->setValue(m_sideways->value() - way.x() / 3);
    event->setAccepted(scrolled() != before);
}

/// Moves the keys' item and scrolls to it.
void LegendView::setCurrent(int item)
{
    if (items().empty()) return;
    m_current = std::clamp(item, 0, static_cast<int>(items().size()) - 1);
    const double top = m_layout.offset().y() + (m_layout.mode() == LegendMode::Table ? Sizes::kTableRow : 0);
    const QRectF box = itemRect(m_current);
    if (box.top() < top) m_bar->setValue(m_bar->value() - static_cast<int>(std::ceil(top - box.top())));
    const double bottom = m_layout.offset().y() + m_layout.roomBelow();
    if (box.bottom() > bottom) m_bar->setValue(m_bar->value() + static_cast<int>(std::ceil(box.bottom() - bottom)));
    announceItem(*this, m_current);
    update();
}

void LegendView::keyPressEvent(QKeyEvent* event)
{
    if (event->modifiers() == Qt::ShiftModifier && m_layout.mode() == LegendMode::Table) {
        // By the head, as a click there does.
        const int last = static_cast<int>(m_layout.calculations().size()) - 1;
        const int column = m_layout.sortColumn();
        const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
        const bool up = event->key() == Qt::Key_Up;
        if (step != 0 || up || event->key() == Qt::Key_Down) {
            sortBy(std::clamp(column + step, -1, last), up ? Qt::AscendingOrder : Qt::DescendingOrder);
            updateGeometry();
            return;
        }
    }
    switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_Right: setCurrent(m_current + 1); return;
    case Qt::Key_Up:
    case Qt::Key_Left: setCurrent(m_current - 1); return;
    case Qt::Key_Home: setCurrent(0); return;
    case Qt::Key_End: setCurrent(static_cast<int>(items().size()) - 1); return;
    case Qt::Key_Space:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (event->modifiers() & Qt::AltModifier)
            requestColor(m_current);
        else
            activate(m_current, (event->modifiers() & Qt::ControlModifier) != 0);
        return;
    default: QWidget::keyPressEvent(event);
    }
}

void LegendView::focusInEvent(QFocusEvent* event)
{
    if (event->reason() != Qt::MouseFocusReason) setCurrent(std::max(m_current, 0));
    QWidget::focusInEvent(event);
}

void LegendView::resizeEvent(QResizeEvent*) { place(); }

}  // namespace watchglass::ui
