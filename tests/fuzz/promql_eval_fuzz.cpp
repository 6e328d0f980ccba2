// Any bytes as a query over a small store of floats, classic buckets and native histograms, as an instant and as
// a range query. Answers must be well formed: one value per step, and no two series of the same labels.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <memory>
#include <set>

#include "engine/promql/memory_store.h"
#include "engine/promql/query_engine.h"
#include "engine/promql/series_description.h"

using namespace watchglass;
using namespace watchglass::promql;

namespace {

constexpr std::int64_t kStepMs = 15'000;

constexpr const char* kSeries[] = {
    R"(counter{job="a", instance="1"} 0+3x40)",
    R"(counter{job="a", instance="2"} 5 7 2 4 stale _ _ 1 2+2x30)",
    R"(counter{job="b", instance="1"} _ _ 1e300+1e300x10 Inf -Inf NaN 1)",
    R"(gauge{job="a", instance="1"} -1+0.5x40)",
    R"(gauge{job="b", instance="1", zone="x"} NaN 0 -0 Inf _x5 1x20)",
    R"(info{job="a", instance="1", version="1.2"} 1x40)",
    R"(bucket_bucket{job="a", le="0.1"} 0+1x40)",
    R"(bucket_bucket{job="a", le="1"} 0+2x40)",
    R"(bucket_bucket{job="a", le="+Inf"} 0+3x40)",
    R"(native{job="a"} {{schema:1 count:4 sum:5 z_bucket:1 z_bucket_w:0.001 buckets:[1 2] n_buckets:[1]}}+{{schema:1 count:4 sum:5 z_bucket:1 buckets:[1 2] n_buckets:[1]}}x20 {{schema:0 count:1 sum:1 buckets:[1]}} {{schema:3 count:3 sum:9 offset:-4 buckets:[1 0 2]}})",
    R"(native{job="b"} {{schema:-53 count:6 sum:7 custom_values:[1 5 10] buckets:[1 2 3]}}x10 {{schema:-53 count:2 sum:7 custom_values:[2 5] buckets:[1 1]}} 5 {{counter_reset_hint:gauge count:1 sum:1 buckets:[1]}})",
};

std::unique_ptr<const MemoryStore> makeStore()
{
    auto store = std::make_unique<MemoryStore>();
    for (const char* line : kSeries) {
        const auto series = parseSeriesDescription(line);
        if (!series) std::abort();
        std::int64_t tMs = 0;
        for (const SequenceValue& value : series->values) {
            if (!value.omitted) store->append(series->labels, tMs, value.value, value.histogram, 0);
            tMs += kStepMs;
        }
    }
    return store;
}

void require(bool holds, const char* what)
{
    if (holds) return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

void checkAnswer(const QueryResult& result)
{
    std::set<Labels> seen;
    for (const ResultSeries& series : result.series) {
        const std::size_t count = series.values.size();
        require(seen.insert(series.labels).second, "two series have the same labels");
        require(series.times.empty() ? count == result.grid.steps : count == series.times.size(), "a step is missing");
        require(series.histograms.empty() || series.histograms.size() == count, "a histogram is missing");
        require(series.present.size() * 64 >= count, "a presence bit is missing");
        for (std::uint32_t i = 0; i < count; ++i) {
            if (series.has(i) && series.histogramAt(i)) (void)series.histogramAt(i)->toString();
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const std::unique_ptr<const MemoryStore> store = makeStore();
    const QueryEngine engine(*store);
    QueryOptions options;
    options.maxSamples = 20'000;
    options.timeoutMs = 1'000;
    options.delayedNameRemoval = size % 2 == 1;
    options.useStartTimes = size % 3 == 0;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto got = engine.instant(text, 20 * kStepMs, options)) checkAnswer(**got);
    if (const auto got = engine.range(text, 0, 40 * kStepMs, 2 * kStepMs, options)) checkAnswer(**got);
    return 0;
}
