#pragma once

#include <QDialog>
#include <string>

class QLabel;
class QPushButton;

namespace watchglass::ui {

class DashboardEditor;
class JsonField;

/// The whole document as text, checked while it is typed: as JSON, with line and column, and as a dashboard. Taking it
/// over is one step of the history. GUI thread only.
class JsonDialog final : public QDialog {
    Q_OBJECT

public:
    explicit JsonDialog(DashboardEditor& editor, QWidget* parent = nullptr);

private:
    void check();
    void takeOver();
    void say(const std::string& problem);
    [[nodiscard]] std::string problemOf(const std::string& text) const;
    [[nodiscard]] std::string text() const;

    DashboardEditor& m_editor;
    bool m_returns;  ///< lines end as in Windows; the field knows no such ends
    JsonField* m_text;
    QLabel* m_problem;
    QPushButton* m_apply;
    bool m_fits = true;
};

}  // namespace watchglass::ui
