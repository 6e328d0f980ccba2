#include "ui/panels/trend_model.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/frame/column_join.h"
#include "ui/frame/display.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

/// Whether the numbers ascend and none is missing: what a graph needs of its x values.
bool ascends(const Values& values)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!values.has(i) || !std::isfinite(values.number(i))) return false;
        if (i > 0 && values.number(i) < values.number(i - 1)) return false;
    }
    return true;
}

void sortRows(Frame& frame, const Values& by)
{
    std::vector<std::size_t> rows = ascendingRows(by);
    std::erase_if(rows, [&](std::size_t row) { return !std::isfinite(by.number(row)); });
    for (Field& field : frame.fields) field.values = field.values.rows(rows);
}

}  // namespace

int trendXField(const Frame& frame, const std::string& wanted)
{
    for (std::size_t i = 0; i < frame.fields.size(); ++i) {
        const Field& field = frame.fields[i];
        const bool named = field.displayName == wanted || field.name == wanted;
        if (field.type == FieldType::Number && (wanted.empty() || named)) return static_cast<int>(i);
    }
    return -1;
}

TimeSeriesModel trendModel(const PanelData& data)
{
    PanelData prepared = data;
    prepared.marks.clear();
    const std::string& wanted = data.options["xField"].toString();
    std::vector<Frame> frames = *data.frames;
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    std::optional<Field> axis;
    for (Frame& frame : frames) {
        const int x = trendXField(frame, wanted);
        // The x values take the place of time; what is a time itself has no place here.
        for (Field& field : frame.fields) {
            if (field.type == FieldType::Time) field.type = FieldType::Other;
        }
        if (x < 0) continue;
        Field& field = frame.fields[static_cast<std::size_t>(x)];
        if (!axis) axis = field;
        field.type = FieldType::Time;
        frame.stepMs = 0;
        if (!ascends(field.values)) sortRows(frame, Values(field.values));
        if (field.values.empty()) continue;
        low = std::min(low, field.values.number(0));
        high = std::max(high, field.values.number(field.values.size() - 1));
    }
    prepared.frames = std::make_shared<const std::vector<Frame>>(std::move(frames));
    TimeSeriesModel model = timeSeriesModel(prepared);
    for (PlotSeries& series : model.plot.series) series.gapMs = 0;
    if (!axis) return model;
    const auto display = std::make_shared<const DisplayProcessor>(*axis, currentVisualTheme(), formatContextOf(data));
    PlotNumberAxis numbers;
    numbers.name = toQString(axis->config.custom["axisLabel"].toString());
    numbers.grid = axis->config.custom["axisGridShow"].toBool(true);
    numbers.format = [display](double value, int decimals) {
        const DisplayValue shown = decimals < 0 ? (*display)(value) : display->withDecimals(value, decimals);
        return toQString(shown.toString());
    };
    model.plot.numbers = std::move(numbers);
    if (!(low <= high)) low = 0, high = 1;
    model.plot.fromMs = axis->config.min.value_or(low);
    model.plot.toMs = axis->config.max.value_or(high);
    if (!(model.plot.toMs > model.plot.fromMs)) model.plot.toMs = model.plot.fromMs + 1;
    model.plot.timeAxis = axis->config.custom["axisPlacement"].toString() != "hidden";
    return model;
}

}  // namespace watchglass::ui
