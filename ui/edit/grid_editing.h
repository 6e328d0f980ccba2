#pragma once

#include <QObject>
#include <QPoint>
#include <QPointer>
#include <QRect>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "ui/dashboard/layout.h"
#include "ui/edit/grid_rules.h"

class QKeyEvent;
class QMouseEvent;

namespace watchglass::ui {

/// Moves and resizes the panels of a grid: by dragging a panel's head or its lower right corner, and by keys on the
/// panel that has the focus (Alt and arrows move, Alt+Shift and arrows resize, Delete removes). Open rows stay where
/// they are; folded ones move. A panel can be dropped on a folded row or on another tab, which takes it in. Escape ends
/// a drag and puts everything back. Threads: GUI thread only.
class GridEditing final : public QObject {
    Q_OBJECT

public:
    /// `canvas` is what the panels stand on, `rectOf` where a place is on it.
    GridEditing(QWidget& canvas, std::function<QRect(const GridPos&)> rectOf);
    ~GridEditing() override;

    /// What stands on the grid. `locked`: nothing moves (the layout cannot be edited).
    /// `fixed`: keys of panels that an automatic grid sizes; they move by whole panels.
    void setLayout(const std::vector<PlacedPanel>& layout, bool locked, std::set<std::string> fixed = {});
    /// Whether the corners that resize are seen; keys resize without them.
    void setHandlesShown(bool on);
    /// Watches a panel's or a row's widget and gives it handles; they go with it or with this.
    void attach(const std::string& key, QWidget& widget);

    /// Places as they are while something is dragged.
    [[nodiscard]] const std::vector<GridItem>& items() const { return m_items; }
    [[nodiscard]] bool isDragging() const { return m_drag.active; }
    /// The panel under the pointer of a drag: its widget follows the pointer and not its place.
    [[nodiscard]] const std::string& dragged() const { return m_drag.key; }

Q_SIGNALS:
    /// Items stand elsewhere for the moment.
    void previewed();
    /// An item was moved or resized to stay there.
    void placed(const QString& key, bool resized);
    /// A panel was dropped on a folded row or a tab that is not shown: the one that stands at `place` in the document.
    void droppedInto(const QString& key, const QString& place);
    void removeRequested(const QString& key);
    /// The active tab of a strip is to be moved among the others.
    void tabMoveRequested(const QString& key, int by);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Drag {
        std::string key;
        bool active = false;  ///< the pointer went far enough
        bool resizes = false;
        QPoint start;  ///< global
        QRect rect;    ///< of the widget, before
        std::vector<GridItem> before;
        QPointer<QWidget> widget;
        std::string target = {};  ///< Panel::place of the folded row or the tab below the pointer
    };
    /// What takes panels in without being open, and where it is on the canvas.
    struct Taker {
        std::string place;
        QRect rect;
    };

    [[nodiscard]] bool canMove(const std::string& key) const;
    [[nodiscard]] bool canResize(const std::string& key) const;
    [[nodiscard]] const GridItem* item(const std::string& key) const;
    void press(const std::string& key, QWidget& widget, const QMouseEvent& event, bool resizes);
    void drag(const QPoint& global);
    void release();
    void cancel();
    bool isOwnKey(const QKeyEvent& event) const;
    bool pressKey(const std::string& key, const QKeyEvent& event);
    void step(const std::string& key, int dx, int dy, bool resizes);
    void showPlace();
    void showHandles();
    [[nodiscard]] Taker takerAt(const QPoint& global) const;

    QWidget& m_canvas;
    std::function<QRect(const GridPos&)> m_rectOf;
    std::vector<GridItem> m_items;
    std::map<std::string, bool> m_rows;                        ///< rows by key; true: folded
    std::set<std::string> m_tabs;                              ///< keys of strips of tabs, which stay where they are
    std::map<std::string, std::vector<std::string>> m_takers;  ///< places by key: of a folded row, of a strip's tabs
    std::map<std::string, std::string> m_origins;              ///< panels that the document holds
    std::map<QObject*, std::string> m_widgets;                 ///< watched ones and handles
    std::map<QObject*, QPointer<QWidget>> m_handles;           ///< of watched ones
    bool m_handlesShown = true;
    bool m_locked = false;
    std::set<std::string> m_fixed;
    Drag m_drag;
    QPointer<QWidget> m_place;  ///< shows where the dragged one will stand
};

}  // namespace watchglass::ui
