#include "ui/panels/element_panel.h"

#include <algorithm>
#include <cmath>

#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include "ui/panels/element_accessible.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kClickSlack = 4;
constexpr double kKeyStep = 40;
constexpr double kZoomStep = 1.25;
constexpr std::size_t kMostNamed = 8;

}  // namespace

ElementPanel::ElementPanel(QWidget* parent) : PanelWidget(parent)
{
    installElementAccessibility();
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
}

/// The tooltip is a child of the window.
ElementPanel::~ElementPanel() { delete m_tooltip; }

QString ElementPanel::summary() const
{
    QStringList parts;
    for (std::size_t i = 0; i < elementCount() && i < kMostNamed; ++i) {
        const PanelElement one = element(i);
        parts += one.value.isEmpty() ? one.name : QString(one.name + QStringLiteral(": ") + one.value);
    }
    return parts.join(QStringLiteral(", "));
}

std::optional<std::size_t> ElementPanel::elementAt(const QPointF& at) const
{
    for (std::size_t i = elementCount(); i-- > 0;) {
        if (element(i).box.contains(at)) return i;
    }
    return {};
}

std::optional<ElementPanel::Hover> ElementPanel::hoverOf(std::size_t index) const
{
    const PanelElement one = element(index);
    return Hover{one.name, {{QColor(), one.name, one.value, 0, false}}};
}

void ElementPanel::setCurrentElement(std::optional<std::size_t> index)
{
    if (index && *index >= elementCount()) index.reset();
    if (m_current == index) return;
    m_current = index;
    update();
    if (!m_current) {
        hideTooltip();
        return;
    }
    showTooltip(*m_current, element(*m_current).box.center());
    QAccessibleEvent event(this, QAccessible::Focus);
    event.setChild(static_cast<int>(*m_current));
    QAccessible::updateAccessibility(&event);
}

void ElementPanel::rebuild()
{
    rebuildElements();
    if (m_current && *m_current >= elementCount()) m_current.reset();
    hideTooltip();
    setAccessibleDescription(summary());
    update();
}

void ElementPanel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintElements(painter, QRectF(rect()));
    if (!m_current || !hasFocus()) return;
    painter.resetTransform();
    painter.setClipping(false);
    painter.setPen(QPen(currentTheme().primaryText, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(element(*m_current).box.adjusted(-2, -2, 2, 2), 3, 3);
}

void ElementPanel::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        PanelWidget::mousePressEvent(event);
        return;
    }
    m_pressed = event->position();
    m_last = event->position();
    m_dragged = false;
}

void ElementPanel::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF at = event->position();
    m_pointed = true;
    if (m_pressed && canMove()) {
        const QPointF way = at - *m_pressed;
        m_dragged = m_dragged || std::hypot(way.x(), way.y()) > kClickSlack;
        if (!m_dragged) return;
        hideTooltip();
        setCursor(Qt::ClosedHandCursor);
        moveBy(at - m_last);
        m_last = at;
        update();
        return;
    }
    if (const auto found = elementAt(at))
        showTooltip(*found, at);
    else
        hideTooltip();
}

void ElementPanel::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_pressed) {
        PanelWidget::mouseReleaseEvent(event);
        return;
    }
    m_pressed.reset();
    unsetCursor();
    if (m_dragged) return;
    if (const auto found = elementAt(event->position()))
        activateElement(*found);
    else
        clickBeside(event->position());
}

void ElementPanel::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (!canMove() || elementAt(event->position())) return;
    zoomBy(event->modifiers().testFlag(Qt::ShiftModifier) ? 0.5 : 2, event->position());
    update();
}

void ElementPanel::wheelEvent(QWheelEvent* event)
{
    const bool mine = canMove() && ((wheelZooms() && m_pointed) || event->modifiers().testFlag(Qt::ControlModifier));
    if (!mine || event->angleDelta().y() == 0) {
        event->ignore();
        return;
    }
    hideTooltip();
    zoomBy(std::pow(kZoomStep, event->angleDelta().y() / 120.0), event->position());
    event->accept();
    update();
}

