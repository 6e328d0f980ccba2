// axes: ranges, ticks and labels of graphs, measured with a ruler of 7 px for each UTF-16 unit.

#include <QTimeZone>
#include <cmath>

#include "tests/conformance/grafana/cases.h"
#include "ui/frame/display.h"
#include "ui/graph/axis_size.h"
#include "ui/graph/extremes.h"
#include "ui/graph/ticks.h"

namespace watchglass::conformance::grafana {

using namespace ui;

namespace {

constexpr double kRelative = 1e-9;
constexpr double kCharacterPx = 7;

double ruler(const QString& text) { return kCharacterPx * static_cast<double>(text.size()); }

Comparison ninth()
{
    Comparison how;
    how.relative = kRelative;
    return how;
}

std::optional<double> given(const json::Value& input, const char* name)
{
    return input[name].isNull() ? std::nullopt : std::optional(numberOf(input[name]));
}

json::Value labelsOfTicks(const std::vector<Tick>& ticks)
{
    auto out = json::Value::array();
    for (const Tick& tick : ticks) out.append(tick.labelled ? json::Value(tick.label.toStdString()) : json::Value());
    return out;
}

json::Value valuesOfTicks(const std::vector<Tick>& ticks)
{
    auto out = json::Value::array();
    for (const Tick& tick : ticks) out.append(numberJson(tick.value));
    return out;
}

/// A value axis with its labels as the panel of graphs makes it.
struct MeasuredAxis {
    std::optional<Range> range;
    ValueTicks ticks;
    double width = 0;
};

MeasuredAxis measure(const json::Value& input, const Values& values)
{
    RangeRules rules;
    rules.hardMin = given(input, "min");
    rules.hardMax = given(input, "max");
    rules.softMin = given(input, "softMin");
    rules.softMax = given(input, "softMax");
    rules.centeredZero = input["centeredZero"].toBool();
    rules.wholeNumbers = decimalsOf(input["decimals"]) == 0;
    rules.percent = input["stackingMode"].toString() == "percent";
    const std::string& unit = input["unit"].toString();
    rules.truth = isTruthUnit(unit);
    const std::string& distribution = input["distribution"].toString();
    if (distribution == "log") rules.scale.kind = ScaleKind::Log;
    if (distribution == "symlog") rules.scale.kind = ScaleKind::Symlog;
    rules.scale.logBase = input["log"].toInt() == 2 ? 2 : 10;
    rules.scale.linearThreshold = input["linearThreshold"].toDouble(1);

    Field field;
    if (!unit.empty()) field.config.unit = unit;
    field.config.decimals = decimalsOf(input["decimals"]);
    field.values = values;
    const DisplayProcessor display(field, VisualTheme::dark());
    std::vector<double> numbers;
    for (std::size_t row = 0; row < values.size(); ++row) numbers.push_back(values.number(row));
    const Range data = extremesOf(numbers, rules.scale.kind == ScaleKind::Log);

    MeasuredAxis out;
    out.range = axisRange(data.min, data.max, rules);
    if (out.range) {
        TickRules ticks;
        ticks.lengthPx = input["height"].toDouble() - timeAxisHeight();
        ticks.minSpacingPx = valueTickSpacing(ticks.lengthPx);
        ticks.binary = isBinaryUnit(unit);
        ticks.wholeNumbers = rules.wholeNumbers;
        ticks.truth = rules.truth;
        out.ticks = valueTicks(*out.range, rules.scale, ticks);
        for (Tick& tick : out.ticks.ticks) {
            const auto shown = out.ticks.decimals < 0 ? display(tick.value)
                                                      : display.withDecimals(tick.value, out.ticks.decimals);
            if (tick.labelled) tick.label = QString::fromStdString(shown.toString());
        }
    }
    out.width = valueAxisWidth(out.ticks.ticks, input["width"].toDouble(), ruler);
    return out;
}

Answer valueAxis(const Case& one)
{
    const MeasuredAxis axis = measure(one.input(), valuesOf(one.input()["values"]));
    auto y = json::Value::object();
    for (const char* name : {"min", "max", "splits", "labels", "increment"}) y.set(name, json::Value());
    if (axis.range) {
        y.set("min", numberJson(axis.range->min));
        y.set("max", numberJson(axis.range->max));
        y.set("splits", valuesOfTicks(axis.ticks.ticks));
        y.set("labels", labelsOfTicks(axis.ticks.ticks));
        y.set("increment", axis.ticks.step);
    }
    y.set("axisSize", axis.width);
    auto got = json::Value::object();
    got.set("y", std::move(y));
    got.set("plotHeight", one.input()["height"].toDouble() - timeAxisHeight());
    return {std::move(got), ninth()};
}

Answer timeAxis(const Case& one)
{
    const json::Value& input = one.input();
    // The graph that was measured showed values from 0 to 100.
    const double width = input["width"].toDouble() - measure(input, Values::numbers({0, 100})).width;
    const std::string& zone = input["timeZone"].toString();
    const TimeTicks ticks = timeTicks(input["from"].toInt(), input["to"].toInt(), width, ruler,
                                      zone == "utc" ? QTimeZone::utc() : QTimeZone(QByteArray::fromStdString(zone)));
    auto x = json::Value::object();
    x.set("min", input["from"]);
    x.set("max", input["to"]);
    x.set("splits", valuesOfTicks(ticks.ticks));
    x.set("labels", labelsOfTicks(ticks.ticks));
    x.set("increment", ticks.stepMs);
    x.set("space", ticks.spacePx);
    auto got = json::Value::object();
    got.set("x", std::move(x));
    got.set("plotWidth", width);
    return {std::move(got), ninth()};
}

}  // namespace

void addAxesAdapters(std::map<std::string, Adapters, std::less<>>& out)
{
    out["axes"] = {{"timeAxis", timeAxis}, {"valueAxis", valueAxis}};
}

}  // namespace watchglass::conformance::grafana
