// graph-data: what happens to series before they are drawn.

#include "tests/conformance/grafana/cases.h"
#include "tests/conformance/grafana/variables.h"
#include "ui/frame/column_join.h"
#include "ui/frame/histogram.h"
#include "ui/frame/legend_values.h"
#include "ui/frame/transform.h"
#include "ui/graph/null_values.h"
#include "ui/graph/scale_key.h"
#include "ui/graph/stacking.h"

namespace watchglass::conformance::grafana {

using namespace ui;

namespace {

json::Value valuesJson(const Values& values)
{
    auto out = json::Value::array();
    for (std::size_t row = 0; row < values.size(); ++row) out.append(cellJson(values.cell(row)));
    return out;
}

json::Value columnsJson(const std::vector<Values>& columns)
{
    auto out = json::Value::array();
    for (const Values& column : columns) out.append(valuesJson(column));
    return out;
}

json::Value indicesJson(const std::vector<std::size_t>& indices)
{
    auto out = json::Value::array();
    for (const std::size_t index : indices) out.append(static_cast<std::int64_t>(index));
    return out;
}

Answer stacking(const Case& one)
{
    Frame frame;
    for (const json::Value& column : one.input()["fields"].items()) frame.fields.push_back(fieldOf(column));
    auto groups = json::Value::array();
    for (const StackGroup& group : stackGroups(frame)) {
        auto bands = json::Value::array();
        for (const StackBand& band : bandsOf(group)) {
            auto item = json::Value::object();
            item.set("series", indicesJson({band.from, band.to}));
            item.set("dir", band.direction);
            bands.append(std::move(item));
        }
        auto item = json::Value::object();
        item.set("series", indicesJson(group.series));
        item.set("dir", group.direction);
        item.set("bands", std::move(bands));
        groups.append(std::move(item));
    }
    const DrawnColumns drawn = drawnColumns(frame);
    auto got = json::Value::object();
    got.set("groups", std::move(groups));
    got.set("data", columnsJson(drawn.data));
    got.set("totals", columnsJson(drawn.totals));
    return got;
}

Answer key(const Case& one) { return json::Value(scaleKey(fieldOf(one.input()))); }

Answer nullInsertion(const Case& one)
{
    const json::Value& input = one.input();
    Frame frame;
    frame.stepMs = input.get("timeConfig.interval").toInt();
    Field time = fieldOf(json::Value::object({{"name", "Time"}, {"type", "time"}, {"values", input["times"]}}));
    Field value = fieldOf(json::Value::object({{"name", "Value"}, {"type", "number"}, {"values", input["values"]}}));
    value.config.custom = input["valueCustom"];
    frame.fields = {std::move(time), std::move(value)};
    const auto end = [&](const char* name) {
        return input[name].isNumber() ? std::optional(input[name].toDouble()) : std::nullopt;
    };
    const Frame filled = withGaps(frame, end("pseudoMin"), end("pseudoMax"));
    auto got = json::Value::object();
    got.set("length", static_cast<std::int64_t>(filled.rows()));
    got.set("times", valuesJson(filled.fields[0].values));
    got.set("values", valuesJson(filled.fields[1].values));
    return got;
}

Answer nullToUndefined(const Case& one)
{
    const json::Value& input = one.input();
    return valuesJson(
        bridgeShortGaps(valuesOf(input["times"]), valuesOf(input["values"]), input["maxThreshold"].toDouble()));
}

Answer nullToValue(const Case& one)
{
    Field field;
    if (one.input()["noValue"].isString()) field.config.noValue = one.input()["noValue"].toString();
    field.values = valuesOf(one.input()["values"]);
    return valuesJson(nullsAsNoValue(field));
}

Answer timeStep(const Case& one)
{
    const Values times = valuesOf(one.input());
    auto got = json::Value::object();
    got.set("step", lastStep(times));
    got.set("ms", hasMilliseconds(times));
    return got;
}

Answer ascending(const Case& one) { return json::Value(isLikelyAscending(valuesOf(one.input()))); }

Answer joined(const Case& one)
{
    std::vector<Frame> frames;
    for (const json::Value& item : one.input()["frames"].items()) {
        const std::string name = "v" + std::to_string(frames.size());
        Frame frame;
        frame.fields = {fieldOf(json::Value::object({{"name", "Time"}, {"type", "time"}, {"values", item["times"]}})),
                        fieldOf(json::Value::object({{"name", name}, {"type", "number"}, {"values", item["values"]}}))};
        frames.push_back(std::move(frame));
    }
    const auto steps = json::parse(R"json([{"id": "joinByField", "options": {"mode": "outer"}}])json");
    const auto result = applyTransformations(std::move(frames), *steps);
    auto got = json::Value::array();
    for (const Field& field : result.front().fields) {
        auto item = json::Value::object();
        item.set("name", field.name);
        item.set("values", valuesJson(field.values));
        got.append(std::move(item));
    }
    return got;
}

Answer rounded(const Case& one)
{
    const double value = one.input()["value"].toDouble();
    const double step = one.input()["increment"].toDouble();
    auto got = json::Value::object();
    got.set("round", nearestMultiple(value, step));
    got.set("up", multipleAbove(value, step));
    got.set("down", multipleBelow(value, step));
    return got;
}

Answer sizes(const Case&)
{
    auto got = json::Value::array();
    for (const double size : bucketSizes()) got.append(size);
    return got;
}

Answer histogram(const Case& one)
{
    const json::Value& input = one.input();
    const json::Value& options = input["options"];
    Frame frame;
    const bool several = input["values"].at(0).isArray();
    for (const json::Value& values : several ? input["values"].items() : std::vector<json::Value>{input["values"]}) {
        frame.fields.push_back(fieldOf(json::Value::object({{"name", "v"}, {"type", "number"}, {"values", values}})));
    }
    HistogramRules rules;
    if (options["bucketSize"].isNumber()) rules.bucketSize = options["bucketSize"].toDouble();
    rules.bucketCount = options["bucketCount"].toDouble(rules.bucketCount);
    rules.bucketOffset = options["bucketOffset"].toDouble();
    rules.combine = options["combine"].toBool();
    const auto found = buildHistogram({frame}, rules);
    if (!found) return json::Value();
    auto counts = json::Value::array();
    for (const Field& field : found->counts) counts.append(valuesJson(field.values));
    auto got = json::Value::object();
    got.set("xMin", valuesJson(found->min.values));
    got.set("xMax", valuesJson(found->max.values));
    got.set("counts", std::move(counts));
    return got;
}

Answer legend(const Case& one)
{
    Field field;
    if (one.input()["unit"].isString()) field.config.unit = one.input()["unit"].toString();
    field.values = valuesOf(one.input()["values"]);
    auto got = json::Value::array();
    for (const LegendValue& value : legendValues(field, textList(one.input()["calcs"]), VisualTheme::dark())) {
        auto item = json::Value::object();
        item.set("title", value.title);
        item.set("text", value.display.toString());
        item.set("numeric", numberJson(value.display.numeric));
        got.append(std::move(item));
    }
    return got;
}

}  // namespace

void addGraphDataAdapters(std::map<std::string, Adapters, std::less<>>& out)
{
    out["graph-data"] = {{"stacking", stacking},
                         {"scaleKey", key},
                         {"nullInsertThreshold", nullInsertion},
                         {"nullToUndefThreshold", nullToUndefined},
                         {"nullToValue", nullToValue},
                         {"seriesTimeStep", timeStep},
                         {"isLikelyAscending", ascending},
                         {"outerJoin", joined},
                         {"incrRound", rounded},
                         {"histogramBucketSizes", sizes},
                         {"buildHistogram", histogram},
                         {"legendCalcs", legend}};
}

}  // namespace watchglass::conformance::grafana
