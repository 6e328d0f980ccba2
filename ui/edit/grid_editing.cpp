#include "ui/edit/grid_editing.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <algorithm>
#include <cmath>

#include "ui/edit/resize_handle.h"
#include "ui/panels/panel_frame.h"
#include "ui/panels/row_header.h"
#include "ui/panels/tab_strip.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr int kMenuWidth = 34;  ///< at the right of a panel's head

/// Whether a panel is taken hold of there.
bool isHead(const QWidget& widget, const QPoint& at)
{
    if (qobject_cast<const RowHeader*>(&widget)) return true;
    return at.y() < Metrics::kPanelHeaderHeight && at.x() < widget.width() - kMenuWidth;
}

}  // namespace

GridEditing::GridEditing(QWidget& canvas, std::function<QRect(const GridPos&)> rectOf)
    : QObject(&canvas), m_canvas(canvas), m_rectOf(std::move(rectOf))
{
}

GridEditing::~GridEditing()
{
    for (const auto& [watched, handle] : m_handles) {
        if (handle) handle->deleteLater();
        if (auto* widget = qobject_cast<QWidget*>(watched)) widget->unsetCursor();
    }
    if (m_place) m_place->deleteLater();
}

void GridEditing::setLayout(const std::vector<PlacedPanel>& layout, bool locked, std::set<std::string> fixed)
{
    if (m_drag.widget) cancel();
    m_items.clear();
    m_rows.clear();
    m_tabs.clear();
    m_takers.clear();
    m_origins.clear();
    m_locked = locked;
    m_fixed = std::move(fixed);
    for (const PlacedPanel& placed : layout) {
        m_items.push_back(gridItem(placed.key, placed.pos));
        if (placed.kind == PlacedKind::Row) m_rows[placed.key] = placed.panel.collapsed;
        if (placed.kind == PlacedKind::Tabs) m_tabs.insert(placed.key);
        for (std::size_t i = 0; i < placed.tabs.size(); ++i)
            m_takers[placed.key].push_back(i == placed.activeTab ? std::string() : placed.tabs[i].panel.place);
        if (placed.kind != PlacedKind::Row && placed.kind != PlacedKind::Panel) continue;
        const std::string& home = placed.panel.place.empty() ? placed.panel.origin : placed.panel.place;
        if (home.empty()) continue;
        m_origins[placed.key] = home;
        if (placed.kind == PlacedKind::Row && placed.panel.collapsed) m_takers[placed.key] = {home};
    }
    showHandles();
}

void GridEditing::setHandlesShown(bool on)
{
    m_handlesShown = on;
    showHandles();
}

void GridEditing::showHandles()
{
    for (const auto& [watched, handle] : m_handles) {
        if (handle) handle->setVisible(m_handlesShown && canResize(m_widgets[watched]));
    }
}

void GridEditing::attach(const std::string& key, QWidget& widget)
{
    widget.installEventFilter(this);
    m_widgets[&widget] = key;
    QPointer<QWidget>& handle = m_handles[&widget];
    if (qobject_cast<PanelFrame*>(&widget)) {
        handle = new ResizeHandle(&widget);
        handle->installEventFilter(this);
        handle->setVisible(m_handlesShown && canResize(key));
        m_widgets[handle.data()] = key;
        widget.setMouseTracking(true);
    }
    connect(&widget, &QObject::destroyed, this, [this](QObject* gone) {
        m_widgets.erase(gone);
        m_handles.erase(gone);
    });
    if (handle) connect(handle, &QObject::destroyed, this, [this](QObject* gone) { m_widgets.erase(gone); });
}

bool GridEditing::canMove(const std::string& key) const
{
    if (m_locked || !m_origins.contains(key)) return false;
    const auto row = m_rows.find(key);
    return row == m_rows.end() || row->second;
}

bool GridEditing::canResize(const std::string& key) const
{
    return canMove(key) && !m_rows.contains(key) && !m_fixed.contains(key);
}

const GridItem* GridEditing::item(const std::string& key) const
{
    const auto it = std::find_if(m_items.begin(), m_items.end(), [&](const GridItem& one) { return one.key == key; });
    return it == m_items.end() ? nullptr : &*it;
}

