#include "ui/pages/dashboard_edit.h"

#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QScrollBar>
#include <algorithm>
#include <utility>

#include "ui/dashboard/upgrade_document.h"
#include "ui/edit/edit_bar.h"
#include "ui/edit/grid_editing.h"
#include "ui/edit/history_dialog.h"
#include "ui/edit/json_dialog.h"
#include "ui/edit/panel_edits.h"
#include "ui/edit/save_dialog.h"
#include "ui/edit/settings_dialog.h"
#include "ui/pages/dashboard_session.h"
#include "ui/pages/dashboard_view.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

/// Places of everything when `item` comes in at the top.
std::vector<GridItem> withOnTop(std::vector<GridItem> items, const GridItem& item)
{
    for (GridItem& other : items) other.y += item.h;
    items.push_back(item);
    return compacted(std::move(items));
}

GridPos placeOf(const std::vector<GridItem>& items, const std::string& key)
{
    for (const GridItem& item : items) {
        if (item.key == key) return gridPos(item);
    }
    return {};
}

/// Places of all panels that the grid shows, by where they stand in the document.
std::vector<Placement> placements(const std::vector<PlacedPanel>& layout, const std::vector<GridItem>& items)
{
    std::vector<Placement> out;
    for (const PlacedPanel& panel : layout) {
        for (const GridItem& item : items) {
            if (item.key == panel.key && !panel.panel.origin.empty())
                out.push_back({panel.panel.origin, gridPos(item)});
        }
    }
    return out;
}

}  // namespace

DashboardEdit::DashboardEdit(DashboardSession& session, DashboardView& view, EditBar& bar, DocumentStore& store,
                             ThreadPool& pool, QString location, QWidget* page)
    : QObject(page), m_session(session), m_view(view), m_bar(bar), m_store(store), m_pool(pool),
      m_location(std::move(location)), m_page(page)
{
    connect(&bar, &EditBar::addPanelRequested, this, &DashboardEdit::addPanel);
    connect(&bar, &EditBar::addRowRequested, this, &DashboardEdit::addRow);
    connect(&bar, &EditBar::upgradeRequested, this, &DashboardEdit::upgrade);
    connect(&bar, &EditBar::historyRequested, this, &DashboardEdit::showHistory);
    connect(&bar, &EditBar::settingsRequested, this, &DashboardEdit::showSettings);
    connect(&bar, &EditBar::jsonRequested, this, &DashboardEdit::showJson);
    connect(&bar, &EditBar::saveRequested, this, &DashboardEdit::save);
    connect(&bar, &EditBar::leaveRequested, this, &DashboardEdit::leave);
    connect(&session, &DashboardSession::rowFoldRequested, this, &DashboardEdit::foldRow);
    connect(&view, &DashboardView::soloChanged, this, [this] {
        if (m_grid) m_grid->setLayout(m_session.layout(), isLayoutLocked());
        if (m_view.solo().empty()) Q_EMIT panelEditRequested({});
    });
    connect(&session, &DashboardSession::layoutChanged, this, [this] {
        if (m_grid) m_grid->setLayout(m_session.layout(), isLayoutLocked());
    });
}

DashboardEdit::~DashboardEdit()
{
    if (m_grid) m_view.setGridEditing(nullptr);
}

void DashboardEdit::start()
{
    if (m_editing || m_ticket.active()) return;
    m_ticket = runInBackground(
        m_pool, this,
        [store = &m_store, location = m_location.toStdString()](const std::stop_token&) {
            return store->read(location);
        },
        [this](Result<StoredDocument> stored) {
            m_ticket.cancel();
            open(std::move(stored));
        });
}

void DashboardEdit::open(Result<StoredDocument> stored)
{
    if (!stored && stored.error().code != ErrorCode::NotFound) {
        showProblem(tr("This dashboard cannot be edited"), toQString(stored.error().message));
        return;
    }
    if (!stored) {
        // No file: pasted, or of a file that only carries it in another form.
        m_stored = {json::write(m_session.dashboard().document(), 2) + "\n", m_session.dashboard().path(), false,
                    tr("This dashboard has no file of its own yet.").toStdString()};
    } else {
        m_stored = std::move(*stored);
    }
    auto editor = DashboardEditor::open(m_stored.text, m_stored.path);
    if (!editor) {
        showProblem(tr("This dashboard cannot be edited"), toQString(editor.error().message));
        return;
    }
    m_editor = std::move(*editor);
    connect(m_editor.get(), &DashboardEditor::changed, this, &DashboardEdit::onChanged);
    setEditing(true);
    m_bar.setStatus(toQString(m_stored.note));
    if (m_whenOpen) std::exchange(m_whenOpen, {})();
}

