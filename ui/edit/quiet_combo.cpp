#include "ui/edit/quiet_combo.h"

#include <QPainter>
#include <QWheelEvent>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

QuietCombo::QuietCombo(QWidget* parent) : QComboBox(parent)
{
    // Not by the wheel, as boxes are otherwise.
    setFocusPolicy(Qt::StrongFocus);
}

void QuietCombo::wheelEvent(QWheelEvent* event)
{
    if (hasFocus()) {
        QComboBox::wheelEvent(event);
    } else {
        event->ignore();
    }
}

void QuietCombo::paintEvent(QPaintEvent* event)
{
    QComboBox::paintEvent(event);
    QPainter painter(this);
    constexpr int kIcon = 16;
    const QRectF box(width() - kIcon - Metrics::kGridUnit, (height() - kIcon) / 2.0, kIcon, kIcon);
    paintIcon(painter, IconKind::ChevronDown, box, isEnabled() ? currentTheme().text : currentTheme().textDisabled);
}

}  // namespace watchglass::ui
