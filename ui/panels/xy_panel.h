#pragma once

#include <QImage>

#include "ui/panels/chart_panel.h"
#include "ui/panels/xy_model.h"
#include "ui/plot/plot_frame.h"

namespace watchglass::ui {

/// Points, lines or both of any two fields, sized and coloured by others. GUI thread only.
class XyPanel final : public ChartPanel {
    Q_OBJECT

public:
    using ChartPanel::ChartPanel;

    [[nodiscard]] bool hasContent() const override { return !m_model.series.empty(); }
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] const XyModel& model() const { return m_model; }
    /// Where a point stands in a drawing of that size.
    [[nodiscard]] QPointF pointAt(std::size_t series, std::size_t row, const QRectF& area);

protected:
    void rebuildChart() override;
    void paintChart(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] std::optional<Hover> hoverAt(const QPointF& at, const QRectF& area) const override;

private:
    void layOut(const QSizeF& size) const;
    [[nodiscard]] QPointF place(const XySeries& series, std::size_t row) const;
    void paintAll(QPainter& painter) const;
    void paintLines(QPainter& painter, const XySeries& series) const;
    void paintPoints(QPainter& painter, const XySeries& series) const;

    mutable XyModel m_model;
    mutable PlotLayout m_layout;
    mutable QSizeF m_layoutFor;
    QImage m_image;  ///< null: to be painted again
};

}  // namespace watchglass::ui
