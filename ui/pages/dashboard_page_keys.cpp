#include <QMetaMethod>

#include "ui/pages/dashboard_page.h"
#include "ui/pages/dashboard_view.h"
#include "ui/pages/panel_commands.h"
#include "ui/pages/panel_search.h"
#include "ui/pages/shortcut_sheet.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

/// What stands before the key of a panel in a folded row, which is not laid out yet.
constexpr QLatin1String kFolded("folded:");

}  // namespace

bool DashboardPage::isKeyUsed(DashboardKey key) const
{
    switch (key) {
    case DashboardKey::EditPanel: return m_commands->canEdit();
    case DashboardKey::DuplicatePanel: return m_commands->canDuplicate();
    case DashboardKey::RemovePanel: return m_commands->canRemove();
    default: return true;
    }
}

void DashboardPage::buildKeys()
{
    // All of them: who receives the signals of editing may come later.
    watchDashboardKeys(*this, [this](DashboardKey key) { onKey(key); });
}

void DashboardPage::onKey(DashboardKey key)
{
    DashboardSession& session = *m_session;
    switch (key) {
    case DashboardKey::Refresh: session.refreshNow(); break;
    case DashboardKey::Kiosk: Q_EMIT kioskToggled(); break;
    case DashboardKey::OpenRows: session.openAllRows(); break;
    case DashboardKey::CloseRows: session.closeAllRows(); break;
    case DashboardKey::Search: openSearch(); break;
    case DashboardKey::ShareDashboard: m_commands->shareDashboard(); break;
    case DashboardKey::ExportDashboard: exportDashboard(); break;
    case DashboardKey::SharedCrosshair: m_view->nextCrosshair(); break;
    case DashboardKey::ZoomOut: session.zoomOut(); break;
    case DashboardKey::UndoOrZoomOut: undo(); break;
    case DashboardKey::Earlier: session.shift(-1); break;
    case DashboardKey::Later: session.shift(1); break;
    case DashboardKey::AbsoluteTime: session.zoomTo(session.timeRange().fromMs, session.timeRange().toMs); break;
    case DashboardKey::Leave: m_view->setSolo({}); break;
    case DashboardKey::Help: {
        auto* sheet = new ShortcutSheet([this](DashboardKey one) { return isKeyUsed(one); }, this);
        sheet->setAttribute(Qt::WA_DeleteOnClose);
        sheet->open();
        break;
    }
    default: onPanelKey(key);
    }
}

void DashboardPage::onPanelKey(DashboardKey key)
{
    const std::string panel = m_view->pointedKey();
    if (panel.empty() || !isKeyUsed(key)) return;
    const QString name = toQString(panel);
    switch (key) {
    case DashboardKey::ViewPanel: m_commands->toggleView(panel); break;
    case DashboardKey::InspectPanel: m_commands->inspect(panel, InspectDialog::Tab::Data); break;
    case DashboardKey::SharePanel: m_commands->share(panel); break;
    case DashboardKey::ToggleLegend: m_view->toggleLegend(panel); break;
    case DashboardKey::ExplorePanel: m_commands->explore(panel); break;
    case DashboardKey::EditPanel: Q_EMIT m_commands->editRequested(name); break;
    case DashboardKey::DuplicatePanel: Q_EMIT m_commands->duplicateRequested(name); break;
    case DashboardKey::RemovePanel: Q_EMIT m_commands->removeRequested(name); break;
    default: break;
    }
}

void DashboardPage::openSearch()
{
    std::vector<FoundPanel> panels;
    QString row;
    for (const PlacedPanel& placed : m_session->layout()) {
        if (placed.panel.isRow()) row = m_view->titleOf(placed.key);
        const QString title = m_view->titleOf(placed.key);
        if (!title.isEmpty()) {
            panels.push_back({toQString(placed.key), title, placed.panel.isRow() ? tr("Row") : row});
        }
        if (!placed.panel.isRow() || !placed.panel.collapsed) continue;
        for (const Panel& child : placed.panel.children) {
            if (child.title.empty()) continue;
            panels.push_back({kFolded + QString::number(child.id) + QLatin1Char(':') + toQString(placed.key),
                              toQString(child.title), row});
        }
    }
    auto* search = new PanelSearch(panels, this);
    connect(search, &PanelSearch::chosen, this, &DashboardPage::revealPanel);
    search->open();
}

void DashboardPage::revealPanel(const QString& key)
{
    if (!key.startsWith(kFolded)) {
        m_view->reveal(key.toStdString());
        return;
    }
    const qsizetype colon = key.indexOf(QLatin1Char(':'), kFolded.size());
    const qlonglong id = key.mid(kFolded.size(), colon - kFolded.size()).toLongLong();
    const std::string row = key.mid(colon + 1).toStdString();
    m_session->toggleRow(row, false);
    bool inside = false;
    for (const PlacedPanel& placed : m_session->layout()) {
        if (placed.panel.isRow()) inside = placed.key == row;
        if (!inside || placed.panel.isRow() || placed.panel.id != id) continue;
        m_view->reveal(placed.key);
        return;
    }
    m_view->reveal(row);
}

}  // namespace watchglass::ui
