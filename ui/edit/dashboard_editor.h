#pragma once

#include <QObject>
#include <memory>
#include <string>
#include <vector>

#include "ui/dashboard/dashboard.h"
#include "ui/dashboard/document_text.h"
#include "ui/edit/text_history.h"

namespace watchglass::ui {

/// One change of a document at a JSON pointer: a value put there, what stands there taken out, or the items of the
/// array there put in another order.
struct DocumentChange {
    std::string pointer;
    json::Value value;
    bool removed = false;
    std::vector<std::size_t> order = {};  ///< of an array's items, by their numbers before

    [[nodiscard]] static DocumentChange set(std::string pointer, json::Value value)
    {
        return {std::move(pointer), std::move(value), false, {}};
    }
    [[nodiscard]] static DocumentChange remove(std::string pointer) { return {std::move(pointer), {}, true, {}}; }
    [[nodiscard]] static DocumentChange arrange(std::string pointer, std::vector<std::size_t> order)
    {
        return {std::move(pointer), {}, false, std::move(order)};
    }
};
using DocumentChanges = std::vector<DocumentChange>;

/// A dashboard that is being edited: the text of its document, the dashboard that the text makes, and the steps that
/// led there. What no edit speaks of keeps every byte. Knows no widget and no file.
/// Threads: GUI thread only.
class DashboardEditor final : public QObject {
    Q_OBJECT

public:
    /// `path` is the dashboard's JSON pointer in the document (Dashboard::path()).
    /// Errors: those of readDashboardSources(); NotFound when no dashboard stands at `path`.
    [[nodiscard]] static Result<std::unique_ptr<DashboardEditor>> open(std::string text, std::string path = {});

    [[nodiscard]] const std::string& text() const { return m_text; }
    /// The text as it was opened or saved last.
    [[nodiscard]] const std::string& savedText() const { return m_saved; }
    [[nodiscard]] const std::string& path() const { return m_path; }
    [[nodiscard]] const Dashboard& dashboard() const { return *m_dashboard; }
    /// The same for workers: it never changes.
    [[nodiscard]] const std::shared_ptr<const Dashboard>& sharedDashboard() const { return m_dashboard; }
    /// The dashboard's object as it is written, before any migration.
    [[nodiscard]] const json::Value& written() const;

    /// Makes all the changes, in their order, as one step called `name` ("Move panel CPU"), or none of them. Steps with
    /// the same `merge`, one after the other, are undone together: the letters of a title.
    /// Errors: those of DocumentText; InvalidInput when the result would be no dashboard.
    Result<void> apply(const std::string& name, const DocumentChanges& changes, const std::string& merge = {});
    /// Puts another text in place of the whole one. Errors: as of open().
    Result<void> replaceText(const std::string& name, std::string text, const std::string& merge = {});

    [[nodiscard]] bool canUndo() const { return m_history.canUndo(); }
    [[nodiscard]] bool canRedo() const { return m_history.canRedo(); }
    [[nodiscard]] std::string undoName() const { return m_history.undoName(); }
    [[nodiscard]] std::string redoName() const { return m_history.redoName(); }
    /// Whether the text differs from the saved one.
    [[nodiscard]] bool isDirty() const { return m_text != m_saved; }
    /// The text is what the file holds now.
    void markSaved();

public Q_SLOTS:
    void undo();
    void redo();

Q_SIGNALS:
    /// The text changed, or its relation to the saved one.
    void changed();

private:
    DashboardEditor(std::string text, std::string path, std::shared_ptr<const Dashboard> dashboard);

    void take(std::string text);

    std::string m_text;
    std::string m_saved;
    std::string m_path;
    std::shared_ptr<const Dashboard> m_dashboard;  // shared with the session and its workers
    TextHistory m_history;
};

}  // namespace watchglass::ui
