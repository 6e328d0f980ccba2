#pragma once

#include <QWidget>

class QLabel;
class QMenu;
class QPushButton;
class QToolButton;

namespace watchglass::ui {

class DashboardEditor;
class DropDownButton;

/// The line of buttons of a dashboard that is edited: add, undo, redo, what is unsaved, save, leave. GUI thread only.
class EditBar final : public QWidget {
    Q_OBJECT

public:
    explicit EditBar(QWidget* parent = nullptr);

    /// Follows an editor; null shows nothing.
    void setEditor(DashboardEditor* editor);
    /// A line about what happened last, read by screen readers: "CPU: column 13, row 5, 12 × 8 cells".
    void setStatus(const QString& text);

Q_SIGNALS:
    void addPanelRequested(const QString& type);
    void addRowRequested();
    void upgradeRequested();
    void settingsRequested();
    void jsonRequested();
    void historyRequested();
    void saveRequested();
    void leaveRequested();

private:
    void update();

    DashboardEditor* m_editor = nullptr;
    DropDownButton* m_add;
    QMenu* m_addMenu;
    QToolButton* m_undo;
    QToolButton* m_redo;
    QPushButton* m_upgrade;
    QPushButton* m_save;
    QPushButton* m_settings;
    QPushButton* m_json;
    QLabel* m_status;
    QLabel* m_obstacle;
};

}  // namespace watchglass::ui
