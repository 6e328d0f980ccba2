#pragma once

#include <QWidget>

#include "ui/plot/legend_layout.h"
#include "ui/theme/accessible_items.h"

namespace watchglass::ui {

class ArrowScrollBar;

/// The series of a graph by name, as a list or as a table with calculated values. A click shows that series alone (and
/// all of them again the second time), Ctrl-click or Shift-click switches one on or off; where colours can be chosen a
/// click at the mark asks for one.
/// More items than there is room for scroll, by wheel or keys; so do wide ones, by Shift and wheel. The tooltip of a
/// name that is cut is all of it.
/// Keyboard: arrows, Home and End move, Space or Return clicks, with Ctrl toggles, with Alt asks for a colour.
/// Threads: GUI thread only.
class LegendView final : public QWidget, public AccessibleItemSource {
    Q_OBJECT

public:
    explicit LegendView(QWidget* parent = nullptr);

    /// `calculations` are the titles of the columns.
    void setItems(std::vector<LegendItem> items, const QStringList& calculations, LegendMode mode,
                  LegendPlacement placement);
    [[nodiscard]] const std::vector<LegendItem>& items() const { return m_layout.items(); }

    /// Sorts a table by a column: -1 is the name. Qt::DescendingOrder puts the largest first.
    void sortBy(int column, Qt::SortOrder order);
    /// Whether a click at a mark asks for a colour.
    void setColorsEditable(bool editable) { m_colorsEditable = editable; }

    /// The room that all items need, to fractions of a pixel: the widget gets whole ones, and setOffset() says where in
    /// them the legend starts.
    [[nodiscard]] double neededHeight(double width) const { return m_layout.neededHeight(width); }
    [[nodiscard]] double neededWidth() const { return m_layout.neededWidth(); }
    void setOffset(const QPointF& offset);
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] QSize sizeHint() const override;

    /// The item at a position, or -1.
    [[nodiscard]] int itemAt(const QPoint& position) const;
    [[nodiscard]] QRectF itemRect(int item) const;
    /// The item that keys are for, or -1.
    [[nodiscard]] int currentItem() const { return m_current; }

    /// What the tooltip of an item says: nothing unless its name is cut.
    [[nodiscard]] QString toolTipOf(int item) const;

    [[nodiscard]] QAccessible::Role accessibleRole() const override { return QAccessible::List; }
    [[nodiscard]] QString accessibleValue() const override;
    [[nodiscard]] std::vector<AccessibleItem> accessibleItems() const override;
    void pressItem(int item) override { activate(item, false); }
    void toggleItem(int item) override { activate(item, true); }

Q_SIGNALS:
    void isolateRequested(int series);
    void toggleRequested(int series);
    void hovered(int series);  ///< -1: none
    /// A colour is wanted for a series; `anchor` is global.
    void colorRequested(int series, const QRect& anchor);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void place();
    [[nodiscard]] QPointF scrolled() const;
    [[nodiscard]] QRect markRect(int item) const;
    void setHover(int item);
    void setCurrent(int item);
    void activate(int item, bool toggle);
    void requestColor(int item);

    LegendLayout m_layout;
    ArrowScrollBar* m_bar;
    ArrowScrollBar* m_sideways;  ///< for names and tables that are wider than there is room
    int m_hover = -1;
    int m_current = -1;
    bool m_colorsEditable = false;
};

/// Shares `area` between a graph and its legend: a legend below takes at most 35 % of the height, one at the right at
/// most 60 % of the width, or `width` when it is given.
void placeBesideLegend(LegendView& legend, const QRect& area, LegendPlacement placement, double width, QWidget& graph);

}  // namespace watchglass::ui
