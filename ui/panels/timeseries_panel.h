#pragma once

#include <set>
#include <string>

#include "ui/panels/panel_widget.h"
#include "ui/panels/timeseries_model.h"
#include "ui/plot/legend.h"
#include "ui/plot/time_series_view.h"

namespace watchglass::ui {

/// Lines, areas, bars and points over time with a legend. GUI thread only.
class TimeSeriesPanel : public PanelWidget {
    Q_OBJECT

public:
    explicit TimeSeriesPanel(QWidget* parent = nullptr);

    [[nodiscard]] bool hasContent() const override;
    [[nodiscard]] QString summary() const override;
    /// The series with their last, least and greatest value.
    [[nodiscard]] std::vector<AccessibleItem> accessibleItems() const override;
    void setColorsEditable(bool on) override { m_legend->setColorsEditable(on); }
    void setAnnotatable(bool on) override;
    void setHub(CrosshairHub* hub) override { m_view->setHub(hub); }
    void setBackground(const QColor& color) override;
    void setDeferred(bool on) override { m_view->setDeferred(on); }
    void prepare() override { m_view->prepare(); }
    std::optional<double> slideTo(double nowMs) override { return m_view->slideTo(nowMs); }

    [[nodiscard]] TimeSeriesView* view() const { return m_view; }
    [[nodiscard]] LegendView* legend() const { return m_legend; }

protected:
    /// What the graph draws; its sources are fields of modelFrames().
    [[nodiscard]] virtual TimeSeriesModel makeModel() { return timeSeriesModel(data()); }
    [[nodiscard]] virtual const std::vector<Frame>& modelFrames() const { return *data().frames; }
    [[nodiscard]] virtual TooltipMode tooltipMode() const;
    /// Whether dragging over the graph chooses a time range.
    [[nodiscard]] virtual bool zoomsTime() const { return true; }

    void rebuild() override;
    void repaintRebuilt() override {}
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] std::vector<TooltipAction> linksOf(std::size_t series, double timeMs);
    void rebuildLegend();
    void place();
    void changeHidden(int series, bool isolate);

    TimeSeriesView* m_view;
    LegendView* m_legend;
    mutable std::vector<AccessibleItem> m_items;  ///< made when they are asked for; empty: not yet
    std::vector<SeriesSource> m_sources;
    std::set<QString> m_hidden;  ///< by name, so that a refresh keeps what was switched off
    LegendMode m_legendMode = LegendMode::List;
    LegendPlacement m_placement = LegendPlacement::Bottom;
    std::pair<std::string, bool> m_legendSort;  ///< by what the options sort it, and whether downwards
};

}  // namespace watchglass::ui
