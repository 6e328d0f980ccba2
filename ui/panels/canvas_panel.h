#pragma once

#include "ui/panels/canvas_model.h"
#include "ui/panels/element_panel.h"
#include "ui/panels/plane_view.h"

namespace watchglass::ui {

/// Elements placed by hand, with values, colours and connections that follow data. Links can be followed; a button
/// calls no address. GUI thread only.
class CanvasPanel final : public ElementPanel {
    Q_OBJECT

public:
    using ElementPanel::ElementPanel;

    [[nodiscard]] bool hasContent() const override { return true; }
    [[nodiscard]] std::size_t elementCount() const override { return m_model.elements.size(); }
    [[nodiscard]] PanelElement element(std::size_t index) const override;
    void activateElement(std::size_t index) override;
    [[nodiscard]] const CanvasModel& model() const { return m_model; }

protected:
    void rebuildElements() override;
    void paintElements(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] std::optional<std::size_t> elementAt(const QPointF& at) const override;
    [[nodiscard]] std::optional<Hover> hoverOf(std::size_t index) const override;
    [[nodiscard]] bool hasTooltip() const override;
    [[nodiscard]] bool canMove() const override;
    void moveBy(const QPointF& pixels) override { m_view.shift += pixels; }
    void zoomBy(double factor, const QPointF& about) override { m_view.zoomBy(factor, about); }
    void showAll() override { m_view = {}; }

private:
    [[nodiscard]] QRectF boxOf(const CanvasElement& element) const { return element.place.in(QSizeF(size())); }
    void paintConnection(QPainter& painter, const CanvasConnection& connection) const;

    CanvasModel m_model;
    PlaneView m_view;
};

}  // namespace watchglass::ui
