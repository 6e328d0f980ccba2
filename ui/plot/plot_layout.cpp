#include "ui/plot/plot_layout.h"

#include <algorithm>
#include <cmath>

#include "ui/graph/axis_size.h"
#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace watchglass::ui {

namespace {

constexpr double kSideAir = 8;
constexpr double kNameHeight = 20;
constexpr double kBetweenLabels = 12;

QString plainLabel(double value, int decimals) { return QString::number(value, 'f', std::clamp(decimals, 0, 12)); }

double layOutAxis(const PlotAxis& source, AxisLayout& axis, double plotHeight, double chartWidth,
                  const TextRuler& ruler)
{
    TickRules rules;
    rules.lengthPx = plotHeight;
    rules.minSpacingPx = valueTickSpacing(plotHeight);
    rules.binary = source.binary;
    rules.wholeNumbers = source.rules.wholeNumbers;
    rules.truth = source.rules.truth;
    ValueTicks found = valueTicks(axis.range, axis.scale, rules);
    for (Tick& tick : found.ticks) {
        if (!tick.labelled) continue;
        tick.label = source.format ? source.format(tick.value, found.decimals) : plainLabel(tick.value, found.decimals);
    }
    axis.ticks = std::move(found.ticks);
    return valueAxisWidth(axis.ticks, chartWidth, ruler) + (source.name.isEmpty() ? 0 : kNameHeight);
}

/// As many as fit side by side, told apart by the widest label.
std::vector<Tick> numberTicks(const PlotNumberAxis& axis, const Range& range, double width, const TextRuler& ruler)
{
    constexpr double kLeast = 40;
    TickRules rules;
    rules.lengthPx = width;
    rules.minSpacingPx = kLeast;
    rules.binary = axis.binary;
    rules.alongX = true;
    std::vector<Tick> ticks;
    for (int attempt = 0; attempt < 3; ++attempt) {
        ValueTicks found = valueTicks(range, axis.scale, rules);
        // Symmetric ones have ticks beyond the range, which a label at the edge would stand for.
        std::erase_if(found.ticks, [&](const Tick& tick) { return tick.value < range.min || tick.value > range.max; });
        double widest = 0;
        for (Tick& tick : found.ticks) {
            if (!tick.labelled) continue;
            tick.label = axis.format ? axis.format(tick.value, found.decimals) : plainLabel(tick.value, found.decimals);
            widest = std::max(widest, ruler(tick.label));
        }
        ticks = std::move(found.ticks);
        if (widest + kBetweenLabels <= rules.minSpacingPx) break;
        rules.minSpacingPx = widest + kBetweenLabels;
    }
    return ticks;
}

TextRuler smallRuler()
{
    return [](const QString& text) { return plainTextWidth(text, Metrics::kSmallTextPixels); };
}

/// Brings a live range in step with the pixels and finds its ticks.
void placeTimes(PlotLayout& layout, const PlotModel& model, double ratio)
{
    if (model.live) {
        const double from = steppedTime(layout.fromMs, layout.span() / (layout.plot.width() * ratio));
        layout.toMs += from - layout.fromMs;
        layout.fromMs = from;
    }
    if (!model.timeAxis || !(model.toMs > model.fromMs)) return;
    const double width = layout.plot.width();
    layout.timeTicks =
        model.numbers
            ? numberTicks(*model.numbers, {model.fromMs, model.toMs}, width, smallRuler())
            : timeTicks(std::llround(layout.fromMs), std::llround(layout.toMs), width, smallRuler(), model.zone).ticks;
}

}  // namespace

double PlotLayout::xOf(double timeMs) const
{
    if (timeScale.kind == ScaleKind::Linear) return plot.left() + (timeMs - fromMs) / span() * plot.width();
    const double low = timeScale.forward(fromMs);
    const double high = timeScale.forward(toMs);
    return plot.left() + (timeScale.forward(timeMs) - low) / (high - low) * plot.width();
}

double PlotLayout::timeAt(double x) const
{
    const double share = plot.width() > 0 ? (x - plot.left()) / plot.width() : 0;
    if (timeScale.kind == ScaleKind::Linear) return fromMs + share * (toMs - fromMs);
    const double low = timeScale.forward(fromMs);
    return timeScale.inverse(low + share * (timeScale.forward(toMs) - low));
}

