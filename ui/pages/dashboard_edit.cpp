#include "ui/pages/dashboard_edit.h"

#include <QMessageBox>
#include <utility>

#include "ui/edit/edit_bar.h"
#include "ui/edit/grid_editing.h"
#include "ui/edit/panel_edits.h"
#include "ui/edit/series_color.h"
#include "ui/edit/v2_edits.h"
#include "ui/pages/dashboard_session.h"
#include "ui/pages/dashboard_view.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

/// Where the document has a panel or a row; "" for what it has not.
const std::string& homeOf(const Panel& panel) { return panel.place.empty() ? panel.origin : panel.place; }

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
        if (m_grid) layOutGrid();
        if (m_view.solo().empty()) Q_EMIT panelEditRequested({});
    });
    connect(&session, &DashboardSession::layoutChanged, this, [this] {
        if (m_grid) layOutGrid();
    });
}

DashboardEdit::~DashboardEdit()
{
    if (m_grid) m_view.setGridEditing(nullptr);
}

void DashboardEdit::setHandlesShown(bool on)
{
    m_handlesShown = on;
    if (m_grid) m_grid->setHandlesShown(on);
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
        m_grid->setHandlesShown(m_handlesShown);
        connect(m_grid.get(), &GridEditing::placed, this, &DashboardEdit::place);
        connect(m_grid.get(), &GridEditing::droppedInto, this, &DashboardEdit::dropInto);
        connect(m_grid.get(), &GridEditing::removeRequested, this, &DashboardEdit::removePanel);
        connect(m_grid.get(), &GridEditing::tabMoveRequested, this, &DashboardEdit::moveTab);
        m_session.setEditing(true);
        m_session.setDashboard(m_editor->sharedDashboard());
        layOutGrid();
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

bool DashboardEdit::isV2() const { return m_editor->dashboard().form() == DashboardForm::V2; }

void DashboardEdit::layOutGrid()
{
    std::set<std::string> fixed;
    for (const PlacedPanel& placed : m_session.layout()) {
        if (isInAutoGrid(m_session.dashboard(), placed.panel)) fixed.insert(placed.key);
    }
    m_grid->setLayout(m_session.layout(), isLayoutLocked(), std::move(fixed));
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

/// Does something with a panel, in edit mode. There the panel's key may be another: repeats stand once.
void DashboardEdit::onPanel(const QString& key, Needs needs, std::function<void(const PlacedPanel&)> action)
{
    const PlacedPanel* panel = placed(key);
    if (!panel || homeOf(panel->panel).empty()) return;
    m_whenOpen = [this, needs, action = std::move(action), home = homeOf(panel->panel)] {
        const std::string obstacle = layoutObstacle(m_editor->dashboard());
        if (needs == Needs::Layout && !obstacle.empty()) {
            showProblem(tr("This cannot be done"), toQString(obstacle));
            return;
        }
        for (const PlacedPanel& one : m_session.layout()) {
            if (homeOf(one.panel) != home) continue;
            action(PlacedPanel(one));  // a copy: the layout changes meanwhile
            return;
        }
    };
    if (m_editing) {
        std::exchange(m_whenOpen, {})();
    } else {
        start();
    }
}

void DashboardEdit::editPanel(const QString& key)
{
    onPanel(key, Needs::Nothing, [this](const PlacedPanel& panel) { openPanel(panel); });
}

void DashboardEdit::openPanel(const PlacedPanel& panel)
{
    if (panel.panel.isRow()) return;
    m_view.setSolo(panel.key);
    Q_EMIT panelEditRequested(toQString(panel.panel.origin));
}

void DashboardEdit::duplicatePanel(const QString& key)
{
    onPanel(key, Needs::Layout, [this](const PlacedPanel& panel) { duplicate(panel); });
}

void DashboardEdit::removePanel(const QString& key)
{
    onPanel(key, Needs::Layout, [this](const PlacedPanel& panel) { remove(panel); });
}

void DashboardEdit::colorSeries(const QString& key, const QString& series, const QString& color)
{
    onPanel(key, Needs::Nothing, [this, series, color](const PlacedPanel& panel) {
        apply(tr("Colour of %1").arg(series),
              ui::colorSeries(m_editor->dashboard(), panel.panel.origin, series.toStdString(), color.toStdString()));
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
