#include <QCursor>
#include <QScrollBar>
#include <algorithm>
#include <utility>

#include "ui/edit/grid_editing.h"
#include "ui/pages/dashboard_view.h"
#include "ui/panels/panel_frame.h"

namespace watchglass::ui {

namespace {

constexpr int kMargin = 16;
constexpr int kNarrow = 769;  ///< below it everything stands in one column

/// Whether two panels are the same but for where they stand.
bool sameButPlace(const json::Value& a, const json::Value& b)
{
    const auto rest = [](const json::Value& panel) {
        std::vector<const json::Member*> out;
        for (const json::Member& member : panel.members()) {
            if (member.first != "gridPos") out.push_back(&member);
        }
        return out;
    };
    const auto left = rest(a);
    const auto right = rest(b);
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const json::Member* one, const json::Member* other) { return *one == *other; });
}

/// Whether the variables of two states of a row or tab have the same values.
bool sameSection(const SharedVariables& a, const SharedVariables& b)
{
    return a == b || (a && b && sameChoices(*a, *b));
}

}  // namespace

void DashboardView::relayout()
{
    std::map<std::string, Slot> fresh;
    for (const PlacedPanel& placed : m_session.layout()) {
        Slot& slot = fresh[placed.key];
        if (const auto old = m_slots.find(placed.key); old != m_slots.end()) {
            slot = std::move(old->second);
            m_slots.erase(old);
        }
        takeOver(slot, placed);
        // How high they are decides where everything else is.
        if (placed.kind == PlacedKind::Variables && !slot.line) buildLine(placed.key, slot);
    }
    for (auto& [key, slot] : m_slots) {
        m_session.forget(key);
        drop(slot);
    }
    m_slots = std::move(fresh);
    if (!m_solo.empty() && !m_slots.contains(m_solo)) setSolo({});
    placeAll();
    if (m_wantedPanel != 0 && !m_slots.empty()) showPanel(m_wantedPanel);
}

/// Gives a slot another state of its panel. What did not change keeps its widget and its answer.
void DashboardView::takeOver(Slot& slot, const PlacedPanel& placed)
{
    const PlacedPanel old = std::exchange(slot.placed, placed);
    const ui::Panel& before = old.panel;  // not QFrame::Panel
    const ui::Panel& panel = placed.panel;
    if (slot.line) fillLine(slot);
    if (slot.body) slot.body->setHub(crosshair() > 0 ? m_hub : nullptr);
    if (old.pos.w != placed.pos.w) slot.stale = true;  // another width asks for another step
    if (!sameSection(old.variables, placed.variables)) slot.stale = true;
    if (before.scope == panel.scope && sameButPlace(before.model, panel.model)) return;
    slot.stale = true;
    if (before.type != panel.type) {
        drop(slot);
        slot.answer.reset();
    } else if (slot.frame) {
        slot.frame->setTransparent(panel.transparent);
    }
}

QRect DashboardView::rectOf(const GridPos& pos) const
{
    const PixelRect box = pixelRect(pos, std::max(200, viewport()->width()) - 2 * kMargin);
    return lowered({box.x + kMargin, box.y + kMargin, box.w, box.h});
}

QRect DashboardView::lowered(QRect rect) const
{
    int by = 0;
    for (const auto& [top, more] : m_higherLines) {
        if (top < rect.top()) by += more;
    }
    return rect.translated(0, by);
}

/// Variables that do not fit into one line get more.
void DashboardView::makeRoomForLines()
{
    m_higherLines.clear();
    for (const auto& [key, slot] : m_slots) {
        if (slot.placed.kind != PlacedKind::Variables || !slot.line) continue;
        const QRect rect = rectOf(slot.placed.pos);
        const int more = slot.line->heightForWidth(rect.width()) - rect.height();
        if (more > 0) m_higherLines.emplace_back(rect.top(), more);
    }
    std::sort(m_higherLines.begin(), m_higherLines.end());
}

