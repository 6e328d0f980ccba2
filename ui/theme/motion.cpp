#include "ui/theme/motion.h"

#include <QStyle>
#include <QWidget>

namespace watchglass::ui {

bool wantsLessMotion(const QWidget& widget)
{
    return widget.style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, &widget) <= 0;
}

}  // namespace watchglass::ui
