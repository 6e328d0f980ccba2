#include <QMessageBox>
#include <QPushButton>
#include <QScrollBar>

#include "ui/dashboard/document_path.h"
#include "ui/edit/edit_bar.h"
#include "ui/edit/grid_editing.h"
#include "ui/edit/panel_edits.h"
#include "ui/edit/v2_edits.h"
#include "ui/edit/v2_leaf.h"
#include "ui/pages/dashboard_edit.h"
#include "ui/pages/dashboard_session.h"
#include "ui/pages/dashboard_view.h"
#include "ui/panels/panel_frame.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

constexpr int kMargin = 16;  ///< around a panel that was moved out of sight

/// Places of everything when `item` comes in and what is level with it or below makes room.
std::vector<GridItem> withOnTop(std::vector<GridItem> items, const GridItem& item)
{
    for (GridItem& other : items) {
        if (other.y >= item.y) other.y += item.h;
    }
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
    const auto changes = isV2() ? placeInV2(m_editor->dashboard(), m_session.layout(), m_grid->items(), panel->key)
                                : placePanels(m_editor->dashboard(), placements(m_session.layout(), m_grid->items()));
    if (apply((resized ? tr("Resize %1") : tr("Move %1")).arg(title), changes, status)) {
        // By keys it may have gone out of sight.
        const PanelFrame* frame = m_view.panelFrame(key.toStdString());
        if (frame && !frame->underMouse()) m_view.ensureVisible(frame->x(), frame->geometry().bottom(), 0, kMargin);
        if (frame && !frame->underMouse()) m_view.ensureVisible(frame->x(), frame->y(), 0, kMargin);
        return;
    }
    layOutGrid();
    m_view.relayout();
}

void DashboardEdit::dropInto(const QString& key, const QString& place)
{
    const PlacedPanel* panel = placed(key);
    if (!panel) return;
    const Dashboard& dashboard = m_editor->dashboard();
    const QString title = toQString(panelName(panel->panel));
    const std::string target = place.toStdString();
    const json::Value& taker = valueAt(dashboard.document(), target);
    const std::string& name = (isV2() ? taker["spec"]["title"] : taker["title"]).toString();
    std::vector<GridItem> rest = gridNow();
    std::erase_if(rest, [&](const GridItem& one) { return one.key == panel->key; });
    rest = compacted(std::move(rest));
    DocumentChanges changes;
    if (isV2()) {
        changes = moveIntoV2(dashboard, m_session.layout(), rest, panel->key, target);
    } else {
        changes = placePanels(dashboard, placements(m_session.layout(), rest));
        for (DocumentChange& change : moveIntoRow(dashboard, panel->panel.origin, target))
            changes.push_back(std::move(change));
    }
    if (apply(tr("Move %1 to %2").arg(title, toQString(name)), changes)) return;
    m_bar.setStatus(tr("“%1” has no place for panels yet.").arg(toQString(name)));
    layOutGrid();
    m_view.relayout();
}

void DashboardEdit::addPanel(const QString& type)
{
    if (!m_editing) return;
    const Dashboard& dashboard = m_editor->dashboard();
    const GridItem panel{"new", 0, isV2() ? topForNew() : 0, 12, 8};
    const auto items = withOnTop(gridNow(), panel);
    if (isV2()) {
        DocumentChanges changes{addElement(dashboard, type.toStdString())};
        const json::Value item = json::Value::object({{"spec", json::Value::object()}});
        for (DocumentChange& change : placeInV2(dashboard, m_session.layout(), items, panel.key,
                                                V2Arrival{panel.key, newElementName(dashboard), item}))
            changes.push_back(std::move(change));
        if (changes.size() < 2)
            m_bar.setStatus(tr("There is no open row or tab that could take the panel."));
        else if (apply(tr("Add panel"), changes))
            m_view.verticalScrollBar()->setValue(0);
        return;
    }
    DocumentChanges changes = placePanels(dashboard, placements(m_session.layout(), items));
    for (DocumentChange& change : ui::addPanel(dashboard, type.toStdString(), placeOf(items, panel.key)))
        changes.push_back(std::move(change));
    if (apply(tr("Add panel"), changes)) m_view.verticalScrollBar()->setValue(0);
}

/// Below the header of the first open part of the layout.
int DashboardEdit::topForNew() const
{
    const auto leaves = v2Leaves(m_editor->dashboard(), m_session.layout());
    const auto items = gridNow();
    const std::size_t first = v2LeafAt(leaves, items, -1);
    return first == leaves.size() ? 0 : v2Top(leaves, first, items);
}

