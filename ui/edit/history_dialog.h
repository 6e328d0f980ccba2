#pragma once

#include <QDialog>
#include <string>
#include <vector>

#include "ui/edit/document_store.h"

class QLabel;
class QListWidget;
class QPushButton;

namespace watchglass::ui {

class DiffView;

/// The states of a dashboard that were saved, the newest first: what lies between each and the present one, and a way
/// back. The texts arrive when they are asked for. GUI thread only.
class HistoryDialog final : public QDialog {
    Q_OBJECT

public:
    /// `present` is the text that is edited, `path` the dashboard in it.
    HistoryDialog(std::vector<SavedVersion> versions, std::string present, std::string path, QWidget* parent = nullptr);

    /// The text of the version that was asked for.
    void showVersion(const QString& id, const std::string& text);
    void showProblem(const QString& text);

Q_SIGNALS:
    void versionRequested(const QString& id);
    void restoreRequested(const QString& when, const std::string& text);

private:
    void choose(int row);

    std::vector<SavedVersion> m_versions;
    std::string m_present;
    std::string m_path;
    QString m_chosen;
    std::string m_text;
    QListWidget* m_list;
    QLabel* m_summary;
    DiffView* m_lines;
    QPushButton* m_restore;
};

}  // namespace watchglass::ui
