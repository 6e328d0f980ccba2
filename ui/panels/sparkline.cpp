#include "ui/panels/sparkline.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include <QPainter>

#include "ui/graph/null_values.h"
#include "ui/plot/series_layer.h"
#include "ui/values/sparkline_range.h"

namespace watchglass::ui {

QImage sparkline(const Frame& frame, const Field& field, const QSize& size, double devicePixelRatio,
                 const SparklineStyle& style)
{
    const auto index = static_cast<std::size_t>(&field - frame.fields.data());
    const Frame spaced = withGaps(frame);
    const Field* time = spaced.first(FieldType::Time);
    if (!time || size.width() < 2 || size.height() < 2) return {};
    std::vector<double> times;
    std::vector<double> values;
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    Values shown = nullsAsNoValue(spaced.fields[index]);
    const json::Value& span = field.config.custom["spanNulls"];
    if (span.isNumber()) shown = bridgeShortGaps(time->values, shown, span.toDouble());
    for (std::size_t i = 0; i < shown.size() && i < time->values.size(); ++i) {
        if (isUndefined(shown.cell(i))) continue;
        times.push_back(time->values.number(i));
        values.push_back(shown.number(i));
        if (!std::isfinite(values.back())) continue;
        low = std::min(low, values.back());
        high = std::max(high, values.back());
    }
    if (low > high || times.size() < 2 || !(times.back() > times.front())) return {};
    // Tiles of one panel share their range, so that their sizes can be compared.
    Field measured = field;
    if (!measured.rangeMin || !measured.rangeMax) {
        measured.rangeMin = low;
        measured.rangeMax = high;
    }
    std::tie(low, high) = sparklineRange(measured);
    // The fill stands on the lowest value, wherever zero is.
    for (double& value : values) value -= low;
    PlotModel model;
    model.timeAxis = false;
    model.aligned = false;
    const bool ranged = style.toMs > style.fromMs;
    model.fromMs = ranged ? style.fromMs : static_cast<std::int64_t>(times.front());
    model.toMs = ranged ? style.toMs : static_cast<std::int64_t>(times.back());
    model.axes.resize(1);
    model.axes[0].side = AxisSide::Hidden;
    PlotSeries series;
    series.times = times.data();
    series.values = values.data();
    series.count = times.size();
    series.color = style.line;
    series.lineWidth = style.lineWidth;
    series.smooth = style.smooth;
    series.points = ShowPoints::Never;
    series.bridgeNan = span.toBool();
    model.series.push_back(series);

    PlotData data = preparePlotData(model);
    data.ranges[0] = {0, (high - low) * 1.02};
    PlotLayout layout;
    layout.size = size;
    layout.plot = QRectF(QPointF(), size);
    layout.fromMs = model.fromMs;
    layout.toMs = model.toMs;
    layout.axes.resize(1);
    layout.axes[0].range = data.ranges[0];

    SeriesLayer layer;
    PlotModel filled = model;
    filled.series[0].color = style.fill;
    filled.series[0].fillOpacity = 1;
    filled.series[0].lineWidth = 0;
    if (style.gradient) filled.series[0].gradient = FillGradient::Opacity;
    QImage picture = layer.render(filled, data, layout, devicePixelRatio).copy();
    QPainter painter(&picture);
    painter.drawImage(QPointF(), layer.render(model, data, layout, devicePixelRatio));
    return picture;
}

}  // namespace watchglass::ui
