#pragma once

#include <QString>

#include "ui/theme/icons.h"

class QToolButton;
class QWidget;

namespace watchglass::ui {

/// A button of a bar that shows an icon only; `name` is its tool tip and what assistive tools read. GUI thread only.
[[nodiscard]] QToolButton* iconButton(IconKind kind, const QString& name, QWidget* parent);

}  // namespace watchglass::ui
