#pragma once

#include <QString>

class QDialog;
class QWidget;

namespace watchglass::ui {

/// Shows a value in full, to be read and copied.
QDialog* inspectValue(QWidget& parent, const QString& title, const QString& text);

}  // namespace watchglass::ui
