#include "ui/panels/row_header.h"

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/picture_mode.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

RowHeader::RowHeader(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
}

void RowHeader::describe()
{
    setAccessibleName(tr("Row %1").arg(m_title));
    const QString folded = m_panels == 1 ? tr("folded, 1 panel") : tr("folded, %1 panels").arg(m_panels);
    setAccessibleDescription(m_collapsed ? folded : tr("open"));
    update();
}

void RowHeader::setTitle(const QString& title)
{
    m_title = title;
    describe();
}

void RowHeader::setCollapsed(bool collapsed, int panels)
{
    m_collapsed = collapsed;
    m_panels = panels;
    describe();
}

void RowHeader::toggle()
{
    m_collapsed = !m_collapsed;
    describe();
    Q_EMIT toggled(m_collapsed);
}

void RowHeader::paintEvent(QPaintEvent*)
{
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() && !PictureMode::isActive()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.selected);
        painter.drawRoundedRect(QRectF(rect()), 4, 4);
    }
    const double middle = height() / 2.0;
    const IconKind chevron = m_collapsed ? IconKind::ChevronRight : IconKind::ChevronDown;
    paintIcon(painter, chevron, QRectF(6, middle - 9, 18, 18), theme.textSecondary);
    const QFont font = textFont(16, QFont::Medium);
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    painter.setPen(theme.text);
    const QString title = metrics.elidedText(m_title, Qt::ElideRight, std::max(10, width() - 140));
    painter.drawText(QRectF(30, 0, width() - 30, height()), Qt::AlignLeft | Qt::AlignVCenter, title);
    if (m_collapsed) {
        painter.setFont(textFont(12));
        painter.setPen(theme.textSecondary);
        painter.drawText(QRectF(30 + metrics.horizontalAdvance(title) + 10, 0, 120, height()),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         m_panels == 1 ? tr("(1 panel)") : tr("(%1 panels)").arg(m_panels));
        painter.fillRect(QRectF(0, height() - 1, width(), 1), theme.borderWeak);
    }
    if (hasFocus() && !PictureMode::isActive()) {
        painter.setPen(QPen(theme.primary, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
}

void RowHeader::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) toggle();
}

void RowHeader::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Space || event->key() == Qt::Key_Return)
        toggle();
    else
        QWidget::keyPressEvent(event);
}

void RowHeader::enterEvent(QEnterEvent*) { update(); }

void RowHeader::leaveEvent(QEvent*) { update(); }

}  // namespace watchglass::ui
