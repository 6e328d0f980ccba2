#include "ui/plot/plot_hover.h"

#include <algorithm>
#include <cmath>

namespace watchglass::ui {

namespace {

constexpr double kSearchPixels = 15;
constexpr double kSnapPixels = 30;

/// The index of the sample nearest to `timeMs`; the caller has checked that there is one.
std::size_t nearestIndex(const double* times, std::size_t count, double timeMs)
{
    const auto after = static_cast<std::size_t>(std::lower_bound(times, times + count, timeMs) - times);
    if (after == 0) return 0;
    if (after == count) return count - 1;
    return timeMs - times[after - 1] <= times[after] - timeMs ? after - 1 : after;
}

}  // namespace

std::vector<HoverPoint> pointsNear(const PlotModel& model, const PlotData& data, const PlotLayout& layout,
                                   double timeMs)
{
    std::vector<HoverPoint> points;
    const double msPerPixel = layout.span() / std::max(layout.plot.width(), 1.0);
    const double reach = kSearchPixels * msPerPixel;
    const double* searched = nullptr;
    std::size_t found = 0;
    for (std::size_t s = 0; s < model.series.size(); ++s) {
        const PlotSeries& series = model.series[s];
        const PlotSamples& samples = data.series[s];
        if (series.hidden || !series.inTooltip || series.count == 0) continue;
        // Series of one frame share their times: search once.
        if (series.times != searched) {
            searched = series.times;
            found = nearestIndex(series.times, series.count, timeMs);
        }
        std::size_t index = std::min(found, series.count - 1);
        if (std::isnan(series.values[index])) {
            for (std::size_t distance = 1; distance < series.count; ++distance) {
                const bool left = index >= distance && !std::isnan(series.values[index - distance]);
                const bool right = index + distance < series.count && !std::isnan(series.values[index + distance]);
                if (left || right) {
                    index = left ? index - distance : index + distance;
                    break;
                }
                if (index < distance && index + distance >= series.count) break;
            }
            if (std::isnan(series.values[index])) continue;
        }
        const double time = series.times[index];
        if (std::abs(time - timeMs) > std::max(reach, static_cast<double>(series.gapMs))) continue;
        double drawn = series.values[index];
        if (samples.base) {
            const std::size_t at = nearestIndex(samples.times, samples.count, time);
            drawn = samples.values[at];
        }
        points.push_back({s, time, series.values[index], {layout.xOf(time), layout.yOf(series.axis, drawn)}});
    }
    return points;
}

int nearestPoint(const std::vector<HoverPoint>& points, const QPointF& position)
{
    int best = -1;
    double bestDistance = kSnapPixels;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double distance = std::abs(points[i].position.y() - position.y());
        if (distance <= bestDistance) {
            bestDistance = distance;
            best = static_cast<int>(i);
        }
    }
    return best;
}

}  // namespace watchglass::ui
