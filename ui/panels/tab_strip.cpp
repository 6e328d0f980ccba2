#include "ui/panels/tab_strip.h"

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QLinearGradient>
#include <QPainter>
#include <QSignalBlocker>
#include <QToolButton>
#include <QWheelEvent>
#include <cmath>

#include "ui/theme/button_text.h"
#include "ui/theme/fonts.h"
#include "ui/theme/picture_mode.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr int kPadding = 12;     ///< beside a title
constexpr int kMostWidth = 260;  ///< of a tab; longer titles are cut
constexpr int kUnderline = 2;

QFont tabFont() { return textFont(14, QFont::Medium); }

}  // namespace

TabStrip::TabStrip(QWidget* parent) : QTabBar(parent)
{
    installAccessibleItems();
    setAccessibleName(tr("Tabs"));
    setDrawBase(false);
    setExpanding(false);
    setUsesScrollButtons(true);
    setElideMode(Qt::ElideRight);
    setFont(tabFont());
    setCursor(Qt::PointingHandCursor);
    setMouseTracking(true);
    setAttribute(Qt::WA_Hover);
    connect(this, &QTabBar::currentChanged, this, &TabStrip::chosen);
}

void TabStrip::setTabs(const QStringList& titles, int active)
{
    const QSignalBlocker quiet(this);
    if (titles != m_titles) {
        m_titles = titles;
        while (count() > titles.size()) removeTab(count() - 1);
        while (count() < titles.size()) addTab(QString());
        for (int i = 0; i < count(); ++i) {
            setTabText(i, buttonText(titles[i]));
            setTabToolTip(i, tabSizeHint(i).width() >= kMostWidth ? titles[i].toHtmlEscaped() : QString());
        }
    }
    setCurrentIndex(active);
    update();
}

std::vector<AccessibleItem> TabStrip::accessibleItems() const
{
    std::vector<AccessibleItem> out;
    for (int i = 0; i < count(); ++i) {
        AccessibleItem tab{m_titles.value(i), {}, tabRect(i), QAccessible::PageTab, {}};
        tab.state.selectable = true;
        tab.state.focusable = true;
        tab.state.selected = i == currentIndex();
        tab.state.focused = tab.state.selected && hasFocus();
        out.push_back(std::move(tab));
    }
    return out;
}

QSize TabStrip::tabSizeHint(int index) const
{
    const double text = QFontMetricsF(tabFont()).horizontalAdvance(m_titles.value(index));
    return {std::min(kMostWidth, static_cast<int>(std::ceil(text)) + 2 * kPadding), std::max(30, height())};
}

void TabStrip::paintEvent(QPaintEvent*)
{
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRectF(0, height() - 1, width(), 1), theme.borderWeak);
    painter.setFont(tabFont());
    int end = width();
    for (const QToolButton* button : findChildren<QToolButton*>(Qt::FindDirectChildrenOnly)) {
        if (button->isVisible()) end = std::min(end, button->x());
    }
    painter.setClipRect(0, 0, end, height());
    for (int i = 0; i < count(); ++i) drawTab(painter, i);
}

void TabStrip::drawTab(QPainter& painter, int index)
{
    const Theme& theme = currentTheme();
    const bool live = !PictureMode::isActive();
    const QRectF rect(tabRect(index));
    const bool active = index == currentIndex();
    const bool hovered = live && underMouse() && rect.contains(QPointF(mapFromGlobal(QCursor::pos())));
    const QRectF line(rect.x(), height() - kUnderline, rect.width(), kUnderline);
    if (active) {
        QLinearGradient brand(line.topLeft(), line.topRight());
        brand.setColorAt(0, theme.brandStart);
        brand.setColorAt(1, theme.brandEnd);
        painter.fillRect(line, brand);
    } else if (hovered) {
        painter.fillRect(line, theme.borderStrong);
    }
    painter.setPen(active || hovered ? theme.text : theme.textSecondary);
    const QRectF room = rect.adjusted(kPadding, 0, -kPadding, -kUnderline);
    painter.drawText(room, Qt::AlignCenter,
                     QFontMetricsF(tabFont()).elidedText(m_titles.value(index), Qt::ElideRight, room.width() + 1));
    if (active && live && hasFocus()) {
        painter.setPen(QPen(theme.primary, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -kUnderline - 0.5), 4, 4);
    }
}

void TabStrip::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Home: setCurrentIndex(0); return;
    case Qt::Key_End: setCurrentIndex(count() - 1); return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space: return;  // what has the focus is shown already
    default: QTabBar::keyPressEvent(event);
    }
}

/// The dashboard scrolls; the tab stays.
void TabStrip::wheelEvent(QWheelEvent* event) { event->ignore(); }

void TabStrip::changeEvent(QEvent* event)
{
    QTabBar::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) update();
}

}  // namespace watchglass::ui