bool GridEditing::eventFilter(QObject* watched, QEvent* event)
{
    const auto it = m_widgets.find(watched);
    auto* widget = qobject_cast<QWidget*>(watched);
    if (it == m_widgets.end() || !widget) return QObject::eventFilter(watched, event);
    const std::string key = it->second;
    const bool isHandle = qobject_cast<ResizeHandle*>(widget) != nullptr;
    QWidget& panel = isHandle ? *widget->parentWidget() : *widget;
    switch (event->type()) {
    case QEvent::MouseButtonPress: {
        const auto& mouse = *static_cast<QMouseEvent*>(event);
        if (mouse.button() != Qt::LeftButton) break;
        if (!isHandle && !isHead(*widget, mouse.position().toPoint())) break;
        if (isHandle ? !canResize(key) : !canMove(key)) break;
        press(key, panel, mouse, isHandle);
        return true;
    }
    case QEvent::MouseMove: {
        const auto& mouse = *static_cast<QMouseEvent*>(event);
        if (m_drag.widget) {
            drag(mouse.globalPosition().toPoint());
            return true;
        }
        if (!isHandle && !m_tabs.contains(key))
            widget->setCursor(isHead(*widget, mouse.position().toPoint()) && canMove(key) ? Qt::SizeAllCursor
                                                                                          : Qt::ArrowCursor);
        break;
    }
    case QEvent::MouseButtonRelease:
        if (!m_drag.widget) break;
        release();
        return true;
    case QEvent::ShortcutOverride:
        if (!isOwnKey(*static_cast<QKeyEvent*>(event))) break;
        event->accept();
        return true;
    case QEvent::KeyPress:
        if (pressKey(key, *static_cast<QKeyEvent*>(event))) return true;
        break;
    default: break;
    }
    return QObject::eventFilter(watched, event);
}

void GridEditing::press(const std::string& key, QWidget& widget, const QMouseEvent& event, bool resizes)
{
    widget.setFocus(Qt::MouseFocusReason);
    m_drag = {key, false, resizes, event.globalPosition().toPoint(), widget.geometry(), m_items, &widget, {}};
}

void GridEditing::drag(const QPoint& global)
{
    const QPoint moved = global - m_drag.start;
    if (!m_drag.active) {
        if (moved.manhattanLength() < QApplication::startDragDistance()) return;
        m_drag.active = true;
        m_place = new PlaceMark(&m_canvas);
        m_place->show();
        m_drag.widget->raise();
    }
    const QRect cell = m_rectOf({0, 0, 1, 1});
    const QRect next = m_rectOf({1, 1, 1, 1});
    const double stepX = std::max(1, next.x() - cell.x());
    const double stepY = std::max(1, next.y() - cell.y());
    const auto start = std::find_if(m_drag.before.begin(), m_drag.before.end(),
                                    [&](const GridItem& one) { return one.key == m_drag.key; });
    const int dx = static_cast<int>(std::lround(moved.x() / stepX));
    const int dy = static_cast<int>(std::lround(moved.y() / stepY));
    QRect rect = m_drag.rect;
    if (m_drag.resizes) {
        rect.setSize(QSize(std::max(40, rect.width() + moved.x()), std::max(30, rect.height() + moved.y())));
        m_items = resizeItem(m_drag.before, m_drag.key, start->w + dx, start->h + dy);
    } else {
        rect.translate(moved);
        m_items = moveItem(m_drag.before, m_drag.key, start->x + dx, start->y + dy);
    }
    const Taker taker = m_drag.resizes || m_rows.contains(m_drag.key) ? Taker() : takerAt(global);
    m_drag.target = taker.place;
    if (!taker.place.empty()) m_items = m_drag.before;  // the others wait
    m_drag.widget->setGeometry(rect);
    showPlace();
    if (!taker.place.empty() && m_place) {
        m_place->setGeometry(taker.rect);
        m_place->raise();
    }
    Q_EMIT previewed();
}

