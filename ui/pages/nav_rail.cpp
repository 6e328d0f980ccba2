#include "ui/pages/nav_rail.h"

#include <QButtonGroup>
#include <QFocusEvent>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr int kWidth = 76;
constexpr int kEntryHeight = 60;

/// An icon over a word; the current one has a coloured edge, and a number may stand at its corner.
class NavButton final : public QToolButton {
public:
    using QToolButton::QToolButton;

    void setBadge(int count)
    {
        if (count == m_badge) return;
        m_badge = count;
        setAccessibleDescription(count > 0 ? tr("%1 firing").arg(count) : QString());
        update();
    }

    IconKind kind = IconKind::Home;

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = currentTheme();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (isChecked() || underMouse()) painter.fillRect(rect(), isChecked() ? theme.selected : theme.hover);
        if (isChecked()) {
            QLinearGradient edge(0, 0, 0, height());
            edge.setColorAt(0, theme.brandStart);
            edge.setColorAt(1, theme.brandEnd);
            painter.fillRect(QRect(0, 0, 3, height()), edge);
        }
        const QColor ink = isChecked() ? theme.textMaxContrast : theme.textSecondary;
        paintIcon(painter, kind, QRectF((width() - 22) / 2.0, 9, 22, 22), ink);
        painter.setPen(ink);
        painter.setFont(textFont(11, isChecked() ? QFont::DemiBold : QFont::Normal));
        painter.drawText(QRect(0, 34, width(), 18), Qt::AlignCenter, text());
        if (m_ring && hasFocus()) {
            painter.setPen(QPen(theme.primary, 1));
            painter.drawRect(rect().adjusted(0, 0, -1, -1));
        }
        if (m_badge > 0) paintBadge(painter, theme);
    }

    void focusInEvent(QFocusEvent* event) override
    {
        m_ring = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
        QToolButton::focusInEvent(event);
    }

private:
    void paintBadge(QPainter& painter, const Theme& theme) const
    {
        const QString label = m_badge > 99 ? QStringLiteral("99+") : QString::number(m_badge);
        painter.setFont(textFont(10, QFont::DemiBold));
        const int width = std::max(16, painter.fontMetrics().horizontalAdvance(label) + 8);
        const QRectF box(this->width() / 2.0 + 5, 4, width, 16);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.error);
        painter.drawRoundedRect(box, 8, 8);
        painter.setPen(Qt::white);
        painter.drawText(box, Qt::AlignCenter, label);
    }

    int m_badge = 0;
    bool m_ring = false;  ///< focus came by the keyboard
};

}  // namespace

NavRail::NavRail(QWidget* parent) : QWidget(parent), m_group(new QButtonGroup(this)), m_layout(new QVBoxLayout(this))
{
    setFixedWidth(kWidth);
    m_layout->setContentsMargins(0, 8, 1, 8);
    m_layout->setSpacing(2);
    m_layout->addStretch();
    m_group->setExclusive(true);
    connect(m_group, &QButtonGroup::idClicked, this, &NavRail::chosen);
}

void NavRail::add(IconKind kind, const QString& text)
{
    auto* button = new NavButton(this);
    button->kind = kind;
    button->setText(text);
    button->setAccessibleName(text);
    button->setCheckable(true);
    button->setFixedSize(kWidth - 1, kEntryHeight);
    const int index = static_cast<int>(m_group->buttons().size());
    button->setShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(index + 1)));
    button->setToolTip(QStringLiteral("%1 (Ctrl+%2)").arg(text).arg(index + 1));
    m_group->addButton(button, index);
    m_layout->insertWidget(index, button);
}

void NavRail::setCurrent(int index)
{
    if (QAbstractButton* button = m_group->button(index)) button->setChecked(true);
}

void NavRail::setBadge(int index, int count)
{
    if (auto* button = dynamic_cast<NavButton*>(m_group->button(index))) button->setBadge(count);
}

void NavRail::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), currentTheme().panel);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), currentTheme().borderWeak);
}

}  // namespace watchglass::ui
