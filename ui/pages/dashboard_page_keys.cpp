#include <QAbstractSpinBox>
#include <QApplication>
#include <QLineEdit>
#include <QMetaMethod>
#include <QPlainTextEdit>
#include <map>

#include "ui/pages/dashboard_page.h"
#include "ui/pages/dashboard_view.h"
#include "ui/pages/panel_commands.h"
#include "ui/pages/panel_search.h"
#include "ui/pages/shortcut_sheet.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

bool DashboardPage::isKeyUsed(DashboardKey key) const
{
    switch (key) {
    case DashboardKey::EditPanel: return m_commands->canEdit();
    case DashboardKey::DuplicatePanel: return m_commands->canDuplicate();
    case DashboardKey::RemovePanel: return m_commands->canRemove();
    default: return true;
    }
}

/// A field of the page has the focus: Escape leaves it first, as in Grafana (KeybindingSrv.globalEsc).
bool DashboardPage::isTypedInto() const
{
    const QWidget* focus = QApplication::focusWidget();
    if (!focus || !isAncestorOf(focus)) return false;
    return qobject_cast<const QLineEdit*>(focus) || qobject_cast<const QPlainTextEdit*>(focus) ||
           qobject_cast<const QAbstractSpinBox*>(focus);
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
    case DashboardKey::Leave:
        if (isTypedInto())
            m_view->setFocus();
        else
            m_view->setSolo({});
        break;
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
    std::map<std::string, QString> titles;  // of rows and tabs
    for (const PlacedPanel& placed : m_session->everything()) {
        const QString around = placed.path.empty() ? QString() : titles[placed.path.back().key];
        const auto add = [&](const std::string& key, const QString& title, const QString& place) {
            if (!title.isEmpty()) panels.push_back({toQString(key), title, place});
        };
        if (placed.kind == PlacedKind::Tabs) {
            for (const PlacedTab& tab : placed.tabs)
                add(tab.key, titles[tab.key] = m_view->titleOf(tab.panel, tab.variables), tr("Tab"));
        } else if (placed.kind == PlacedKind::Row) {
            add(placed.key, titles[placed.key] = m_view->titleOf(placed.panel, placed.variables), tr("Row"));
        } else if (placed.kind == PlacedKind::Panel) {
            const QString known = m_view->titleOf(placed.key);
            add(placed.key, known.isEmpty() ? m_view->titleOf(placed.panel, placed.variables) : known, around);
        }
    }
    auto* search = new PanelSearch(panels, this);
    connect(search, &PanelSearch::chosen, this, &DashboardPage::revealPanel);
    search->open();
}

void DashboardPage::revealPanel(const QString& key) { m_view->find(key.toStdString()); }

}  // namespace watchglass::ui
