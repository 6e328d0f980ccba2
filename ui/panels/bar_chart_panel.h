#pragma once

#include "ui/graph/ticks.h"
#include "ui/panels/bar_chart_model.h"
#include "ui/panels/chart_panel.h"

namespace watchglass::ui {

/// Bars over categories, side by side or stacked, standing or lying. GUI thread only.
class BarChartPanel : public ChartPanel {
    Q_OBJECT

public:
    using ChartPanel::ChartPanel;

    [[nodiscard]] bool hasContent() const override { return !m_model.series.empty() && !m_model.categories.empty(); }
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] const BarChartModel& model() const { return m_model; }
    /// Where a bar stands in a drawing of that size; empty when there is none.
    [[nodiscard]] QRectF barRect(std::size_t series, std::size_t category, const QRectF& area) const;

protected:
    [[nodiscard]] virtual BarChartModel makeModel() const { return barChartModel(data()); }
    /// Bars touch each other and labels stand at their lower ends.
    [[nodiscard]] virtual bool isContinuous() const { return false; }

    void rebuildChart() override;
    void paintChart(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] std::optional<Hover> hoverAt(const QPointF& at, const QRectF& area) const override;

private:
    struct Layout {
        bool lying = false;
        QRectF plot;
        Range range;
        Scale scale;
        std::vector<Tick> values;
        std::size_t labelEvery = 1;
    };
    [[nodiscard]] Layout layOut(const QRectF& area) const;
    [[nodiscard]] double along(const Layout& layout, double value) const;
    [[nodiscard]] QRectF slotRect(const Layout& layout, std::size_t category) const;
    [[nodiscard]] QRectF barIn(const Layout& layout, std::size_t series, std::size_t category) const;
    [[nodiscard]] QString label(std::size_t category) const;
    [[nodiscard]] QString valueLabel(double value, int decimals) const;
    void paintAxes(QPainter& painter, const Layout& layout) const;
    void paintThresholds(QPainter& painter, const Layout& layout, bool areas) const;
    void paintBars(QPainter& painter, const Layout& layout) const;
    void paintValues(QPainter& painter, const Layout& layout) const;

    BarChartModel m_model;
};

/// How often values fall into ranges of equal size. GUI thread only.
class HistogramPanel final : public BarChartPanel {
    Q_OBJECT

public:
    using BarChartPanel::BarChartPanel;

protected:
    [[nodiscard]] BarChartModel makeModel() const override { return histogramModel(data()); }
    [[nodiscard]] bool isContinuous() const override { return true; }
};

}  // namespace watchglass::ui
