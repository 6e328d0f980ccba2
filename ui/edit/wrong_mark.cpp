#include "ui/edit/wrong_mark.h"

#include <QWidget>

#include "ui/theme/theme.h"

namespace watchglass::ui {

void markWrong(QWidget& widget, bool wrong, const QString& why)
{
    QPalette palette = widget.palette();
    palette.setColor(QPalette::Text, wrong ? currentTheme().errorText : currentTheme().text);
    widget.setPalette(palette);
    widget.setToolTip(wrong ? why : QString());
    widget.setAccessibleDescription(wrong ? why : QString());
}

}  // namespace watchglass::ui