void DashboardEdit::addRow()
{
    if (!m_editing) return;
    if (isV2()) {
        apply(tr("Add row"), addRowToV2(m_editor->dashboard(), m_session.layout()));
        return;
    }
    const GridItem row{"new", 0, 0, kGridColumns, 1};
    const auto items = withOnTop(gridNow(), row);
    DocumentChanges changes = placePanels(m_editor->dashboard(), placements(m_session.layout(), items));
    for (DocumentChange& change : ui::addRow(m_editor->dashboard(), placeOf(items, row.key)))
        changes.push_back(std::move(change));
    apply(tr("Add row"), changes);
}

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
    const Dashboard& dashboard = m_editor->dashboard();
    if (isV2()) {
        DocumentChanges both{copyElement(dashboard, panel.panel)};
        const V2Arrival arrival{copy.key, newElementName(dashboard), valueAt(dashboard.document(), panel.panel.place)};
        for (DocumentChange& change : placeInV2(dashboard, m_session.layout(), items, copy.key, arrival))
            both.push_back(std::move(change));
        apply(tr("Duplicate %1").arg(toQString(panelName(panel.panel))), both);
        return;
    }
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
    const Dashboard& dashboard = m_editor->dashboard();
    apply(tr("Remove %1").arg(toQString(panelName(panel.panel))),
          isV2() ? removeFromV2(dashboard, panel.panel.place) : ui::removePanel(dashboard, panel.panel.origin));
}

void DashboardEdit::removeRow(const PlacedPanel& row)
{
    const QString title = toQString(panelName(row.panel));
    const bool isTab = row.panel.isTab();
    auto* box = new QMessageBox(QMessageBox::Question, isTab ? tr("Remove tab") : tr("Remove row"),
                                tr("Remove “%1” with its panels?").arg(title), QMessageBox::Cancel, m_page);
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QAbstractButton* alone = box->addButton(isTab ? tr("Only the tab") : tr("Only the row"), QMessageBox::AcceptRole);
    QAbstractButton* all = box->addButton(isTab ? tr("Tab and panels") : tr("Row and panels"),
                                          QMessageBox::DestructiveRole);
    connect(box, &QMessageBox::buttonClicked, this,
            [this, alone, all, title, isTab, row = row.panel](QAbstractButton* clicked) {
                if (!m_editing || (clicked != alone && clicked != all)) return;
                const Dashboard& dashboard = m_editor->dashboard();
                const QString what = isTab ? tr("Remove tab %1").arg(title) : tr("Remove row %1").arg(title);
                const QString name = clicked == alone ? what : tr("%1 with its panels").arg(what);
                const DocumentChanges changes = isV2()             ? removeRowOfV2(dashboard, row.place, clicked == all)
                                                : clicked == alone ? removeRowOnly(dashboard, row.origin)
                                                                   : removeRowWithPanels(dashboard, row.origin);
                if (changes.empty()) m_bar.setStatus(tr("The panels of this row or tab have no other one to go to."));
                apply(name, changes);
            });
    box->open();
}

void DashboardEdit::moveTab(const QString& key, int by)
{
    const PlacedPanel* strip = placed(key);
    if (!m_editing || !strip || strip->kind != PlacedKind::Tabs) return;
    const QString title = toQString(panelName(strip->panel));
    const auto [list, number] = v2ListOf(strip->panel.place);
    if (!apply(tr("Move tab %1").arg(title), moveTabInV2(m_editor->dashboard(), *strip, by))) return;
    // It stays the active one. Tabs are known by their number in the file.
    const std::string place = childPath(list, number + static_cast<std::size_t>(by));
    const PlacedPanel* now = placed(key);
    if (!now) return;
    for (const PlacedTab& tab : std::vector<PlacedTab>(now->tabs)) {
        if (tab.panel.place == place) m_session.selectTab(key.toStdString(), tab.key);
    }
}

void DashboardEdit::foldRow(const QString& key, bool folded)
{
    const PlacedPanel* row = placed(key);
    if (!m_editing || !row) return;
    if (const std::string obstacle = layoutObstacle(m_editor->dashboard()); !obstacle.empty()) {
        m_bar.setStatus(toQString(obstacle));
        return;
    }
    if (isV2()) {
        apply((folded ? tr("Fold row %1") : tr("Open row %1")).arg(toQString(panelName(row->panel))),
              foldRowOfV2(m_editor->dashboard(), row->panel.place, folded));
        return;
    }
    apply((folded ? tr("Fold row %1") : tr("Open row %1")).arg(toQString(panelName(row->panel))),
          ui::foldRow(m_editor->dashboard(), row->panel.origin, folded));
}

}  // namespace watchglass::ui
