#include "ui/pages/row_header.h"

#include <QPainter>

#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

RowHeader::RowHeader(QWidget* parent) : QAbstractButton(parent)
{
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
}

void RowHeader::setRow(const QString& title, bool collapsed, int panels)
{
    setText(title);
    m_collapsed = collapsed;
    m_panels = panels;
    setAccessibleName(title.isEmpty() ? tr("Row") : title);
    setAccessibleDescription(collapsed ? tr("closed, %1 panels").arg(panels) : tr("open"));
    update();
}

void RowHeader::paintEvent(QPaintEvent*)
{
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || hasFocus()) {
        painter.setPen(hasFocus() ? QPen(theme.primary) : QPen(Qt::NoPen));
        painter.setBrush(theme.hover);
        painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
    const double middle = height() / 2.0;
    paintIcon(painter, m_collapsed ? IconKind::ChevronRight : IconKind::ChevronDown, QRectF(6, middle - 8, 16, 16),
              theme.textSecondary);
    painter.setPen(theme.text);
    painter.setFont(textFont(16, QFont::Medium));
    const QString title = painter.fontMetrics().elidedText(text(), Qt::ElideRight, width() - 150);
    painter.drawText(QRect(28, 0, width() - 150, height()), Qt::AlignLeft | Qt::AlignVCenter, title);
    if (!m_collapsed) return;
    const int used = painter.fontMetrics().horizontalAdvance(title);
    painter.setPen(theme.textSecondary);
    painter.setFont(textFont(12));
    painter.drawText(QRect(36 + used, 0, 120, height()), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("(%1 panels)").arg(m_panels));
}

}  // namespace watchglass::ui
