#include "ui/panels/table_view.h"

#include <algorithm>

#include <QHeaderView>
#include <QHelpEvent>
#include <QHoverEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include "ui/panels/table_delegate.h"
#include "ui/theme/arrow_scroll_bar.h"
#include "ui/theme/box_shadow.h"
#include "ui/theme/fonts.h"
#include "ui/theme/picture_mode.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr QPoint kShadowOffset{0, 4};
constexpr double kShadowBlur = 8;

/// Where the two scroll bars meet.
class Corner final : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), currentTheme().scrollTrack); }
};

}  // namespace

TableView::TableView(QWidget* parent) : QTableView(parent), m_rows(new ArrowScrollBar(Qt::Vertical, this))
{
    setVerticalScrollBar(m_rows);
    setHorizontalScrollBar(new ArrowScrollBar(Qt::Horizontal, this));
    setCornerWidget(new Corner(this));
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(20);
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);  // arrows walk over the cells; Tab goes on
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setMouseTracking(true);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);
}

void TableView::setFooter(QWidget* footer, int height)
{
    m_footer = footer;
    m_footerHeight = height;
    footer->setParent(this);
    footer->setVisible(height > 0);
    updateGeometries();
}

void TableView::updateGeometries()
{
    QTableView::updateGeometries();
    const int header = horizontalHeader()->isHidden() ? 0 : horizontalHeader()->height();
    m_rows->setFixedPart(header);
    if (!m_footer) return;
    const QRect room = viewport()->geometry();
    const int height = std::min(m_footerHeight, room.height());
    m_footer->setGeometry(room.left(), room.bottom() + 1 - height, room.width(), height);
    if (height == 0) return;
    m_rows->setMaximum(std::max(0, verticalHeader()->length() + height - room.height()));
    // The bar may have come for the footer's sake only, and leaves less room for columns.
    const int bar = m_rows->maximum() > 0 ? m_rows->sizeHint().width() : 0;
    const int wide = maximumViewportSize().width() - bar;
    horizontalScrollBar()->setMaximum(std::max(0, horizontalHeader()->length() - wide));
}

void TableView::scrollTo(const QModelIndex& index, ScrollHint hint)
{
    QTableView::scrollTo(index, hint);
    const int below = visualRect(index).bottom() + 1 - (viewport()->height() - m_footerHeight);
    if (m_footerHeight > 0 && below > 0) m_rows->setValue(m_rows->value() + below);
}

void TableView::hover(const QModelIndex& index)
{
    if (m_hovered == index) return;
    m_hovered = index;
    viewport()->update();
}

QRect TableView::raisedCell() const
{
    return m_hovered.isValid() ? grownCell(visualRect(m_hovered), m_hovered) : QRect();
}

bool TableView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        // Nobody needs to be told what can be read.
        const QModelIndex index = indexAt(static_cast<QHelpEvent*>(event)->pos());
        const QRect cell = visualRect(index);
        if (!index.isValid() || !isTextCut(cell, index) || grownCell(cell, index) != cell) {
            QToolTip::hideText();
            return true;
        }
    }
    if (event->type() == QEvent::MouseMove) hover(indexAt(static_cast<QMouseEvent*>(event)->position().toPoint()));
    if (event->type() == QEvent::HoverMove) hover(indexAt(static_cast<QHoverEvent*>(event)->position().toPoint()));
    if (event->type() == QEvent::Leave) hover({});
    return QTableView::viewportEvent(event);
}

void TableView::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    QPainter painter(viewport());
    const Theme& theme = currentTheme();
    if (model() && model()->rowCount() == 0) {
        painter.setFont(textFont(Metrics::kTextPixels));
        painter.setPen(theme.textSecondary);
        const QRect room(-horizontalHeader()->offset(), 0, horizontalHeader()->length(),
                         viewport()->height() - m_footerHeight);
        painter.drawText(room, Qt::AlignCenter, tr("No rows"));
    }
    if (!m_hovered.isValid() || PictureMode::isActive()) return;
    const QRect raised = raisedCell();
    paintBoxShadow(painter, raised, kShadowOffset, kShadowBlur, theme.shadow);
    if (raised == visualRect(m_hovered)) return;
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    option.rect = raised;
    option.widget = this;
    painter.fillRect(raised, theme.panel);
    m_grown = true;
    itemDelegateForIndex(m_hovered)->paint(&painter, option, m_hovered);
    m_grown = false;
}

}  // namespace watchglass::ui
