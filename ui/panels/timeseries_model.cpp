#include "ui/panels/timeseries_model.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "ui/frame/display.h"
#include "ui/frame/display_names.h"
#include "ui/graph/extremes.h"
#include "ui/graph/null_values.h"
#include "ui/graph/scale_key.h"
#include "ui/graph/stacking.h"
#include "ui/panels/exemplar_rows.h"
#include "ui/panels/panel_support.h"

namespace watchglass::ui {

namespace {

/// A band that says nothing of its fill is seen all the same.
constexpr double kBandOpacity = 0.35;

const json::Value& custom(const Field& field, const char* path) { return field.config.custom.get(path); }

std::string textOf(const Field& field, const char* path, const char* otherwise)
{
    const json::Value& value = custom(field, path);
    return value.isString() ? value.toString() : otherwise;
}

std::optional<double> numberOf(const Field& field, const char* path)
{
    const json::Value& value = custom(field, path);
    return value.isNumber() ? std::optional(value.toDouble()) : std::nullopt;
}

QString formatted(const DisplayProcessor& display, double value) { return toQString(display(value).toString()); }

void readLook(const Field& field, PlotSeries& series)
{
    const std::string style = textOf(field, "drawStyle", "line");
    series.style = style == "bars" ? DrawStyle::Bars : style == "points" ? DrawStyle::Points : DrawStyle::Line;
    const std::string interpolation = textOf(field, "lineInterpolation", "linear");
    if (interpolation == "stepBefore") series.step = StepMode::Before;
    if (interpolation == "stepAfter") series.step = StepMode::After;
    series.smooth = interpolation == "smooth";
    series.lineWidth = std::clamp(custom(field, "lineWidth").toDouble(1), 0.0, 50.0);
    series.fillOpacity = std::clamp(custom(field, "fillOpacity").toDouble(0) / 100, 0.0, 1.0);
    const std::string gradient = textOf(field, "gradientMode", "none");
    if (gradient == "opacity") series.gradient = FillGradient::Opacity;
    if (gradient == "hue") series.gradient = FillGradient::Hue;
    if (gradient == "scheme") series.gradient = FillGradient::Scheme;
    const std::string points = textOf(field, "showPoints", "auto");
    series.points = points == "always" ? ShowPoints::Always : points == "never" ? ShowPoints::Never : ShowPoints::Auto;
    series.pointSize = std::clamp(custom(field, "pointSize").toDouble(5), 1.0, 100.0);
    series.barWidthFactor = std::clamp(custom(field, "barWidthFactor").toDouble(0.6), 0.01, 1.0);
    series.barAlignment = static_cast<int>(custom(field, "barAlignment").toInt(0));
    const std::string line = textOf(field, "lineStyle.fill", "solid");
    if (line == "dash" || line == "dot" || line == "square") {
        for (const json::Value& length : custom(field, "lineStyle.dash").items()) {
            series.dashes.push_back(std::max(0.0, length.toDouble()));
        }
        if (std::all_of(series.dashes.begin(), series.dashes.end(), [](double length) { return length <= 0; }))
            series.dashes = {10, 10};
        series.pattern = line == "dot" ? LinePattern::Dots : line == "dash" ? LinePattern::Dashes : LinePattern::Solid;
    }
    const std::string stack = textOf(field, "stacking.mode", "none");
    series.stack = stack == "normal" ? StackMode::Normal : stack == "percent" ? StackMode::Percent : StackMode::None;
}

void readGaps(const Field& field, std::int64_t threshold, PlotSeries& series)
{
    const json::Value& span = custom(field, "spanNulls");
    if (span.isNumber()) {
        // Values are joined that are less than this apart.
        series.gapMs = std::max<std::int64_t>(1, span.toInt() - 1);
        series.bridgeNan = true;
    } else if (span.toBool()) {
        series.bridgeNan = true;
    } else {
        series.gapMs = threshold;
    }
}

/// Points at the field's own numbers where it can; a copy holds NaN for what is not there.
void readValues(const Field& time, const Field& given, PlotSeries& series)
{
    struct Kept {
        Values times;
        Values values;
        std::vector<double> ownTimes;
        std::vector<double> ownValues;
    };
    auto kept = std::make_shared<Kept>();
    kept->times = time.values;
    kept->values = transformedValues(given);
    if (given.config.noValue) {
        Field filled = given;
        filled.values = kept->values;
        kept->values = nullsAsNoValue(filled);
    }
    series.count = std::min(time.values.size(), kept->values.size());
    if (time.values.isNumeric() && time.values.allPresent()) {
        series.times = kept->times.rawNumbers().data();
    } else {
        kept->ownTimes.resize(series.count);
        for (std::size_t i = 0; i < series.count; ++i) kept->ownTimes[i] = time.values.number(i);
        series.times = kept->ownTimes.data();
    }
    if (kept->values.isNumeric() && kept->values.allPresent()) {
        series.values = kept->values.rawNumbers().data();
    } else {
        kept->ownValues.resize(series.count);
        for (std::size_t i = 0; i < series.count; ++i) kept->ownValues[i] = kept->values.number(i);
        series.values = kept->ownValues.data();
    }
    series.owner = kept;
}

/// The colour of the first series with the labels of the exemplar's own, as its labels tell them.
QColor exemplarColor(const Exemplar& exemplar, const std::vector<Frame>& frames, const TimeSeriesModel& model)
{
    for (std::size_t s = 0; s < model.sources.size(); ++s) {
        const Labels& labels = frames[model.sources[s].frame].fields[model.sources[s].field].labels;
        bool same = true;
        for (const LabelView label : labels) same = same && exemplar.series.get(label.name) == label.value;
        if (!labels.empty() && same) return model.plot.series[s].color;
    }
    return toQColor(currentVisualTheme().color("text"));
}

void addExemplars(const PanelData& data, TimeSeriesModel& model)
{
    if (!data.exemplars || model.plot.series.empty()) return;
    for (const Exemplar& exemplar : *data.exemplars) {
        PlotExemplar out;
        out.timeMs = static_cast<double>(exemplar.tMs);
        out.value = exemplar.value;
        out.color = exemplarColor(exemplar, *data.frames, model);
        out.rows = exemplarRows(exemplar, model.plot.series.front().format(exemplar.value));
        model.plot.exemplars.push_back(std::move(out));
    }
}

}  // namespace

Scale fieldScale(const Field& field)
{
    Scale scale;
    const std::string type = textOf(field, "scaleDistribution.type", "linear");
    if (type == "log") scale.kind = ScaleKind::Log;
    if (type == "symlog") scale.kind = ScaleKind::Symlog;
    scale.logBase = custom(field, "scaleDistribution.log").toInt() == 2 ? 2 : 10;
    scale.linearThreshold = std::max(1e-12, custom(field, "scaleDistribution.linearThreshold").toDouble(1));
    return scale;
}

PlotAxis plotAxis(const Field& field, const std::shared_ptr<const DisplayProcessor>& display, bool first)
{
    PlotAxis axis;
    const std::string placement = textOf(field, "axisPlacement", "auto");
    if (placement == "hidden")
        axis.side = AxisSide::Hidden;
    else if (placement == "right")
        axis.side = AxisSide::Right;
    else if (placement == "left")
        axis.side = AxisSide::Left;
    else
        axis.side = first ? AxisSide::Left : AxisSide::Right;
    axis.name = toQString(textOf(field, "axisLabel", ""));
    axis.rules.hardMin = field.config.min;
    axis.rules.hardMax = field.config.max;
    axis.rules.softMin = numberOf(field, "axisSoftMin");
    axis.rules.softMax = numberOf(field, "axisSoftMax");
    axis.rules.centeredZero = custom(field, "axisCenteredZero").toBool();
    axis.rules.wholeNumbers = field.config.decimals == 0;
    axis.rules.scale = fieldScale(field);
    // Only the first axis has a grid unless others ask for one: two grids cross each other at odd distances.
    axis.grid = custom(field, "axisGridShow").toBool(first);
    axis.border = custom(field, "axisBorderShow").toBool();
    axis.binary = isBinaryUnit(field.config.unit.value_or(""));
    axis.rules.truth = isTruthUnit(field.config.unit.value_or(""));
    if (textOf(field, "axisColorMode", "text") == "series")
        axis.color = toQColor(seriesColor(field, currentVisualTheme()));
    const bool percent = textOf(field, "stacking.mode", "none") == "percent";
    if (percent) {
        // The type is named because a deduced one would be a string builder over dead temporaries.
        axis.format = [](double value, int) -> QString {
            return QString::number(std::round(value * 1000) / 10) + QLatin1Char('%');
        };
    } else {
        axis.format = [display](double value, int decimals) {
            const DisplayValue shown = decimals < 0 ? (*display)(value) : display->withDecimals(value, decimals);
            return toQString(shown.toString());
        };
    }
    return axis;
}

void addThresholds(const Field& field, int axis, PlotModel& plot)
{
    const std::string mode = textOf(field, "thresholdsStyle.mode", "off");
    const bool known = std::any_of(plot.thresholds.begin(), plot.thresholds.end(),
                                   [axis](const PlotThreshold& threshold) { return threshold.axis == axis; });
    if (mode == "off" || mode == "series" || known) return;
    const Thresholds& thresholds = field.config.thresholds ? *field.config.thresholds : defaultThresholds();
    const double low = field.rangeMin.value_or(0);
    const double high = field.rangeMax.value_or(100);
    const auto absolute = [&](double value) {
        return thresholds.percentage ? low + value / 100 * (high - low) : value;
    };
    for (std::size_t i = 0; i < thresholds.steps.size(); ++i) {
        PlotThreshold mark;
        mark.axis = axis;
        mark.from = absolute(thresholds.steps[i].value);
        mark.to = i + 1 < thresholds.steps.size() ? absolute(thresholds.steps[i + 1].value)
                                                  : std::numeric_limits<double>::infinity();
        mark.color = toQColor(currentVisualTheme().color(thresholds.steps[i].color));
        mark.line = mode.find("line") != std::string::npos || mode.find("dashed") != std::string::npos;
        mark.dashed = mode.find("dashed") != std::string::npos;
        mark.area = mode.find("area") != std::string::npos;
        plot.thresholds.push_back(mark);
    }
}

TimeSeriesModel timeSeriesModel(const PanelData& data)
{
    TimeSeriesModel model;
    PlotModel& plot = model.plot;
    plot.fromMs = data.fromMs;
    plot.toMs = data.toMs;
    plot.live = data.live;
    plot.nowMs = static_cast<double>(data.nowMs);
    plot.zone = timeZoneOf(data);
    plot.marks = data.marks;
    const VisualTheme& theme = currentVisualTheme();
    std::map<std::string, int> axes;
    std::map<std::string, int> groups;
    const std::vector<Frame>& frames = *data.frames;
    for (std::size_t f = 0; f < frames.size(); ++f) {
        const Frame& frame = frames[f];
        const Field* time = frame.first(FieldType::Time);
        if (!time) continue;
        const auto threshold = static_cast<std::int64_t>(gapThreshold(frame).value_or(0));
        if (f == 0) plot.timeAxis = textOf(*time, "axisPlacement", "auto") != "hidden";
        for (std::size_t i = 0; i < frame.fields.size(); ++i) {
            const Field& field = frame.fields[i];
            if (field.type != FieldType::Number || field.config.hiddenFromViz()) continue;
            const auto display = std::make_shared<const DisplayProcessor>(field, theme, formatContextOf(data));
            PlotSeries series;
            series.name = toQString(field.displayName.empty() ? field.name : field.displayName);
            series.color = toQColor(seriesColor(field, theme));
            series.inLegend = !field.config.hiddenFromLegend();
            series.inTooltip = !field.config.hiddenFromTooltip();
            readLook(field, series);
            if (isComparison(frame)) {
                series.dashes = {1, 5, 4, 5};
                series.pattern = LinePattern::Dashes;
            }
            readGaps(field, threshold, series);
            readValues(*time, field, series);
            if (const auto stack = stackKey(field)) {
                series.stackGroup = groups.try_emplace(*stack, static_cast<int>(groups.size())).first->second;
            }
            const auto [axis, isNew] = axes.try_emplace(scaleKey(field), static_cast<int>(plot.axes.size()));
            if (isNew) plot.axes.push_back(plotAxis(field, display, plot.axes.empty()));
            series.axis = axis->second;
            addThresholds(field, series.axis, plot);
            series.format = [display](double value) { return formatted(*display, value); };
            if (series.gradient == FillGradient::Scheme) {
                const double low = field.rangeMin.value_or(0);
                const double high = field.rangeMax.value_or(100);
                series.colorAt = [source = std::make_shared<const Field>(field), low, high, &theme](double value) {
                    const double share = high > low ? std::clamp((value - low) / (high - low), 0.0, 1.0) : 0;
                    return toQColor(valueColor(*source, value, share, theme));
                };
            }
            plot.series.push_back(std::move(series));
            model.sources.push_back({f, i});
        }
    }
    for (std::size_t s = 0; s < plot.series.size(); ++s) {
        const SeriesSource& source = model.sources[s];
        const std::string other = textOf(frames[source.frame].fields[source.field], "fillBelowTo", "");
        if (other.empty()) continue;
        for (std::size_t t = 0; t < plot.series.size(); ++t) {
            if (plot.series[t].name != toQString(other)) continue;
            plot.series[s].fillBelowTo = static_cast<int>(t);
            if (plot.series[s].fillOpacity == 0) plot.series[s].fillOpacity = kBandOpacity;
        }
    }
    addExemplars(data, model);
    // A plot without any axis has nothing to measure by; show the empty grid as Grafana does.
    if (plot.axes.empty()) plot.axes.emplace_back();
    return model;
}

}  // namespace watchglass::ui
