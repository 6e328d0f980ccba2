#include "ui/edit/grid_editing.h"
#include "ui/pages/dashboard_view.h"
#include "ui/panels/row_header.h"
#include "ui/panels/tab_strip.h"
#include "ui/widgets/variable_bar.h"

// What stands between the panels: headers of rows, strips of tabs, variables of rows and tabs.

namespace watchglass::ui {

LabelLookup labelLookup(DashboardSession& session, QObject* context)
{
    return [&session, context](const QString& label, const QString& selector, auto done) {
        session.lookUpLabels(label.toStdString(), selector.toStdString(), context,
                             [done = std::move(done)](const std::vector<std::string>& found) {
                                 QStringList texts;
                                 for (const std::string& text : found) texts.append(QString::fromStdString(text));
                                 done(texts);
                             });
    };
}

void DashboardView::buildLine(const std::string& key, Slot& slot)
{
    if (slot.placed.kind == PlacedKind::Row) {
        auto* row = new RowHeader(m_canvas);
        connect(row, &RowHeader::toggled, this, [this, key](bool collapsed) { m_session.toggleRow(key, collapsed); });
        slot.line = row;
    } else if (slot.placed.kind == PlacedKind::Tabs) {
        auto* strip = new TabStrip(m_canvas);
        connect(strip, &TabStrip::chosen, this, [this, key](int index) {
            const auto it = m_slots.find(key);
            if (it == m_slots.end()) return;
            const auto& tabs = it->second.placed.tabs;
            if (const auto at = static_cast<std::size_t>(index); at < tabs.size())
                m_session.selectTab(key, std::string(tabs[at].key));
        });
        slot.line = strip;
    } else {
        auto* bar = new VariableBar(m_canvas);
        bar->setLabelLookup(labelLookup(m_session, bar));
        connect(bar, &VariableBar::chosen, this,
                [this, section = slot.placed.section](const QString& name, const std::vector<std::string>& values) {
                    m_session.setSectionVariable(section, name.toStdString(), values);
                });
        slot.line = bar;
    }
    fillLine(slot);
    slot.line->setGeometry(slot.rect);
    if (m_editing && slot.placed.kind != PlacedKind::Variables) m_editing->attach(key, *slot.line);
    slot.line->show();
}

void DashboardView::fillLine(Slot& slot)
{
    const PlacedPanel& placed = slot.placed;
    if (auto* row = qobject_cast<RowHeader*>(slot.line)) {
        row->setTitle(titleOf(placed.panel, placed.variables));
        row->setCollapsed(placed.panel.collapsed, static_cast<int>(placed.panel.children.size()));
    } else if (auto* strip = qobject_cast<TabStrip*>(slot.line)) {
        QStringList titles;
        for (const PlacedTab& tab : placed.tabs) titles.append(titleOf(tab.panel, tab.variables));
        strip->setTabs(titles, static_cast<int>(placed.activeTab));
    } else if (auto* bar = qobject_cast<VariableBar*>(slot.line)) {
        std::vector<Variable> shown;
        for (const std::string& name : placed.names) {
            if (const Variable* variable = m_session.variablesOf(placed).find(name)) shown.push_back(*variable);
        }
        bar->setVariables(VariableSet(std::move(shown)));
    }
}

}  // namespace watchglass::ui
