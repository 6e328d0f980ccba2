#include "ui/widgets/drop_down_button.h"

#include <QPainter>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

DropDownButton::DropDownButton(QWidget* parent) : QToolButton(parent)
{
    setProperty("wgButton", true);
    setProperty("wgDropDown", true);  // the style sheet leaves room for the chevron
}

void DropDownButton::paintEvent(QPaintEvent* event)
{
    constexpr int kSize = 14;
    constexpr int kFromRight = 24;
    QToolButton::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& theme = currentTheme();
    paintIcon(painter, IconKind::ChevronDown, QRectF(width() - kFromRight, (height() - kSize) / 2.0, kSize, kSize),
              isEnabled() ? theme.textSecondary : theme.textDisabled);
}

}  // namespace watchglass::ui
