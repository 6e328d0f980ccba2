#pragma once

#include "ui/panels/element_panel.h"
#include "ui/panels/node_graph_model.h"
#include "ui/panels/plane_view.h"

namespace watchglass::ui {

/// Nodes with statistics and rings of shares, and the edges between them. GUI thread only.
class NodeGraphPanel final : public ElementPanel {
    Q_OBJECT

public:
    using ElementPanel::ElementPanel;

    [[nodiscard]] bool hasContent() const override { return !m_model.nodes.empty() || !m_model.problem.isEmpty(); }
    /// Nodes, then edges.
    [[nodiscard]] std::size_t elementCount() const override { return m_model.nodes.size() + m_model.edges.size(); }
    [[nodiscard]] PanelElement element(std::size_t index) const override;
    void activateElement(std::size_t index) override;
    [[nodiscard]] const NodeGraphModel& model() const { return m_model; }

protected:
    void rebuildElements() override;
    void paintElements(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] std::optional<std::size_t> elementAt(const QPointF& at) const override;
    [[nodiscard]] std::optional<Hover> hoverOf(std::size_t index) const override;
    [[nodiscard]] bool canMove() const override { return !m_model.nodes.empty(); }
    [[nodiscard]] bool wheelZooms() const override;
    void moveBy(const QPointF& pixels) override;
    void zoomBy(double factor, const QPointF& about) override;
    void showAll() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] QRectF bounds() const;
    [[nodiscard]] QLineF lineOf(const GraphEdge& edge) const;
    void paintNode(QPainter& painter, const GraphNode& node) const;
    void paintEdge(QPainter& painter, const GraphEdge& edge) const;
    void paintLegend(QPainter& painter, const QRectF& area) const;

    NodeGraphModel m_model;
    PlaneView m_view;
    bool m_moved = false;
    QRectF m_bounds;
};

}  // namespace watchglass::ui