void DashboardEdit::setEditing(bool on)
{
    m_editing = on;
    if (on) {
        m_view.setSolo({});
        m_grid = std::make_unique<GridEditing>(*m_view.canvas(),
                                               [this](const GridPos& pos) { return m_view.rectOf(pos); });
        connect(m_grid.get(), &GridEditing::placed, this, &DashboardEdit::place);
        connect(m_grid.get(), &GridEditing::removeRequested, this, &DashboardEdit::removePanel);
        m_session.setEditing(true);
        m_session.setDashboard(m_editor->sharedDashboard());
        m_grid->setLayout(m_session.layout(), isLayoutLocked());
        m_view.setGridEditing(m_grid.get());
        m_bar.setEditor(m_editor.get());
    } else {
        m_view.setSolo({});
        m_view.setGridEditing(nullptr);
        m_grid.reset();
        m_bar.setEditor(nullptr);
        m_session.setEditing(false);
        m_editor.reset();
    }
    Q_EMIT editingChanged(on);
}

/// A panel alone in the view has no place to move to.
bool DashboardEdit::isLayoutLocked() const
{
    return !m_view.solo().empty() || !layoutObstacle(m_session.dashboard()).empty();
}

void DashboardEdit::onChanged() { m_session.setDashboard(m_editor->sharedDashboard()); }

void DashboardEdit::leave()
{
    if (!m_editing) return;
    if (!m_editor->isDirty()) {
        setEditing(false);
        return;
    }
    auto* box = new QMessageBox(
        QMessageBox::Question, tr("Unsaved changes"),
        tr("“%1” has changes that are not saved.").arg(toQString(m_editor->dashboard().title())),
        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, m_page);
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::finished, this, [this](int answer) {
        if (!m_editing) return;
        if (answer == QMessageBox::Save) save();
        if (answer != QMessageBox::Discard) return;
        (void)m_editor->replaceText(tr("Discard changes").toStdString(), m_editor->savedText());
        setEditing(false);
    });
    box->open();
}

bool DashboardEdit::apply(const QString& name, const DocumentChanges& changes, const QString& status)
{
    if (!m_editing || changes.empty()) return false;
    const auto done = m_editor->apply(name.toStdString(), changes);
    if (!done) {
        showProblem(tr("This cannot be done"), toQString(done.error().message));
        return false;
    }
    m_bar.setStatus(status.isEmpty() ? name : status);
    return true;
}

const PlacedPanel* DashboardEdit::placed(const QString& key) const
{
    const std::string wanted = key.toStdString();
    for (const PlacedPanel& panel : m_session.layout()) {
        if (panel.key == wanted) return &panel;
    }
    return nullptr;
}

std::vector<GridItem> DashboardEdit::gridNow() const
{
    std::vector<GridItem> out;
    for (const PlacedPanel& panel : m_session.layout()) out.push_back(gridItem(panel.key, panel.pos));
    return out;
}

void DashboardEdit::place(const QString& key, bool resized)
{
    const PlacedPanel* panel = placed(key);
    if (!panel) return;
    const QString title = toQString(panelName(panel->panel));
    const GridPos pos = placeOf(m_grid->items(), panel->key);
    const QString status = tr("%1: column %2, row %3, %4 × %5 cells")
                               .arg(title)
                               .arg(static_cast<int>(pos.x) + 1)
                               .arg(static_cast<int>(pos.y) + 1)
                               .arg(static_cast<int>(pos.w))
                               .arg(static_cast<int>(pos.h));
    const auto changes = placePanels(m_editor->dashboard(), placements(m_session.layout(), m_grid->items()));
    if (!apply((resized ? tr("Resize %1") : tr("Move %1")).arg(title), changes, status))
        m_grid->setLayout(m_session.layout(), false);
}

void DashboardEdit::addPanel(const QString& type)
{
    if (!m_editing) return;
    const Dashboard& dashboard = m_editor->dashboard();
    const GridItem panel{"new", 0, 0, 12, 8};
    const auto items = withOnTop(gridNow(), panel);
    DocumentChanges changes = placePanels(dashboard, placements(m_session.layout(), items));
    for (DocumentChange& change : ui::addPanel(dashboard, type.toStdString(), placeOf(items, panel.key)))
        changes.push_back(std::move(change));
    if (apply(tr("Add panel"), changes)) m_view.verticalScrollBar()->setValue(0);
}

