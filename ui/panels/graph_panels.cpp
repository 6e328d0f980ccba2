#include "ui/panels/graph_panels.h"

#include <algorithm>

namespace watchglass::ui {

bool TrendPanel::hasContent() const
{
    const std::string& wanted = data().options["xField"].toString();
    return std::any_of(data().frames->begin(), data().frames->end(), [&](const Frame& frame) {
        const auto numbers = std::count_if(frame.fields.begin(), frame.fields.end(),
                                           [](const Field& field) { return field.type == FieldType::Number; });
        return frame.rows() > 0 && numbers > 1 && trendXField(frame, wanted) >= 0;
    });
}

TimeSeriesModel CandlestickPanel::makeModel()
{
    CandlestickModel made = candlestickModel(data());
    m_frames = std::move(made.frames);
    return std::move(made.model);
}

TooltipMode CandlestickPanel::tooltipMode() const
{
    const TooltipMode mode = TimeSeriesPanel::tooltipMode();
    return mode == TooltipMode::None ? mode : TooltipMode::Multi;
}

}  // namespace watchglass::ui
