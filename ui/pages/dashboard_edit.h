#pragma once

#include <QObject>
#include <functional>
#include <memory>
#include <string>

#include "ui/edit/dashboard_editor.h"
#include "ui/edit/document_store.h"
#include "ui/query/background.h"

namespace watchglass::ui {

class DashboardSession;
class DashboardView;
class EditBar;
class GridEditing;
class SaveDialog;
struct PlacedPanel;
struct GridItem;
struct SaveWish;

/// Edits an open dashboard: gets its text from the store, makes the changes that the grid, the bar and the dialogs ask
/// for, shows them, and has them saved.
/// Threads: GUI thread only; the store is asked on the pool.
class DashboardEdit final : public QObject {
    Q_OBJECT

public:
    /// The view and its page must outlive this.
    DashboardEdit(DashboardSession& session, DashboardView& view, EditBar& bar, DocumentStore& store, ThreadPool& pool,
                  QString location, QWidget* page);
    ~DashboardEdit() override;

    [[nodiscard]] bool isEditing() const { return m_editing; }
    /// Whether there are changes that no file holds.
    [[nodiscard]] bool isDirty() const { return m_editor && m_editor->isDirty(); }
    /// Null before start() has had its answer.
    [[nodiscard]] DashboardEditor* editor() const { return m_editor.get(); }

    /// Whether the corners that resize panels are seen while the grid is edited.
    void setHandlesShown(bool on);

public Q_SLOTS:
    /// Reads the document and lets the grid be edited; editingChanged() follows, or a message why not.
    void start();
    /// Ends editing; asks first what becomes of unsaved changes.
    void leave();
    void save();
    void showHistory();
    void addPanel(const QString& type);
    void addRow();
    /// Opens a panel's editor around the panel.
    void editPanel(const QString& key);
    void showSettings();
    void showJson();
    /// Of any panel that the view shows; editing starts where it has not.
    void duplicatePanel(const QString& key);
    void removePanel(const QString& key);
    /// Gives a series of a panel a colour of its own.
    void colorSeries(const QString& key, const QString& series, const QString& color);
    void upgrade();

Q_SIGNALS:
    void editingChanged(bool on);
    /// A panel is to be edited alone; "" for the grid.
    void panelEditRequested(const QString& origin);
    /// The document was saved in its place.
    void saved();
    /// A copy was saved there.
    void copySaved(const QString& file);

private:
    void open(Result<StoredDocument> stored);
    /// What an action on a panel needs beside the panel.
    enum class Needs { Nothing, Layout };
    void onPanel(const QString& key, Needs needs, std::function<void(const PlacedPanel&)> action);
    void duplicate(const PlacedPanel& panel);
    void remove(const PlacedPanel& panel);
    void openPanel(const PlacedPanel& panel);
    void setEditing(bool on);
    [[nodiscard]] bool isLayoutLocked() const;
    [[nodiscard]] bool isV2() const;
    void layOutGrid();
    void onChanged();
    /// Makes changes; says what went wrong, and what was done in `status`.
    bool apply(const QString& name, const DocumentChanges& changes, const QString& status = {});
    void place(const QString& key, bool resized);
    void dropInto(const QString& key, const QString& place);
    void foldRow(const QString& key, bool folded);
    void removeRow(const PlacedPanel& row);
    void moveTab(const QString& key, int by);
    void carryOut(const SaveWish& wish, SaveDialog* dialog);
    void showProblem(const QString& title, const QString& text);
    [[nodiscard]] const PlacedPanel* placed(const QString& key) const;
    [[nodiscard]] std::vector<GridItem> gridNow() const;
    [[nodiscard]] int topForNew() const;

    DashboardSession& m_session;
    DashboardView& m_view;
    EditBar& m_bar;
    DocumentStore& m_store;
    ThreadPool& m_pool;
    QString m_location;
    QWidget* m_page;
    std::unique_ptr<DashboardEditor> m_editor;
    StoredDocument m_stored;
    std::unique_ptr<GridEditing> m_grid;
    std::function<void()> m_whenOpen;  ///< what start() was called for
    Ticket m_ticket;
    Ticket m_versionTicket;
    bool m_handlesShown = true;
    bool m_editing = false;
};

}  // namespace watchglass::ui
