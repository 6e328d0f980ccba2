#pragma once

#include <functional>

#include <QImage>
#include <QUrl>

#include "ui/graph/ticks.h"
#include "ui/panels/chart_panel.h"
#include "ui/panels/heatmap_exemplars.h"
#include "ui/panels/heatmap_model.h"

namespace watchglass::ui {

/// Buckets over time as cells whose colour says how many there are, with the exemplars of the query above them. The
/// cells are drawn once and kept. GUI thread only.
class HeatmapPanel final : public ChartPanel {
    Q_OBJECT

public:
    using ChartPanel::ChartPanel;

    [[nodiscard]] bool hasContent() const override { return !m_model.counts.empty(); }
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] const HeatmapModel& model() const { return m_model; }
    /// Exemplars.
    [[nodiscard]] std::vector<AccessibleItem> accessibleItems() const override;
    /// Where an exemplar is drawn in a drawing of that size; empty when it is out of sight.
    [[nodiscard]] QRectF exemplarRect(std::size_t exemplar, const QRectF& area) const;

protected:
    void rebuildChart() override;
    void paintChart(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] std::optional<Hover> hoverAt(const QPointF& at, const QRectF& area) const override;
    [[nodiscard]] QRectF timeRect(const QRectF& area) const override;

private:
    struct Layout {
        QRectF plot;
        QRectF colors;  ///< the scale of colours below; empty: not shown
        std::vector<Tick> rows;
        std::vector<Tick> times;
        Range range;
        Range shown;  ///< of time
        double axisWidth = 0;
    };
    [[nodiscard]] Layout layOut(const QRectF& area) const;
    [[nodiscard]] std::vector<Tick> rowTicks(double height, const Range& range) const;
    [[nodiscard]] QString bound(double value, int decimals) const;
    [[nodiscard]] QString rowName(std::size_t row) const;
    [[nodiscard]] double yOf(const Layout& layout, double edge) const;
    [[nodiscard]] QRectF cellRect(const Layout& layout, std::size_t column, std::size_t row) const;
    [[nodiscard]] QRectF exemplarRect(const Layout& layout, const HeatmapExemplar& exemplar) const;
    [[nodiscard]] Hover exemplarHover(const HeatmapExemplar& exemplar, const QRectF& mark) const;
    void paintExemplars(QPainter& painter, const Layout& layout) const;
    void drawCells(const Layout& layout, double ratio);
    void paintCells(QPainter& painter, const Layout& layout);
    void paintCounts(QPainter& painter, const Layout& layout) const;
    [[nodiscard]] QString countText(double count) const;
    void paintAxes(QPainter& painter, const Layout& layout) const;
    void paintColors(QPainter& painter, const QRectF& box) const;

    const std::function<void(const QUrl&)> m_follow = [this](const QUrl& url) { Q_EMIT linkActivated(url); };
    HeatmapModel m_model;
    std::vector<HeatmapExemplar> m_exemplars;
    std::vector<QColor> m_colors;
    double m_gap = 1;
    bool m_reverse = false;
    QImage m_cells;
    QRectF m_cellsFor;
    double m_cellsFromMs = 0;  ///< where the picture begins
};

}  // namespace watchglass::ui
