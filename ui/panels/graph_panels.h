#pragma once

#include "ui/panels/candlestick_model.h"
#include "ui/panels/timeseries_panel.h"
#include "ui/panels/trend_model.h"

namespace watchglass::ui {

/// Lines over a field of numbers instead of time. GUI thread only.
class TrendPanel final : public TimeSeriesPanel {
    Q_OBJECT

public:
    using TimeSeriesPanel::TimeSeriesPanel;

    [[nodiscard]] bool hasContent() const override;
    /// Its x axis is no time: it has no part in the crosshair of graphs.
    void setHub(CrosshairHub*) override {}

protected:
    [[nodiscard]] TimeSeriesModel makeModel() override { return trendModel(data()); }
    [[nodiscard]] bool zoomsTime() const override { return false; }
};

/// Prices as candles, with volumes below them. GUI thread only.
class CandlestickPanel final : public TimeSeriesPanel {
    Q_OBJECT

public:
    using TimeSeriesPanel::TimeSeriesPanel;

protected:
    [[nodiscard]] TimeSeriesModel makeModel() override;
    [[nodiscard]] const std::vector<Frame>& modelFrames() const override { return *m_frames; }
    /// The values of a candle belong together.
    [[nodiscard]] TooltipMode tooltipMode() const override;

private:
    std::shared_ptr<const std::vector<Frame>> m_frames = std::make_shared<const std::vector<Frame>>();
};

}  // namespace watchglass::ui
