#include "ui/edit/quiet_combo.h"

#include <QWheelEvent>

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

}  // namespace watchglass::ui