/// By the places before the drag: what makes room would move away from under the pointer.
GridEditing::Taker GridEditing::takerAt(const QPoint& global) const
{
    const QPoint at = m_canvas.mapFromGlobal(global);
    for (const GridItem& one : m_drag.before) {
        const auto places = m_takers.find(one.key);
        if (places == m_takers.end()) continue;
        QRect rect = m_rectOf(gridPos(one));
        int index = 0;
        if (m_tabs.contains(one.key)) {
            const auto known = std::find_if(m_widgets.begin(), m_widgets.end(),
                                            [&](const auto& entry) { return entry.second == one.key; });
            const auto* strip = known == m_widgets.end() ? nullptr : qobject_cast<const TabStrip*>(known->first);
            index = strip ? strip->tabAt(at - rect.topLeft()) : -1;
            if (index >= 0) rect = strip->tabRect(index).translated(rect.topLeft());
        }
        if (index < 0 || index >= static_cast<int>(places->second.size()) || !rect.contains(at)) continue;
        return {places->second[static_cast<std::size_t>(index)], rect};
    }
    return {};
}

void GridEditing::showPlace()
{
    if (const GridItem* place = item(m_drag.key); place && m_place) {
        m_place->setGeometry(m_rectOf(gridPos(*place)));
        m_place->stackUnder(m_drag.widget);
    }
}

void GridEditing::release()
{
    const Drag done = std::exchange(m_drag, {});
    if (m_place) m_place->deleteLater();
    if (!done.active) {
        // A press on a row's header folds it; the header itself has not seen the press.
        if (auto* row = qobject_cast<RowHeader*>(done.widget.data())) Q_EMIT row->toggled(!row->isCollapsed());
        return;
    }
    if (!done.target.empty()) {
        Q_EMIT droppedInto(QString::fromStdString(done.key), QString::fromStdString(done.target));
    } else if (m_items == done.before) {
        Q_EMIT previewed();  // back to its place
    } else {
        Q_EMIT placed(QString::fromStdString(done.key), done.resizes);
    }
}

void GridEditing::cancel()
{
    const Drag done = std::exchange(m_drag, {});
    if (m_place) m_place->deleteLater();
    m_items = done.before;
    if (done.active) Q_EMIT previewed();
}

bool GridEditing::isOwnKey(const QKeyEvent& event) const
{
    const auto modifiers = event.modifiers() & ~Qt::KeypadModifier;
    switch (event.key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down: return modifiers == Qt::AltModifier || modifiers == (Qt::AltModifier | Qt::ShiftModifier);
    case Qt::Key_Escape: return m_drag.widget != nullptr;
    case Qt::Key_Delete: return modifiers == Qt::NoModifier;
    default: return false;
    }
}

bool GridEditing::pressKey(const std::string& key, const QKeyEvent& event)
{
    if (!isOwnKey(event)) return false;
    if (event.key() == Qt::Key_Escape) {
        cancel();
        return true;
    }
    if (event.key() == Qt::Key_Delete) {
        Q_EMIT removeRequested(QString::fromStdString(key));
        return true;
    }
    const bool resizes = event.modifiers().testFlag(Qt::ShiftModifier);
    if (m_tabs.contains(key)) {
        const int by = event.key() == Qt::Key_Left ? -1 : event.key() == Qt::Key_Right ? 1 : 0;
        if (!m_locked && !resizes && by != 0) Q_EMIT tabMoveRequested(QString::fromStdString(key), by);
        return true;
    }
    if (resizes ? !canResize(key) : !canMove(key)) return true;
    const int dx = event.key() == Qt::Key_Left ? -1 : event.key() == Qt::Key_Right ? 1 : 0;
    const int dy = event.key() == Qt::Key_Up ? -1 : event.key() == Qt::Key_Down ? 1 : 0;
    step(key, dx, dy, resizes);
    return true;
}

/// Goes as far as it takes for something to change: a panel moved down by one cell would fall back.
void GridEditing::step(const std::string& key, int dx, int dy, bool resizes)
{
    const GridItem* before = item(key);
    if (!before || m_drag.widget) return;
    const GridItem start = *before;
    int bottom = 0;
    for (const GridItem& one : m_items) bottom = std::max(bottom, one.y + one.h);
    if (m_fixed.contains(key)) {
        dx *= start.w;
        dy *= start.h;
    }
    for (int far = 1; far <= std::max(bottom, kGridColumns); ++far) {
        auto moved = resizes ? resizeItem(m_items, key, start.w + dx * far, start.h + dy * far)
                             : moveItem(m_items, key, start.x + dx * far, start.y + dy * far);
        if (moved == m_items) continue;
        m_items = std::move(moved);
        Q_EMIT placed(QString::fromStdString(key), resizes);
        return;
    }
}

}  // namespace watchglass::ui
