#pragma once

#include <optional>
#include <vector>

#include <QPointer>

#include "ui/panels/panel_widget.h"
#include "ui/plot/plot_tooltip.h"

namespace watchglass::ui {

/// Something in a drawing that can be pointed at, read out and followed: a marker, a node, a block.
struct PanelElement {
    QRectF box;  ///< in the panel; empty when it is not in sight
    QString name;
    QString value;
};

/// A drawing of elements that can be moved about: the pointer drags and the wheel zooms, arrow keys go from element to
/// element, Return follows one, + and - zoom, Shift with arrows moves, Home shows all again. Elements are children for
/// screen readers. GUI thread only.
class ElementPanel : public PanelWidget {
    Q_OBJECT

public:
    explicit ElementPanel(QWidget* parent = nullptr);
    ~ElementPanel() override;

    [[nodiscard]] virtual std::size_t elementCount() const = 0;
    [[nodiscard]] virtual PanelElement element(std::size_t index) const = 0;
    /// The element that the keyboard is at.
    [[nodiscard]] std::optional<std::size_t> currentElement() const { return m_current; }
    void setCurrentElement(std::optional<std::size_t> index);
    /// What a click or Return does.
    virtual void activateElement(std::size_t) {}

    [[nodiscard]] QString summary() const override;

protected:
    /// What the tooltip says of an element.
    struct Hover {
        QString header;
        std::vector<TooltipRow> rows;
    };

    virtual void rebuildElements() = 0;
    virtual void paintElements(QPainter& painter, const QRectF& area) = 0;
    /// The topmost one; by default the last whose box holds the place.
    [[nodiscard]] virtual std::optional<std::size_t> elementAt(const QPointF& at) const;
    [[nodiscard]] virtual std::optional<Hover> hoverOf(std::size_t index) const;
    [[nodiscard]] virtual bool hasTooltip() const { return true; }

    [[nodiscard]] virtual bool canMove() const { return false; }
    /// Whether the wheel zooms without Ctrl, once the pointer has moved over the panel: one that a scrolled dashboard
    /// brought under the pointer must not catch the wheel. Otherwise the dashboard scrolls.
    [[nodiscard]] virtual bool wheelZooms() const { return false; }
    virtual void moveBy(const QPointF&) {}
    /// Larger by `factor`; what is at `about` stays there.
    virtual void zoomBy(double /*factor*/, const QPointF& /*about*/) {}
    virtual void showAll() {}
    /// A click on no element.
    virtual void clickBeside(const QPointF&) {}

    void rebuild() override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void hideTooltip();

private:
    void moveCurrent(int key);
    void showTooltip(std::size_t index, const QPointF& at);

    std::optional<std::size_t> m_current;
    std::optional<QPointF> m_pressed;
    QPointF m_last;
    bool m_dragged = false;
    bool m_pointed = false;  ///< the pointer has moved here since it came
    QPointer<PlotTooltip> m_tooltip;
};

/// The element that an arrow key leads to: the nearest in that direction, seen from the middle of `from`. None there:
/// stays.
[[nodiscard]] std::size_t nextElement(const std::vector<QRectF>& boxes, std::size_t from, Qt::Key arrow);

}  // namespace watchglass::ui
