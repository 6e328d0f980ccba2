#pragma once

#include <QString>

class QWidget;

namespace watchglass::ui {

/// Shows that what stands in an editor cannot be taken, to the eye and to screen readers; or that it can.
void markWrong(QWidget& widget, bool wrong, const QString& why = {});

}  // namespace watchglass::ui
