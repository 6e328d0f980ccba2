#include "ui/widgets/icon_button.h"

#include <QToolButton>

namespace watchglass::ui {

QToolButton* iconButton(IconKind kind, const QString& name, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setProperty("wgButton", true);
    button->setIcon(icon(kind));
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

}  // namespace watchglass::ui
