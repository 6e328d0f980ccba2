// What lies between a query's answer and the texts and lines of a panel, and between a file and an open dashboard.
// Data is made by the same arithmetic as in tests/bench/grafana_data/measure.mjs.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "ui/dashboard/query_plan.h"
#include "ui/frame/frame_builder.h"
#include "ui/frame/reducer.h"
#include "ui/frame/transform.h"
#include "ui/frame/unit_format.h"

namespace {

using namespace watchglass;
using namespace watchglass::ui;

constexpr std::int64_t kStepMs = 15'000;
constexpr std::int64_t kStartMs = 1'700'000'010'000;

/// Numbers between 0 and 1 that every language gets alike.
class Numbers {
public:
    double next()
    {
        m_state = m_state * 1664525U + 1013904223U;
        return static_cast<double>(m_state) / 4294967296.0;
    }

private:
    std::uint32_t m_state = 1;
};

promql::QueryResultPtr answer(std::size_t series, std::uint32_t points)
{
    Numbers random;
    auto out = std::make_shared<promql::QueryResult>();
    out->type = promql::ValueType::Matrix;
    out->grid = {kStartMs, kStepMs, points};
    for (std::size_t s = 0; s < series; ++s) {
        promql::ResultSeries one;
        one.labels = Labels{{"__name__", "cpu"}, {"instance", "host-" + std::to_string(s)}, {"job", "node"}};
        for (std::uint32_t i = 0; i < points; ++i) one.values.push_back(random.next() * 1000);
        one.present.assign((points + 63) / 64, ~std::uint64_t{0});
        out->series.push_back(std::move(one));
    }
    return out;
}

std::vector<Frame> frames(std::size_t series, std::uint32_t points)
{
    auto out = framesFromResults({{answer(series, points), "A", "cpu", "{{instance}}", ResultFormat::TimeSeries}});
    assignDisplayNames(out);
    return out;
}

json::Value parsed(const char* text) { return json::parse(text).value_or(json::Value()); }

void transformations(benchmark::State& state)
{
    const auto input = frames(200, 1'000);
    const json::Value steps = parsed(R"([{"id":"joinByField","options":{"mode":"outer"}},
        {"id":"calculateField","options":{"mode":"reduceRow","reduce":{"reducer":"mean"},"alias":"Mean"}},
        {"id":"filterFieldsByName","options":{"include":{"pattern":"/Time|Mean|host-1.*/"}}},
        {"id":"sortBy","options":{"sort":[{"field":"Mean","desc":true}]}},
        {"id":"organize","options":{"renameByName":{"Mean":"average"}}}])");
    for (auto _ : state) benchmark::DoNotOptimize(applyTransformations(input, steps));
}

void reduceToRows(benchmark::State& state)
{
    const auto input = frames(200, 1'000);
    const json::Value steps = parsed(
        R"([{"id":"reduce","options":{"reducers":["lastNotNull","min","max","mean","p95"]}}])");
    for (auto _ : state) benchmark::DoNotOptimize(applyTransformations(input, steps));
}

void overrides(benchmark::State& state)
{
    const auto input = frames(200, 1'000);
    const auto config = fieldConfigSourceFromJson(parsed(R"({"defaults":{"unit":"bytes","decimals":1,
        "color":{"mode":"palette-classic"},"thresholds":{"mode":"absolute","steps":[{"value":null,"color":"green"},
        {"value":80,"color":"red"}]}},"overrides":[
        {"matcher":{"id":"byName","options":"host-7"},"properties":[{"id":"unit","value":"percent"}]},
        {"matcher":{"id":"byRegexp","options":"/host-1\\d*/"},"properties":[{"id":"custom.lineWidth","value":3}]},
        {"matcher":{"id":"byType","options":"number"},"properties":[{"id":"min","value":0},{"id":"max","value":1000}]},
        {"matcher":{"id":"byFrameRefID","options":"A"},"properties":[{"id":"custom.fillOpacity","value":10}]},
        {"matcher":{"id":"byValue","options":{"reducer":"max","op":"gte","value":999}},
         "properties":[{"id":"color","value":{"mode":"fixed","fixedColor":"red"}}]}]})"));
    for (auto _ : state) {
        auto copy = input;
        applyFieldConfig(copy, config);
        benchmark::DoNotOptimize(copy);
    }
}

void fromResult(benchmark::State& state)
{
    const auto result = answer(50, 1'000);
    const auto config = fieldConfigSourceFromJson(parsed(R"({"defaults":{"unit":"bytes"},"overrides":[]})"));
    for (auto _ : state) {
        auto made = framesFromResults({{result, "A", "cpu", "{{instance}}", ResultFormat::TimeSeries}});
        applyFieldConfig(made, config);
        if (made[0].fields[1].values.rawNumbers().data() != result->series[0].values.data())
            state.SkipWithError("the samples were copied");
        benchmark::DoNotOptimize(made);
    }
}

void format(benchmark::State& state)
{
    constexpr std::size_t kValues = 100'000;
    constexpr std::array<const char*, 5> kUnits{"short", "bytes", "percent", "s", "reqps"};
    Numbers random;
    std::vector<double> values(kValues);
    for (double& value : values) value = random.next() * 1e6;
    std::vector<UnitFormat> formats;
    for (const char* unit : kUnits) formats.emplace_back(unit);
    for (auto _ : state) {
        std::size_t length = 0;
        std::string text;
        for (std::size_t i = 0; i < kValues; ++i) {
            text.clear();
            formats[i % kUnits.size()].append(text, values[i]);
            length += text.size();
        }
        state.counters["characters"] = static_cast<double>(length);
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(kValues));
}

void reduce(benchmark::State& state)
{
    const auto input = frames(200, 1'000);
    const ReducerSet reducers({"lastNotNull", "min", "max", "mean", "sum", "count", "range", "delta"});
    for (auto _ : state) {
        double total = 0;
        for (const Frame& frame : input) {
            for (const Cell& value : reducers(frame.fields[1])) total += Values::cellNumber(value);
        }
        state.counters["total"] = total;
    }
}

/// All queries, titles and legends of a dashboard of 130 panels with three queries and ten variables each.
void interpolation(benchmark::State& state)
{
    auto model = json::Value::object({{"schemaVersion", 42}});
    auto list = json::Value::array();
    for (const char* name :
         {"job", "instance", "cluster", "namespace", "pod", "device", "mode", "le", "method", "code"}) {
        list.append(json::Value::object({{"name", name},
                                         {"type", "custom"},
                                         {"multi", true},
                                         {"query", "a.b,c,d"},
                                         {"current", parsed(R"({"text":["a.b","c"],"value":["a.b","c"]})")}}));
    }
    model.set("templating", json::Value::object({{"list", std::move(list)}}));
    auto panels = json::Value::array();
    for (int i = 1; i <= 130; ++i) {
        panels.append(
            json::Value::object({{"id", i},
                                 {"type", "timeseries"},
                                 {"title", "Requests of $job on ${instance:csv}"},
                                 {"targets", parsed(R"json([{"refId":"A","legendFormat":"{{pod}} $cluster","expr":
                "sum by (pod) (rate(requests_total{job=~\"$job\",instance=~\"$instance\",code=~\"[[code]]\"}[$__rate_interval]))"},
               {"refId":"B","expr":"histogram_quantile(0.95, sum by (le) (rate(d_bucket{namespace=~\"${namespace}\",method=~\"$method\",le=~\"$le\"}[$__interval])))"},
               {"refId":"C","expr":"avg_over_time(up{cluster=~\"$cluster\",device=~\"$device\",mode=~\"$mode\",pod=~\"$pod\"}[$__range])"}])json")}}));
    }
    model.set("panels", std::move(panels));
    const auto dashboard = Dashboard::fromDocument(std::move(model));
    PlanContext context;
    context.range = {kStartMs, kStartMs + 3'600'000, {}};
    context.variables = &dashboard->variables();
    for (auto _ : state) {
        for (const Panel& panel : dashboard->panels()) {
            const PanelQueryPlan plan = planPanelQueries(panel, context);
            benchmark::DoNotOptimize(interpolateFor(plan, panel.title));
        }
    }
}

/// Opens every dashboard of the corpus once: `median` and `most` are milliseconds of one.
void openCorpus(benchmark::State& state)
{
    const std::filesystem::path folder = std::filesystem::path(WG_SHARED_DIR) / "corpus" / "dashboards";
    std::error_code error;
    std::vector<std::string> texts;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        if (entry.path().extension() != ".json" || entry.path().filename() == "index.json") continue;
        std::ifstream file(entry.path(), std::ios::binary);
        texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    if (texts.empty()) {
        state.SkipWithError("no dashboard corpus (../shared/corpus)");
        return;
    }
    std::vector<double> took;
    for (auto _ : state) {
        took.clear();
        for (const std::string& text : texts) {
            const auto begin = std::chrono::steady_clock::now();
            benchmark::DoNotOptimize(Dashboard::open(text));
            took.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
        }
    }
    std::sort(took.begin(), took.end());
    state.counters["files"] = static_cast<double>(took.size());
    state.counters["median"] = took[took.size() / 2];
    state.counters["p95"] = took[took.size() * 95 / 100];
    state.counters["most"] = took.back();
}

BENCHMARK(transformations)->Name("frame/transformations/200x1000")->Unit(benchmark::kMillisecond);
BENCHMARK(reduceToRows)->Name("frame/reduce to rows/200x1000")->Unit(benchmark::kMillisecond);
BENCHMARK(overrides)->Name("frame/overrides/200x1000")->Unit(benchmark::kMillisecond);
BENCHMARK(fromResult)->Name("frame/from result/50x1000")->Unit(benchmark::kMicrosecond);
BENCHMARK(format)->Name("frame/format/100000")->Unit(benchmark::kMillisecond);
BENCHMARK(reduce)->Name("frame/reduce/200x1000")->Unit(benchmark::kMillisecond);
BENCHMARK(interpolation)->Name("frame/interpolation/130 panels")->Unit(benchmark::kMillisecond);
BENCHMARK(openCorpus)->Name("frame/open/corpus")->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
