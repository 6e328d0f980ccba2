#include "ui/plot/plot_data.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>

#include "ui/graph/extremes.h"
#include "ui/graph/stacking.h"

namespace watchglass::ui {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

bool sameTimes(const PlotSeries& a, const PlotSeries& b)
{
    return a.count == b.count &&
           (a.times == b.times || a.count == 0 || std::memcmp(a.times, b.times, a.count * sizeof *a.times) == 0);
}

/// Stacks add up what happens at the same moment, so all members need the same times.
std::shared_ptr<const std::vector<double>> unionOfTimes(const std::vector<const PlotSeries*>& members)
{
    auto times = std::make_shared<std::vector<double>>();
    for (const PlotSeries* series : members) times->insert(times->end(), series->times, series->times + series->count);
    std::sort(times->begin(), times->end());
    times->erase(std::unique(times->begin(), times->end()), times->end());
    return times;
}

std::vector<double> valuesAt(const PlotSeries& series, const std::vector<double>& times)
{
    std::vector<double> values(times.size(), kNan);
    std::size_t i = 0;
    for (std::size_t t = 0; t < times.size() && i < series.count; ++t) {
        if (series.times[i] != times[t]) continue;
        values[t] = series.values[i];
        ++i;
    }
    return values;
}

void stackMembers(const PlotModel& model, const std::vector<std::size_t>& members, PlotData& data)
{
    std::vector<const PlotSeries*> series;
    for (const std::size_t index : members) series.push_back(&model.series[index]);
    const bool same = std::all_of(series.begin(), series.end(),
                                  [&](const PlotSeries* other) { return sameTimes(*series.front(), *other); });
    const auto times = same ? nullptr : unionOfTimes(series);
    const std::size_t count = same ? series.front()->count : times->size();

    for (const std::size_t index : members) {
        const PlotSeries& source = model.series[index];
        PlotSamples& samples = data.series[index];
        samples.negative = isMostlyNegative(std::span(source.values, source.count));
        samples.ownValues = same ? std::vector<double>(source.values, source.values + source.count)
                                 : valuesAt(source, *times);
        if (!same) {
            samples.ownTimes = times;
            samples.times = times->data();
            samples.aligned = true;
        }
        samples.count = count;
    }
    for (const bool negative : {false, true}) {
        std::vector<PlotSamples*> side;
        std::vector<std::span<const double>> columns;
        bool percent = false;
        for (const std::size_t index : members) {
            if (data.series[index].negative != negative) continue;
            side.push_back(&data.series[index]);
            columns.emplace_back(side.back()->ownValues);
            percent = model.series[index].stack == StackMode::Percent;
        }
        StackedColumns stacked = stackColumns(columns, percent, negative ? -1 : 1);
        std::vector<double> base(count, 0);
        for (std::size_t m = 0; m < side.size(); ++m) {
            PlotSamples& samples = *side[m];
            samples.ownBase = base;
            samples.ownValues = std::move(stacked.levels[m]);
            for (std::size_t i = 0; i < count; ++i) {
                if (!std::isnan(samples.ownValues[i])) base[i] = samples.ownValues[i];
            }
            samples.values = samples.ownValues.data();
            samples.base = samples.ownBase.data();
        }
    }
}

void measure(const PlotModel& model, PlotData& data)
{
    data.extremes.assign(model.axes.size(), {kNan, kNan});
    for (std::size_t s = 0; s < model.series.size(); ++s) {
        const PlotSeries& series = model.series[s];
        if (series.hidden || series.axis < 0 || static_cast<std::size_t>(series.axis) >= model.axes.size()) continue;
        const PlotSamples& samples = data.series[s];
        Range& extremes = data.extremes[static_cast<std::size_t>(series.axis)];
        const bool logarithmic = model.axes[static_cast<std::size_t>(series.axis)].rules.scale.kind == ScaleKind::Log;
        const auto* first = std::lower_bound(samples.times, samples.times + samples.count, model.fromMs);
        const auto* last = std::upper_bound(first, samples.times + samples.count, model.toMs);
        auto [low, high] = extremesOf(
            {samples.values + (first - samples.times), samples.values + (last - samples.times)}, logarithmic);
        if (std::isnan(low)) continue;
        if (samples.base) {
            // A stack stands on zero, and that has to be seen.
            low = std::min(low, 0.0);
            high = std::max(high, 0.0);
        }
        extremes.min = std::isnan(extremes.min) ? low : std::min(extremes.min, low);
        extremes.max = std::isnan(extremes.max) ? high : std::max(extremes.max, high);
    }
}

}  // namespace

PlotData preparePlotData(const PlotModel& model)
{
    PlotData data;
    data.series.resize(model.series.size());
    std::map<std::pair<int, int>, std::vector<std::size_t>> stacks;
    for (std::size_t s = 0; s < model.series.size(); ++s) {
        const PlotSeries& series = model.series[s];
        PlotSamples& samples = data.series[s];
        samples.times = series.times;
        samples.values = series.values;
        samples.count = series.count;
        if (series.stack != StackMode::None && !series.hidden && series.count > 0) {
            stacks[{series.axis, series.stackGroup}].push_back(s);
        }
    }
    for (const auto& [key, members] : stacks) stackMembers(model, members, data);
    measure(model, data);
    for (std::size_t a = 0; a < model.axes.size(); ++a) {
        RangeRules rules = model.axes[a].rules;
        const auto percent = std::find_if(model.series.begin(), model.series.end(), [a](const PlotSeries& series) {
            return series.axis == static_cast<int>(a) && series.stack == StackMode::Percent;
        });
        rules.percent = percent != model.series.end();
        // A plot without any value shows an empty grid.
        data.ranges.push_back(axisRange(data.extremes[a].min, data.extremes[a].max, rules).value_or(Range{0, 100}));
    }
    return data;
}

}  // namespace watchglass::ui
