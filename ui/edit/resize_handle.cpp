#include "ui/edit/resize_handle.h"

#include <QEvent>
#include <QPainter>

#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr int kSize = 18;

}  // namespace

ResizeHandle::ResizeHandle(QWidget* parent) : QWidget(parent)
{
    setCursor(Qt::SizeFDiagCursor);
    setAccessibleName(tr("Resize corner"));
    setToolTip(tr("Drag to resize (Alt+Shift+arrows)"));
    parent->installEventFilter(this);
    place();
    show();
}

void ResizeHandle::place()
{
    setGeometry(parentWidget()->width() - kSize - 1, parentWidget()->height() - kSize - 1, kSize, kSize);
    raise();
}

void ResizeHandle::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(
        QPen(underMouse() ? currentTheme().text : currentTheme().textSecondary, 1.5, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(13, 5), QPointF(5, 13));
    painter.drawLine(QPointF(13, 10), QPointF(10, 13));
}

bool ResizeHandle::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize) place();
    return QWidget::eventFilter(watched, event);
}

PlaceMark::PlaceMark(QWidget* parent) : QWidget(parent) { setAttribute(Qt::WA_TransparentForMouseEvents); }

void PlaceMark::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor fill = currentTheme().primary;
    fill.setAlpha(50);
    painter.setBrush(fill);
    painter.setPen(QPen(currentTheme().primary, 1.5, Qt::DashLine));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), Metrics::kPanelRadius, Metrics::kPanelRadius);
}

}  // namespace watchglass::ui