void DashboardEdit::addRow()
{
    if (!m_editing) return;
    const GridItem row{"new", 0, 0, kGridColumns, 1};
    const auto items = withOnTop(gridNow(), row);
    DocumentChanges changes = placePanels(m_editor->dashboard(), placements(m_session.layout(), items));
    for (DocumentChange& change : ui::addRow(m_editor->dashboard(), placeOf(items, row.key)))
        changes.push_back(std::move(change));
    apply(tr("Add row"), changes);
}

/// Does something with a panel, in edit mode. There the panel's key may be another: repeats stand once.
void DashboardEdit::onPanel(const QString& key, void (DashboardEdit::*action)(const PlacedPanel&))
{
    const PlacedPanel* panel = placed(key);
    if (!panel || panel->panel.origin.empty()) return;
    m_whenOpen = [this, action, origin = panel->panel.origin] {
        const std::string obstacle = layoutObstacle(m_editor->dashboard());
        if (action != &DashboardEdit::openPanel && !obstacle.empty()) {
            showProblem(tr("This cannot be done"), toQString(obstacle));
            return;
        }
        for (const PlacedPanel& one : m_session.layout()) {
            if (one.panel.origin != origin) continue;
            (this->*action)(PlacedPanel(one));  // a copy: the layout changes meanwhile
            return;
        }
    };
    if (m_editing) {
        std::exchange(m_whenOpen, {})();
    } else {
        start();
    }
}

void DashboardEdit::editPanel(const QString& key) { onPanel(key, &DashboardEdit::openPanel); }

void DashboardEdit::openPanel(const PlacedPanel& panel)
{
    if (panel.panel.isRow()) return;
    m_view.setSolo(panel.key);
    Q_EMIT panelEditRequested(toQString(panel.panel.origin));
}

void DashboardEdit::duplicatePanel(const QString& key) { onPanel(key, &DashboardEdit::duplicate); }

void DashboardEdit::removePanel(const QString& key) { onPanel(key, &DashboardEdit::remove); }

void DashboardEdit::duplicate(const PlacedPanel& panel)
{
    // Beside the panel where there is room, as Grafana does, else below.
    GridItem copy = gridItem("new", panel.pos);
    if (copy.x + 2 * copy.w <= kGridColumns) {
        copy.x += copy.w;
    } else {
        copy.y += copy.h;
    }
    auto items = gridNow();
    items.push_back(copy);
    items = moveItem(std::move(items), copy.key, copy.x, copy.y);
    DocumentChanges changes = placePanels(m_editor->dashboard(), placements(m_session.layout(), items));
    for (DocumentChange& change :
         ui::duplicatePanel(m_editor->dashboard(), panel.panel.origin, placeOf(items, copy.key)))
        changes.push_back(std::move(change));
    apply(tr("Duplicate %1").arg(toQString(panelName(panel.panel))), changes);
}

void DashboardEdit::remove(const PlacedPanel& panel)
{
    if (panel.panel.isRow()) {
        removeRow(panel);
        return;
    }
    apply(tr("Remove %1").arg(toQString(panelName(panel.panel))),
          ui::removePanel(m_editor->dashboard(), panel.panel.origin));
}

void DashboardEdit::removeRow(const PlacedPanel& row)
{
    const QString title = toQString(panelName(row.panel));
    auto* box = new QMessageBox(QMessageBox::Question, tr("Remove row"), tr("Remove “%1” with its panels?").arg(title),
                                QMessageBox::Cancel, m_page);
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QAbstractButton* alone = box->addButton(tr("Only the row"), QMessageBox::AcceptRole);
    QAbstractButton* all = box->addButton(tr("Row and panels"), QMessageBox::DestructiveRole);
    connect(box, &QMessageBox::buttonClicked, this,
            [this, alone, all, title, origin = row.panel.origin](QAbstractButton* clicked) {
                if (!m_editing) return;
                const Dashboard& dashboard = m_editor->dashboard();
                if (clicked == alone) apply(tr("Remove row %1").arg(title), removeRowOnly(dashboard, origin));
                if (clicked == all)
                    apply(tr("Remove row %1 with its panels").arg(title), removeRowWithPanels(dashboard, origin));
            });
    box->open();
}

void DashboardEdit::foldRow(const QString& key, bool folded)
{
    const PlacedPanel* row = placed(key);
    if (!m_editing || !row) return;
    if (const std::string obstacle = layoutObstacle(m_editor->dashboard()); !obstacle.empty()) {
        m_bar.setStatus(toQString(obstacle));
        return;
    }
    apply((folded ? tr("Fold row %1") : tr("Open row %1")).arg(toQString(panelName(row->panel))),
          ui::foldRow(m_editor->dashboard(), row->panel.origin, folded));
}

