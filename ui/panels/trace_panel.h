#pragma once

#include <set>

#include "ui/panels/element_panel.h"
#include "ui/panels/trace_model.h"

namespace watchglass::ui {

/// A trace as a tree of spans beside a time line. A click on the arrow of a span folds what is below it, a click
/// elsewhere shows its details; Left and Right do the former on the keyboard, Up and Down go from span to span, Return
/// shows details. GUI thread only.
class TracePanel final : public ElementPanel {
    Q_OBJECT

public:
    using ElementPanel::ElementPanel;

    [[nodiscard]] bool hasContent() const override { return !m_model.spans.empty() || !m_model.problem.isEmpty(); }
    /// The spans that are not folded away.
    [[nodiscard]] std::size_t elementCount() const override { return m_rows.size(); }
    [[nodiscard]] PanelElement element(std::size_t index) const override;
    void activateElement(std::size_t index) override;
    void fold(std::size_t index, bool folded);
    [[nodiscard]] const TraceModel& model() const { return m_model; }

protected:
    void rebuildElements() override;
    void paintElements(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] std::optional<std::size_t> elementAt(const QPointF& at) const override;
    [[nodiscard]] std::optional<Hover> hoverOf(std::size_t index) const override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Row {
        std::size_t span = 0;
        double top = 0;  ///< from the first row's
        double details = 0;
    };
    void layOut();
    void scrollTo(double at);
    [[nodiscard]] double nameWidth() const;
    [[nodiscard]] double xOf(double ms) const;
    [[nodiscard]] double indentOf(const TraceSpan& span) const;
    void paintHead(QPainter& painter) const;
    void paintRow(QPainter& painter, const Row& row, double y) const;
    void paintDetails(QPainter& painter, const TraceSpan& span, double y) const;

    TraceModel m_model;
    std::vector<Row> m_rows;
    std::set<std::size_t> m_folded;
    std::set<std::size_t> m_open;  ///< spans whose details are shown
    double m_height = 0;
    double m_scroll = 0;
};

}  // namespace watchglass::ui
