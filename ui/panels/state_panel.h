#pragma once

#include <set>

#include "ui/graph/ticks.h"
#include "ui/panels/chart_panel.h"
#include "ui/panels/state_model.h"

namespace watchglass::ui {

/// States over time, a row per field. GUI thread only.
class StateTimelinePanel : public ChartPanel {
    Q_OBJECT

public:
    using ChartPanel::ChartPanel;

    [[nodiscard]] bool hasContent() const override { return !m_model.rows.empty(); }
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] const StateModel& model() const { return m_model; }

protected:
    [[nodiscard]] virtual StateModel makeModel() const { return stateTimelineModel(data()); }
    [[nodiscard]] virtual double usualLine() const { return 0; }

    void rebuildChart() override;
    void paintChart(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] std::optional<Hover> hoverAt(const QPointF& at, const QRectF& area) const override;
    void clickAt(const QPointF& at, const QRectF& area) override;
    [[nodiscard]] QRectF timeRect(const QRectF& area) const override;
    [[nodiscard]] bool showsMarks() const override;
    [[nodiscard]] bool hidesAxis() const;  ///< of the names of rows

private:
    struct Layout {
        QRectF plot;
        std::vector<Tick> times;
        Range shown;
    };
    /// What is under a place: a row and a span of it; null when there is nothing.
    struct Place {
        const StateRow* row = nullptr;
        const StateSpan* span = nullptr;
    };
    [[nodiscard]] QRectF plotRect(const QRectF& area) const;
    [[nodiscard]] Layout layOut(const QRectF& area) const;
    [[nodiscard]] QRectF spanRect(const Layout& layout, std::size_t row, const StateSpan& span) const;
    [[nodiscard]] Place placeAt(const QPointF& at, const Layout& layout) const;
    void paintAxes(QPainter& painter, const Layout& layout) const;
    void paintText(QPainter& painter, const QRectF& box, const StateSpan& span) const;

    StateModel m_model;
    std::set<QRgb> m_hiddenColors;  ///< of states that are switched off in the legend
};

/// Values over time as boxes, a row per field. GUI thread only.
class StatusHistoryPanel final : public StateTimelinePanel {
    Q_OBJECT

public:
    using StateTimelinePanel::StateTimelinePanel;

protected:
    [[nodiscard]] StateModel makeModel() const override { return statusHistoryModel(data()); }
    [[nodiscard]] double usualLine() const override { return 1; }
    [[nodiscard]] bool showsMarks() const override { return true; }
};

}  // namespace watchglass::ui
