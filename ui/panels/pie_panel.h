#pragma once

#include "ui/panels/chart_panel.h"
#include "ui/panels/pie_model.h"

namespace watchglass::ui {

/// Values as parts of a circle or of a ring, with labels on them and a legend of values and percents. GUI thread only.
class PiePanel final : public ChartPanel {
    Q_OBJECT

public:
    using ChartPanel::ChartPanel;

    [[nodiscard]] bool hasContent() const override { return !m_slices.empty(); }
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] std::vector<AccessibleItem> accessibleItems() const override;
    [[nodiscard]] const std::vector<PieSlice>& slices() const { return m_slices; }

protected:
    void rebuildChart() override;
    void paintChart(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] std::optional<Hover> hoverAt(const QPointF& at, const QRectF& area) const override;
    void clickAt(const QPointF& at, const QRectF& area) override;

private:
    struct Circle {
        QPointF centre;
        double outer = 0;
        double inner = 0;
    };
    [[nodiscard]] Circle circleIn(const QRectF& area) const;
    [[nodiscard]] int sliceUnder(const QPointF& at, const QRectF& area) const;
    void paintLabel(QPainter& painter, const PieSlice& slice, const Circle& circle) const;

    std::vector<ReducedValue> m_values;
    std::vector<PieSlice> m_slices;
    bool m_donut = false;
    bool m_labelName = false;
    bool m_labelValue = false;
    bool m_labelPercent = false;
};

}  // namespace watchglass::ui
