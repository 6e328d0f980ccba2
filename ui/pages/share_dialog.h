#pragma once

#include <QDialog>

#include "ui/pages/panel_link.h"

class QCheckBox;
class QLineEdit;

namespace watchglass::ui {

/// Ways to hand a panel or dashboard on: the command that draws it, and its path in Grafana. GUI thread only.
class ShareDialog final : public QDialog {
    Q_OBJECT

public:
    ShareDialog(SharedView view, const QString& title, QWidget* parent = nullptr);

private:
    void fill();

    SharedView m_view;
    QString m_title;
    QCheckBox* m_lock;
    QLineEdit* m_command;
    QLineEdit* m_path;
};

}  // namespace watchglass::ui
