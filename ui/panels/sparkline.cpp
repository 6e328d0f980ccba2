#include "ui/panels/sparkline.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "ui/plot/series_layer.h"

namespace watchglass::ui {

QImage sparkline(const Frame& frame, const Field& field, const QSize& size, double devicePixelRatio,
                 const SparklineStyle& style)
{
    const Field* time = frame.first(FieldType::Time);
    if (!time || size.width() < 2 || size.height() < 2) return {};
    std::vector<double> times;
    std::vector<double> values;
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (std::size_t i = 0; i < field.values.size() && i < time->values.size(); ++i) {
        times.push_back(time->values.number(i));
        values.push_back(field.values.number(i));
        if (!std::isfinite(values.back())) continue;
        low = std::min(low, values.back());
        high = std::max(high, values.back());
    }
    if (low > high || times.size() < 2 || !(times.back() > times.front())) return {};
    // Tiles of one panel share their range, so that their sizes can be compared.
    if (field.rangeMin && field.rangeMax && *field.rangeMin <= low && *field.rangeMax >= high) {
        low = *field.rangeMin;
        high = *field.rangeMax;
    }
    if (low == high) {
        // A level line stands in the middle of its band, with something to see below.
        low -= std::abs(low) > 0 ? std::abs(low) : 1;
        high += high == 0 ? 1 : 0;
    }
    // The fill stands on the lowest value, wherever zero is.
    for (double& value : values) value -= low;
    PlotModel model;
    model.timeAxis = false;
    model.fromMs = static_cast<std::int64_t>(times.front());
    model.toMs = static_cast<std::int64_t>(times.back());
    model.axes.resize(1);
    model.axes[0].side = AxisSide::Hidden;
    PlotSeries series;
    series.times = times.data();
    series.values = values.data();
    series.count = times.size();
    series.color = style.line;
    series.lineWidth = style.lineWidth;
    series.points = ShowPoints::Never;
    series.bridgeNan = true;
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
