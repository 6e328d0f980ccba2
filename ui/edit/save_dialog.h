#pragma once

#include <QDialog>
#include <string>

#include "ui/edit/document_store.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QRadioButton;

namespace watchglass::ui {

class DashboardEditor;
class DiffView;

/// What a person wants saved.
struct SaveWish {
    std::string text;
    std::string file;      ///< of a copy; "" for the dashboard's own file
    std::string expected;  ///< what the file must hold to be replaced
};

/// Shows what saving would change, in words and line by line, and asks where to: the dashboard's file or a copy.
/// It stays open until it is told that the wish was carried out. GUI thread only.
class SaveDialog final : public QDialog {
    Q_OBJECT

public:
    /// `location` is where the dashboard comes from, `store` what that says about saving there.
    SaveDialog(const DashboardEditor& editor, const StoredDocument& stored, const QString& location,
               QWidget* parent = nullptr);

    /// Somebody else wrote the file: says so, shows what saving would undo, and asks again.
    void showConflict(const std::string& onDisk);
    void showProblem(const QString& text);

Q_SIGNALS:
    void saveRequested(const watchglass::ui::SaveWish& wish);

private:
    void update();
    void save();
    void browse();
    [[nodiscard]] std::string wanted() const;

    const DashboardEditor& m_editor;
    std::string m_expected;
    std::string m_upgraded;  ///< the text at the current schema; "" where that is what it is
    bool m_conflict = false;
    QLabel* m_problem;
    QRadioButton* m_toFile;
    QRadioButton* m_asCopy;
    QLineEdit* m_file;
    QPushButton* m_browse;
    QCheckBox* m_upgrade = nullptr;
    QListWidget* m_words;
    DiffView* m_lines;
    QPushButton* m_save;
};

}  // namespace watchglass::ui