void DashboardEdit::upgrade()
{
    if (!m_editing) return;
    auto upgraded = upgradeDocument(m_editor->text(), m_editor->path());
    if (!upgraded) {
        showProblem(tr("This cannot be done"), toQString(upgraded.error().message));
        return;
    }
    if (!upgraded->changed) return;
    const auto done = m_editor->replaceText(tr("Bring to current schema").toStdString(), upgraded->text);
    if (!done) showProblem(tr("This cannot be done"), toQString(done.error().message));
    QStringList notes;
    for (const std::string& note : upgraded->notes) notes << toQString(note);
    m_bar.setStatus(notes.join(QStringLiteral("; ")));
}

void DashboardEdit::save()
{
    if (!m_editing) return;
    auto* dialog = new SaveDialog(*m_editor, m_stored, m_location, m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SaveDialog::saveRequested, this, [this, dialog](const SaveWish& wish) { carryOut(wish, dialog); });
    dialog->open();
}

void DashboardEdit::carryOut(const SaveWish& wish, SaveDialog* dialog)
{
    m_ticket = runInBackground(
        m_pool, this,
        [store = &m_store, wish, location = m_location.toStdString()](const std::stop_token&) -> Result<SaveOutcome> {
            if (wish.file.empty()) return store->save(location, wish.text, wish.expected);
            if (const auto done = store->saveCopy(wish.file, wish.text); !done)
                return tl::make_unexpected(done.error());
            return SaveOutcome{true, {}};
        },
        [this, wish, dialog = QPointer<SaveDialog>(dialog)](Result<SaveOutcome> outcome) {
            m_ticket.cancel();
            if (!outcome) {
                const QString text = toQString(outcome.error().message + " (" + outcome.error().where + ")");
                if (dialog) dialog->showProblem(text);
                return;
            }
            if (!outcome->saved) {
                if (dialog) dialog->showConflict(outcome->onDisk);
                return;
            }
            if (dialog) dialog->accept();
            if (!wish.file.empty()) {
                m_bar.setStatus(tr("Saved as %1").arg(toQString(wish.file)));
                Q_EMIT copySaved(toQString(wish.file));
                return;
            }
            if (!m_editor) return;
            if (wish.text != m_editor->text())
                (void)m_editor->replaceText(tr("Bring to current schema").toStdString(), wish.text);
            m_editor->markSaved();
            m_bar.setStatus(tr("Saved"));
        });
}

void DashboardEdit::showSettings()
{
    if (!m_editing) return;
    auto* dialog = new SettingsDialog(*m_editor, m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SettingsDialog::jsonRequested, this, &DashboardEdit::showJson);
    dialog->open();
}

void DashboardEdit::showJson()
{
    if (!m_editing) return;
    auto* dialog = new JsonDialog(*m_editor, m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void DashboardEdit::showHistory()
{
    if (!m_editing) return;
    const std::string location = m_location.toStdString();
    m_versionTicket = runInBackground(
        m_pool, this, [store = &m_store, location](const std::stop_token&) { return store->versions(location); },
        [this, location](std::vector<SavedVersion> versions) {
            if (!m_editor) return;
            auto* dialog = new HistoryDialog(std::move(versions), m_editor->text(), m_editor->path(), m_page);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            connect(dialog, &HistoryDialog::versionRequested, this, [this, location, dialog](const QString& id) {
                m_versionTicket = runInBackground(
                    m_pool, dialog,
                    [store = &m_store, location, id = id.toStdString()](const std::stop_token&) {
                        return store->version(location, id);
                    },
                    [dialog, id](Result<std::string> text) {
                        if (text) {
                            dialog->showVersion(id, *text);
                        } else {
                            dialog->showProblem(toQString(text.error().message));
                        }
                    });
            });
            connect(
                dialog, &HistoryDialog::restoreRequested, this, [this](const QString& when, const std::string& text) {
                    if (!m_editor) return;
                    const auto done = m_editor->replaceText(tr("Restore version of %1").arg(when).toStdString(), text);
                    if (!done) showProblem(tr("This version cannot be restored"), toQString(done.error().message));
                });
            dialog->open();
        });
}

void DashboardEdit::showProblem(const QString& title, const QString& text)
{
    auto* box = new QMessageBox(QMessageBox::Warning, title, text, QMessageBox::Ok, m_page);
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

}  // namespace watchglass::ui
