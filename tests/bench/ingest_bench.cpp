// From the bytes of a scrape to samples in the head, and back: 200 targets x 1,000 series, about 114 B of text a
// sample.

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "engine/exposition/scrape_cache.h"
#include "engine/storage/storage.h"

namespace {

using namespace watchglass;

constexpr std::size_t kSeries = 1'000;

std::string bodyOf(int scrape)
{
    std::string out = "# HELP http_requests_total Requests handled, by everything that matters.\n# TYPE "
                      "http_requests_total counter\n";
    for (std::size_t i = 0; i < kSeries; ++i) {
        out += "http_requests_total{method=\"GET\",handler=\"/api/v1/resource/" + std::to_string(i) +
               "\",code=\"200\",region=\"eu-central-1\",shard=\"" + std::to_string(i % 16) + "\"} " +
               std::to_string(i * 1000 + static_cast<std::size_t>(scrape) * (1 + i % 7)) + "." +
               std::to_string(i % 10) + "\n";
    }
    return out;
}

class Names final : public exposition::ScrapeListener {
public:
    Result<std::uint64_t> resolve(const Labels&, const exposition::LineNotes&) override { return ++m_next; }

private:
    std::uint64_t m_next = 0;
};

/// Bytes per second on the cached path: the same lines with other values.
void parseCached(benchmark::State& state)
{
    std::vector<std::string> bodies;
    for (int i = 0; i < 8; ++i) bodies.push_back(bodyOf(i));
    exposition::ScrapeCache cache;
    exposition::ScrapeColumns columns;
    Names names;
    (void)cache.parse(bodies[0], exposition::Format::Text, names, columns);
    std::size_t i = 0, bytes = 0;
    for (auto _ : state) {
        const std::string& body = bodies[++i % bodies.size()];
        if (!cache.parse(body, exposition::Format::Text, names, columns)) state.SkipWithError("parse");
        bytes += body.size();
        benchmark::DoNotOptimize(columns.values.data());
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kSeries));
}
BENCHMARK(parseCached)->Name("parse/cached")->Unit(benchmark::kMicrosecond);

void parseFirst(benchmark::State& state)
{
    const std::string body = bodyOf(0);
    for (auto _ : state) {
        exposition::ScrapeCache cache;
        exposition::ScrapeColumns columns;
        Names names;
        (void)cache.parse(body, exposition::Format::Text, names, columns);
        benchmark::DoNotOptimize(columns.values.data());
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * body.size()));
}
BENCHMARK(parseFirst)->Name("parse/first")->Unit(benchmark::kMicrosecond);

/// Samples per second into the head: 200 groups, a row each in turn.
void append(benchmark::State& state)
{
    constexpr std::size_t kTargets = 200;
    auto store = storage::Storage::open({});
    std::vector<std::vector<storage::SeriesRef>> refs(kTargets);
    for (std::size_t target = 0; target < kTargets; ++target) {
        for (std::size_t i = 0; i < kSeries; ++i) {
            refs[target].push_back(
                (*store)
                    ->series(Labels{{"__name__", "m"}, {"i", std::to_string(i)}, {"instance", std::to_string(target)}})
                    .value());
        }
    }
    std::vector<double> values(kSeries);
    std::int64_t t = 0;
    std::size_t target = 0;
    for (auto _ : state) {
        if (target == 0) t += 5000;
        for (std::size_t i = 0; i < kSeries; ++i)
            values[i] = static_cast<double>(t / 100 + static_cast<std::int64_t>(i));
        (*store)->append({t, refs[target], values});
        target = (target + 1) % kTargets;
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kSeries));
}
BENCHMARK(append)->Name("storage/append")->Unit(benchmark::kMicrosecond)->Iterations(20'000);

/// Samples per second decoded from the head.
void read(benchmark::State& state)
{
    auto store = storage::Storage::open({});
    std::vector<storage::SeriesRef> refs;
    for (std::size_t i = 0; i < kSeries; ++i)
        refs.push_back((*store)->series(Labels{{"__name__", "m"}, {"i", std::to_string(i)}}).value());
    std::vector<double> values(kSeries);
    constexpr std::int64_t kSamples = 2'000;
    for (std::int64_t t = 1; t <= kSamples; ++t) {
        for (std::size_t i = 0; i < kSeries; ++i)
            values[i] = static_cast<double>(t * static_cast<std::int64_t>(1 + i % 9));
        (*store)->append({t * 15'000, refs, values});
    }
    const auto querier = (*store)->querier();
    storage::Columns columns;
    std::size_t i = 0;
    for (auto _ : state) {
        (void)querier->read(refs[++i % kSeries], 0, kSamples * 15'000, columns);
        benchmark::DoNotOptimize(columns.values.data());
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * kSamples);
}
BENCHMARK(read)->Name("storage/read")->Unit(benchmark::kMicrosecond);

}  // namespace