void ElementPanel::moveCurrent(int key)
{
    const std::size_t count = elementCount();
    if (count == 0) return;
    std::vector<QRectF> boxes;
    boxes.reserve(count);
    for (std::size_t i = 0; i < count; ++i) boxes.push_back(element(i).box);
    if (!m_current || boxes[*m_current].isEmpty()) {
        const auto seen = std::find_if(boxes.begin(), boxes.end(), [](const QRectF& box) { return !box.isEmpty(); });
        if (seen != boxes.end()) setCurrentElement(static_cast<std::size_t>(seen - boxes.begin()));
        return;
    }
    setCurrentElement(nextElement(boxes, *m_current, static_cast<Qt::Key>(key)));
}

void ElementPanel::keyPressEvent(QKeyEvent* event)
{
    const int key = event->key();
    const bool arrow = key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down;
    const QPointF middle = QRectF(rect()).center();
    if (arrow && event->modifiers() == Qt::ShiftModifier && canMove()) {
        const double across = key == Qt::Key_Left ? kKeyStep : key == Qt::Key_Right ? -kKeyStep : 0;
        const double down = key == Qt::Key_Up ? kKeyStep : key == Qt::Key_Down ? -kKeyStep : 0;
        moveBy({across, down});
    } else if (arrow && (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier) {
        moveCurrent(key);
    } else if ((key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space) && m_current) {
        activateElement(*m_current);
    } else if ((key == Qt::Key_Plus || key == Qt::Key_Equal) && canMove()) {
        zoomBy(kZoomStep, middle);
    } else if (key == Qt::Key_Minus && canMove()) {
        zoomBy(1 / kZoomStep, middle);
    } else if (key == Qt::Key_Home) {
        showAll();
    } else if (key == Qt::Key_Escape && m_current) {
        setCurrentElement({});
    } else {
        PanelWidget::keyPressEvent(event);
        return;
    }
    update();
}

void ElementPanel::leaveEvent(QEvent* event)
{
    m_pointed = false;
    hideTooltip();
    PanelWidget::leaveEvent(event);
}

void ElementPanel::hideEvent(QHideEvent* event)
{
    hideTooltip();
    PanelWidget::hideEvent(event);
}

void ElementPanel::focusOutEvent(QFocusEvent* event)
{
    hideTooltip();
    PanelWidget::focusOutEvent(event);
}

void ElementPanel::showTooltip(std::size_t index, const QPointF& at)
{
    auto hover = hasTooltip() && isVisible() ? hoverOf(index) : std::nullopt;
    if (!hover) {
        hideTooltip();
        return;
    }
    if (!m_tooltip) m_tooltip = new PlotTooltip(window());
    const int leftOut = arrangeTooltipRows(hover->rows, TooltipSort::None, PlotTooltip::kMaxRows);
    m_tooltip->showAt(mapTo(window(), at.toPoint()), hover->header, std::move(hover->rows), leftOut);
}

void ElementPanel::hideTooltip() { delete m_tooltip; }

std::size_t nextElement(const std::vector<QRectF>& boxes, std::size_t from, Qt::Key arrow)
{
    const QPointF start = boxes[from].center();
    std::size_t best = from;
    double bestCost = 0;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (i == from || boxes[i].isEmpty()) continue;
        const QPointF way = boxes[i].center() - start;
        const double along = arrow == Qt::Key_Left    ? -way.x()
                             : arrow == Qt::Key_Right ? way.x()
                             : arrow == Qt::Key_Up    ? -way.y()
                                                      : way.y();
        const double aside = std::abs(arrow == Qt::Key_Left || arrow == Qt::Key_Right ? way.y() : way.x());
        if (along <= 0.5 || aside > 4 * along) continue;
        // What lies straight ahead comes before what is nearer but aside.
        const double cost = along + 2 * aside;
        if (best == from || cost < bestCost) {
            best = i;
            bestCost = cost;
        }
    }
    return best;
}

}  // namespace watchglass::ui
