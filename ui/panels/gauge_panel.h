#pragma once

#include "ui/panels/panel_widget.h"
#include "ui/panels/reduced_values.h"

namespace watchglass::ui {

/// Arcs that fill as far as the value reaches, with a thin band of the thresholds around. GUI thread only.
class GaugePanel final : public PanelWidget {
    Q_OBJECT

public:
    using PanelWidget::PanelWidget;

    [[nodiscard]] bool hasContent() const override { return !m_values.empty(); }
    [[nodiscard]] QString summary() const override { return describe(m_values); }
    [[nodiscard]] std::vector<AccessibleItem> accessibleItems() const override { return accessibleValues(m_values); }

protected:
    void rebuild() override;
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    static void paintValueText(QPainter& painter, const QPointF& middle, const DisplayValue& value, double size);
    void paintGauge(QPainter& painter, const QRectF& tile, const ReducedValue& value) const;
    void paintArc(QPainter& painter, const QPointF& centre, double radius, double width, double from, double to,
                  const QBrush& brush) const;
    [[nodiscard]] QBrush alongArc(const QPointF& centre, const Field& field, const QColor& color) const;
    void paintBar(QPainter& painter, const QPointF& centre, double radius, double thickness,
                  const ReducedValue& value) const;
    void paintEnds(QPainter& painter, const QPointF& centre, double middle, double thickness, double share) const;
    void paintLabels(QPainter& painter, const QPointF& centre, double radius, double size,
                     const ReducedValue& value) const;

    std::vector<ReducedValue> m_values;
    bool m_circle = false;
    bool m_rounded = false;
    bool m_endPoints = false;
    bool m_barGlow = false;
    bool m_centerGlow = false;
    bool m_gradient = false;
    bool m_markers = true;
    bool m_labels = false;
    bool m_sparkline = false;
    bool m_named = false;
    double m_widthFactor = 0.5;
    int m_segments = 1;
    double m_segmentGap = 0.3;  ///< in parts of a segment
    std::string m_orientation;
};

}  // namespace watchglass::ui