void DashboardView::setGridEditing(GridEditing* editing)
{
    if (m_editing) disconnect(m_editing, nullptr, this, nullptr);
    m_editing = editing;
    if (!editing) return;
    connect(editing, &GridEditing::previewed, this, &DashboardView::preview);
    for (auto& [key, slot] : m_slots) {
        if (slot.frame) editing->attach(key, *slot.frame);
        if (slot.line && slot.placed.kind != PlacedKind::Variables) editing->attach(key, *slot.line);
    }
}

/// Shows the grid as it would be if what is dragged were let go.
void DashboardView::preview()
{
    int bottom = 0;
    for (const GridItem& item : m_editing->items()) {
        const auto it = m_slots.find(item.key);
        if (it == m_slots.end()) continue;
        Slot& slot = it->second;
        slot.rect = rectOf(gridPos(item));
        bottom = std::max(bottom, slot.rect.bottom() + 1);
        if (m_editing->isDragging() && m_editing->dragged() == item.key) continue;
        if (slot.frame) slot.frame->setGeometry(slot.rect);
        if (slot.line) slot.line->setGeometry(slot.rect);
    }
    m_canvas->resize(m_canvas->width(), bottom + kMargin);
    if (m_editing->isDragging()) {
        const QPoint pointer = m_canvas->mapFromGlobal(QCursor::pos());
        ensureVisible(viewport()->width() / 2, pointer.y(), 0, kGridCellHeight);
    }
    syncZone();
}

void DashboardView::placeAll()
{
    const int width = std::max(200, viewport()->width()) - 2 * kMargin;
    int bottom = 0;
    makeRoomForLines();
    for (auto& [key, slot] : m_slots) {
        if (!m_solo.empty()) {
            const bool mine = key == m_solo;
            slot.rect = mine ? QRect(kMargin, kMargin, width, std::max(120, viewport()->height() - 2 * kMargin))
                             : QRect();
        } else {
            slot.rect = rectOf(slot.placed.pos);
            if (slot.placed.kind == PlacedKind::Variables && slot.line)
                slot.rect.setHeight(std::max(slot.rect.height(), slot.line->heightForWidth(slot.rect.width())));
        }
    }
    if (width < kNarrow && m_solo.empty()) {
        int y = kMargin;
        for (const PlacedPanel& placed : m_session.layout()) {
            Slot& slot = m_slots[placed.key];
            slot.rect = QRect(kMargin, y, width, slot.rect.height());
            y += slot.rect.height() + kGridGap;
        }
    }
    for (auto& [key, slot] : m_slots) {
        bottom = std::max(bottom, slot.rect.bottom() + 1);
        if (slot.frame) slot.frame->setGeometry(slot.rect);
        if (slot.line) slot.line->setGeometry(slot.rect);
    }
    m_canvas->resize(std::max(200, viewport()->width()), bottom + kMargin);
    syncZone();
}

std::vector<QRect> DashboardView::rowParts() const
{
    std::vector<QRect> all;
    bool hasRows = false;
    const auto isHeader = [](const PlacedPanel& placed) {
        return placed.path.empty() && (placed.kind == PlacedKind::Row || placed.kind == PlacedKind::Tabs);
    };
    for (const auto& [key, slot] : m_slots) {
        if (slot.rect.isEmpty()) continue;
        all.push_back(slot.rect);
        hasRows = hasRows || isHeader(slot.placed);
    }
    std::vector<int> cuts;
    for (const auto& [key, slot] : m_slots) {
        const int top = slot.rect.top();
        if (slot.rect.isEmpty() || (hasRows && !isHeader(slot.placed))) continue;
        const bool between = std::none_of(all.begin(), all.end(),
                                          [top](const QRect& one) { return one.top() < top && one.bottom() >= top; });
        const bool first = std::none_of(all.begin(), all.end(), [top](const QRect& one) { return one.top() < top; });
        if (between && !first) cuts.push_back(top - kGridGap / 2);
    }
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    cuts.push_back(m_canvas->height());
    std::vector<QRect> parts;
    int top = 0;
    for (const int cut : cuts) {
        parts.emplace_back(0, top, m_canvas->width(), cut - top);
        top = cut;
    }
    return parts;
}

}  // namespace watchglass::ui
