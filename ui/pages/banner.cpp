#include "ui/pages/banner.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

Banner::Banner(QWidget* parent) : QWidget(parent), m_label(new QLabel(this))
{
    m_label->setWordWrap(true);
    m_label->setTextFormat(Qt::PlainText);
    m_label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* close = new QToolButton(this);
    close->setIcon(icon(IconKind::Close));
    close->setAccessibleName(tr("Dismiss"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(44, 8, 8, 8);
    layout->addWidget(m_label, 1);
    layout->addWidget(close);
    connect(close, &QToolButton::clicked, this, [this] {
        m_dismissed = m_label->text();
        hide();
    });
    hide();
}

void Banner::setMessage(const QString& text)
{
    if (text.isEmpty()) m_dismissed.clear();  // the same trouble later is news again
    if (m_label->text() != text) {
        m_label->setText(text);
        setAccessibleName(text);
    }
    setVisible(!text.isEmpty() && text != m_dismissed);
}

void Banner::paintEvent(QPaintEvent*)
{
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor fill = theme.warning;
    fill.setAlphaF(0.15F);
    painter.fillRect(rect(), fill);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.warning);
    paintIcon(painter, IconKind::Warning, QRectF(14, (height() - 20) / 2.0, 20, 20), theme.warningText);
}

}  // namespace watchglass::ui