double PlotLayout::yOf(int axis, double value) const
{
    const AxisLayout& scale = axes[static_cast<std::size_t>(axis)];
    const double low = scale.scale.forward(scale.range.min);
    const double high = scale.scale.forward(scale.range.max);
    // From the top, as uPlot counts: what falls between two pixels is rounded as there.
    return plot.top() + (1 - (scale.scale.forward(value) - low) / (high - low)) * plot.height();
}

double PlotLayout::valueAt(int axis, double y) const
{
    const AxisLayout& scale = axes[static_cast<std::size_t>(axis)];
    const double low = scale.scale.forward(scale.range.min);
    const double high = scale.scale.forward(scale.range.max);
    return scale.scale.inverse(low + (plot.bottom() - y) / std::max(plot.height(), 1.0) * (high - low));
}

/// A quarter after a multiple of a pixel's time, because times are mostly multiples of something: whole and half pixels
/// from the begin, where rounding goes either way, would be frequent.
double steppedTime(double timeMs, double pixelMs)
{
    constexpr double kPhase = 0.25;
    return pixelMs > 0 ? (std::ceil(timeMs / pixelMs - kPhase) + kPhase) * pixelMs : timeMs;
}

void moveTimes(PlotLayout& layout, const PlotModel& model, double elapsedMs, double ratio)
{
    layout.fromMs = model.fromMs + elapsedMs;
    layout.toMs = model.toMs + elapsedMs;
    placeTimes(layout, model, ratio);
}

PlotLayout layoutPlot(const PlotModel& model, const PlotData& data, const QSizeF& size, double ratio)
{
    const TextRuler ruler = smallRuler();
    PlotLayout layout;
    layout.size = size;
    layout.fromMs = model.fromMs;
    layout.toMs = model.toMs;
    layout.timeAxis = model.timeAxis;
    const bool sides = std::any_of(model.axes.begin(), model.axes.end(),
                                   [](const PlotAxis& axis) { return axis.side != AxisSide::Hidden; });
    // Labels reach over the ends of their axis: that is what air at the other sides is for.
    const double top = sides ? kSideAir : 0;
    const bool named = model.timeAxis && model.numbers && !model.numbers->name.isEmpty();
    if (model.numbers) {
        layout.numbers = true;
        layout.timeName = model.timeAxis ? model.numbers->name : QString();
        layout.timeGrid = model.numbers->grid;
        layout.timeScale = model.numbers->scale;
    }
    const double bottom = model.timeAxis ? timeAxisHeight() + (named ? kNameHeight : 0) : (sides ? kSideAir : 0);
    const double height = std::max(1.0, size.height() - top - bottom);

    double left = 0;
    double right = 0;
    layout.axes.resize(model.axes.size());
    for (std::size_t a = 0; a < model.axes.size(); ++a) {
        const PlotAxis& source = model.axes[a];
        AxisLayout& axis = layout.axes[a];
        axis.side = source.side;
        axis.range = data.ranges[a];
        axis.scale = source.rules.scale;
        axis.name = source.name;
        axis.color = source.color;
        axis.grid = source.grid;
        axis.border = source.border;
        const double width = layOutAxis(source, axis, height, size.width(), ruler);
        if (axis.side == AxisSide::Hidden) {
            axis.ticks.clear();
            continue;
        }
        double& edge = axis.side == AxisSide::Left ? left : right;
        axis.box = QRectF(edge, top, width, height);
        edge += width;
    }
    const double beside = model.timeAxis ? kSideAir : 0;
    const double plotLeft = left > 0 ? left : beside;
    const double plotRight = size.width() - (right > 0 ? right : beside);
    layout.plot = QRectF(plotLeft, top, std::max(1.0, plotRight - plotLeft), height);
    for (AxisLayout& axis : layout.axes) {
        // The first axis of a side stands next to the plot, the others further out.
        if (axis.side == AxisSide::Left) axis.box.moveLeft(left - axis.box.left() - axis.box.width());
        if (axis.side == AxisSide::Right) axis.box.moveLeft(plotRight + axis.box.left());
    }
    placeTimes(layout, model, ratio);
    return layout;
}

}  // namespace watchglass::ui
