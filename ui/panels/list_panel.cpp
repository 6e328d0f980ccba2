#include "ui/panels/list_panel.h"

#include <QPainter>

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

ListPanel::ListPanel(QWidget* parent) : PanelWidget(parent), m_list(new RowList(this))
{
    connect(m_list, &RowList::activated, this, &ListPanel::activate);
}

QString ListPanel::summary() const { return m_list->rows().empty() ? emptyText() : m_list->toText(10); }

void ListPanel::rebuild()
{
    m_list->setRows(makeRows());
    m_list->setVisible(!m_list->rows().empty());
    setAccessibleDescription(summary());
}

void ListPanel::resizeEvent(QResizeEvent*) { m_list->setGeometry(rect()); }

void ListPanel::paintEvent(QPaintEvent*)
{
    if (!m_list->rows().empty()) return;
    QPainter painter(this);
    painter.setFont(textFont(14));
    painter.setPen(currentTheme().textSecondary);
    painter.drawText(QRectF(rect()).adjusted(8, 0, -8, 0), Qt::AlignCenter | Qt::TextWordWrap, emptyText());
}

}  // namespace watchglass::ui
