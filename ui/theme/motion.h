#pragma once

class QWidget;

namespace watchglass::ui {

/// Whether the desktop wishes that things appear where they would otherwise move, as the widget's style knows it.
[[nodiscard]] bool wantsLessMotion(const QWidget& widget);

}  // namespace watchglass::ui
