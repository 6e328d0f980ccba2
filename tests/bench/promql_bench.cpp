// Queries over 2,000 series x 24 h at 15 s, without storage: what the evaluator itself costs.

#include <benchmark/benchmark.h>

#include <memory>
#include <string>

#include "engine/promql/query_engine.h"

namespace {

using namespace watchglass;

constexpr std::int64_t kStepMs = 15'000;
constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::size_t kSeries = 2'000;

/// Series as a store would hand them out, all of one scrape group.
class BenchStore final : public storage::Queryable, public storage::Querier {
public:
    BenchStore()
    {
        for (std::int64_t t = 0; t <= kDayMs; t += kStepMs) m_times.push_back(t);
        std::uint64_t random = 88172645463325252ULL;
        const auto next = [&] {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            return static_cast<double>(random >> 40);
        };
        for (std::size_t i = 0; i < kSeries; ++i) {
            // 100 histograms of 10 buckets, 500 counters, 500 gauges.
            std::vector<double> values;
            double value = 0;
            const bool gauge = i >= 1'500;
            for (std::size_t k = 0; k < m_times.size(); ++k) {
                const double step = static_cast<std::int64_t>(next()) % 100;
                value = gauge ? step + static_cast<double>(i % 7) : k % 3'000 == 2'999 ? 0 : value + step;
                values.push_back(value);
            }
            m_values.push_back(std::move(values));
            m_labels.push_back(labelsOf(i));
        }
        // Buckets of a histogram are cumulative.
        for (std::size_t i = 0; i < 1'000; ++i) {
            if (i % 10 == 0) continue;
            for (std::size_t k = 0; k < m_times.size(); ++k) m_values[i][k] += m_values[i - 1][k];
        }
    }

    [[nodiscard]] std::shared_ptr<const storage::Querier> querier() const override
    {
        return {std::shared_ptr<int>(), this};
    }

    [[nodiscard]] Result<std::vector<storage::SelectedSeries>> select(const std::vector<Matcher>& matchers,
                                                                      std::int64_t, std::int64_t) const override
    {
        std::vector<storage::SelectedSeries> out;
        for (std::size_t i = 0; i < kSeries; ++i) {
            if (matchesAll(matchers, m_labels[i])) out.push_back({i + 1, &m_labels[i]});
        }
        return out;
    }
    [[nodiscard]] Result<void> read(storage::SeriesRef ref, std::int64_t minMs, std::int64_t maxMs,
                                    storage::Columns& out) const override
    {
        const std::size_t from = minMs <= 0 ? 0 : static_cast<std::size_t>((minMs + kStepMs - 1) / kStepMs);
        const std::size_t to = std::min(m_times.size(), static_cast<std::size_t>(maxMs / kStepMs + 1));
        const auto at = [](const auto& column, std::size_t i) {
            return column.begin() + static_cast<std::ptrdiff_t>(i);
        };
        out.times.assign(at(m_times, from), at(m_times, to));
        out.values.assign(at(m_values[ref - 1], from), at(m_values[ref - 1], to));
        out.timesId = 1;
        return {};
    }
    [[nodiscard]] Result<std::vector<std::string>> labelNames(const std::vector<Matcher>&, std::int64_t,
                                                              std::int64_t) const override
    {
        return std::vector<std::string>();
    }
    [[nodiscard]] Result<std::vector<std::string>> labelValues(std::string_view, const std::vector<Matcher>&,
                                                               std::int64_t, std::int64_t) const override
    {
        return std::vector<std::string>();
    }

private:
    static Labels labelsOf(std::size_t i)
    {
        if (i < 1'000) {
            const std::string bound = i % 10 == 9 ? "+Inf" : "0." + std::to_string(i % 10 + 1);
            return {{"__name__", "latency_bucket"},
                    {"instance", "i" + std::to_string(i / 10)},
                    {"job", "api"},
                    {"le", bound}};
        }
        const std::string instance = "i" + std::to_string(i % 100);
        const std::string code = "c" + std::to_string(i % 500 / 100);
        return {{"__name__", i < 1'500 ? "requests_total" : "temperature"},
                {"code", code},
                {"instance", instance},
                {"job", "api"}};
    }

    std::vector<std::int64_t> m_times;
    std::vector<std::vector<double>> m_values;
    std::vector<Labels> m_labels;
};

const BenchStore& store()
{
    static const BenchStore instance;
    return instance;
}

void query(benchmark::State& state, const char* text, std::int64_t rangeMs, std::int64_t stepMs)
{
    const promql::QueryEngine engine(store());
    std::uint64_t samples = 0;
    for (auto _ : state) {
        const auto result = engine.range(text, kDayMs - rangeMs, kDayMs, stepMs);
        if (!result) {
            state.SkipWithError(result.error().message.c_str());
            return;
        }
        samples = (*result)->stats.samplesRead;
        benchmark::DoNotOptimize(result);
    }
    state.counters["samples"] = static_cast<double>(samples);
}

constexpr std::int64_t kHourMs = 3'600'000;

#define WG_QUERY_BENCH(name, text)                                                                                     \
    BENCHMARK_CAPTURE(query, name##_1h, text, kHourMs, kStepMs)->Unit(benchmark::kMillisecond);                        \
    BENCHMARK_CAPTURE(query, name##_24h, text, kDayMs - kHourMs, 60'000)->Unit(benchmark::kMillisecond)

WG_QUERY_BENCH(promql_selector, "{job=\"api\"}");
WG_QUERY_BENCH(promql_sum_all, "sum({job=\"api\"})");
WG_QUERY_BENCH(promql_rate, "rate(requests_total[5m])");
WG_QUERY_BENCH(promql_sum_by_rate, "sum by (code) (rate(requests_total[5m]))");
WG_QUERY_BENCH(promql_sum_by_rate_1h, "sum by (instance) (rate(latency_bucket[1h]))");
WG_QUERY_BENCH(promql_histogram_quantile, "histogram_quantile(0.95, sum by (le) (rate(latency_bucket[5m])))");
WG_QUERY_BENCH(promql_quantile_over_time, "quantile_over_time(0.9, temperature[30m])");
WG_QUERY_BENCH(promql_avg_over_time, "avg_over_time(temperature[30m])");
WG_QUERY_BENCH(promql_max_over_time, "max_over_time(temperature[30m])");
WG_QUERY_BENCH(promql_ratio,
               "sum by (instance) (rate(requests_total[5m])) / sum by (instance) (rate(latency_bucket[5m]))");
WG_QUERY_BENCH(promql_topk, "topk(5, rate(requests_total[5m]))");

void instantQuery(benchmark::State& state)
{
    const promql::QueryEngine engine(store());
    for (auto _ : state) benchmark::DoNotOptimize(engine.instant("sum(rate(requests_total{code=\"c1\"}[5m]))", kDayMs));
}
BENCHMARK(instantQuery)->Name("promql_instant")->Unit(benchmark::kMicrosecond);

}  // namespace
