// A year at 15 s on one screen: from buckets, from all samples, and beside a day. The store is freshly opened for each
// query (nothing decoded yet, files in the page cache); the year is made once, in a minute or so.

#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <cmath>
#include <filesystem>
#include <optional>
#include <random>

#include "engine/base/log.h"
#include "engine/promql/query_engine.h"
#include "engine/storage/storage.h"

namespace {

using namespace watchglass;

constexpr std::size_t kSeries = 10;
constexpr std::int64_t kStepMs = 15'000;
constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kYearMs = 365 * kDayMs;

/// Half gauges with two decimals, half counters.
class Year final : public storage::History {
public:
    Year()
    {
        for (std::size_t i = 0; i < kSeries; ++i) {
            m_labels.push_back(Labels{{"__name__", i % 2 == 0 ? "temperature" : "requests_total"},
                                      {"instance", "i" + std::to_string(i)}});
        }
    }
    [[nodiscard]] std::size_t size() const override { return kSeries; }
    [[nodiscard]] const Labels& labels(std::size_t i) const override { return m_labels[i]; }
    [[nodiscard]] std::int64_t maxMs() const override { return kYearMs; }
    [[nodiscard]] std::optional<std::int64_t> nextMs(std::int64_t fromMs) const override
    {
        return fromMs > kYearMs ? std::nullopt : std::optional(std::max<std::int64_t>(fromMs, 0));
    }
    [[nodiscard]] Result<void> read(std::size_t i, std::int64_t minMs, std::int64_t maxMs,
                                    storage::Columns& out) const override
    {
        const std::int64_t first = (std::max<std::int64_t>(minMs, 0) + kStepMs - 1) / kStepMs;
        std::mt19937 random(static_cast<std::uint32_t>(first) + static_cast<std::uint32_t>(i));
        for (std::int64_t n = first; n * kStepMs <= std::min(maxMs, kYearMs); ++n) {
            const double at = static_cast<double>(n);
            const double dice = static_cast<double>(random() % 100);
            out.times.push_back(n * kStepMs);
            out.values.push_back(i % 2 == 0 ? std::floor(2000 + 500 * std::sin(at / 917) + dice) / 100
                                            : at * 30 + std::floor(dice / 4));
        }
        return {};
    }

private:
    std::vector<Labels> m_labels;
};

class YearStore {
public:
    YearStore()
    {
        Log::instance().setStderr(false);
        char name[] = "/tmp/watchglass-rollup-XXXXXX";
        m_path = mkdtemp(name);
        const auto store = open();
        (void)store->addHistory(Year());
        (void)store->compact();
    }
    ~YearStore()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    YearStore(const YearStore&) = delete;
    YearStore& operator=(const YearStore&) = delete;

    [[nodiscard]] std::unique_ptr<storage::Storage> open() const
    {
        storage::StorageOptions options;
        options.directory = m_path;
        options.retentionMs = 2 * kYearMs;
        options.maintainInBackground = false;
        options.rollupAgeMs = kDayMs;
        return std::move(storage::Storage::open(std::move(options), m_clock).value());
    }
    /// Of the files whose names begin so.
    [[nodiscard]] double bytes(const char* prefix) const
    {
        double out = 0;
        for (const auto& entry : std::filesystem::directory_iterator(m_path)) {
            if (entry.path().filename().string().starts_with(prefix)) out += static_cast<double>(entry.file_size());
        }
        return out;
    }

private:
    std::filesystem::path m_path;
    ManualClock m_clock{kYearMs + kDayMs};
};

void query(benchmark::State& state, const char* text, std::int64_t startMs, std::int64_t endMs, std::int64_t stepMs,
           bool rollups, bool fresh)
{
    static const YearStore year;
    promql::QueryOptions options;
    options.rollups = rollups;
    options.incremental = false;
    options.maxSamples = 1'000'000'000;
    promql::QueryStats stats;
    std::unique_ptr<storage::Storage> store;
    std::optional<promql::QueryEngine> engine;
    for (auto _ : state) {
        if (fresh || !engine) {
            state.PauseTiming();
            engine.reset();
            store.reset();
            store = year.open();
            engine.emplace(*store);
            state.ResumeTiming();
        }
        const auto result = engine->range(text, startMs, endMs, stepMs, options);
        if (!result) return state.SkipWithError(result.error().message.c_str());
        stats = (*result)->stats;
    }
    constexpr double kSamples = static_cast<double>(kSeries) * static_cast<double>(kYearMs / kStepMs);
    state.counters["raw"] = static_cast<double>(stats.samplesRead);
    state.counters["5m"] = static_cast<double>(stats.minutes5Read);
    state.counters["1h"] = static_cast<double>(stats.hoursRead);
    state.counters["B/sample"] = year.bytes("block-") / kSamples;
    state.counters["B/sample of rollups"] = year.bytes("rollup-") / kSamples;
}

constexpr std::int64_t kDay = 200 * kDayMs;

// `again`: the store has answered the same before.
#define WG_YEAR_BENCH(name, text)                                                                                      \
    BENCHMARK_CAPTURE(query, name##_year_rollups, text, kHourMs, kYearMs, kHourMs, true, true)                         \
        ->Unit(benchmark::kMillisecond)                                                                                \
        ->Iterations(5);                                                                                               \
    BENCHMARK_CAPTURE(query, name##_year_rollups_again, text, kHourMs, kYearMs, kHourMs, true, false)                  \
        ->Unit(benchmark::kMillisecond)                                                                                \
        ->Iterations(200);                                                                                             \
    BENCHMARK_CAPTURE(query, name##_year_samples, text, kHourMs, kYearMs, kHourMs, false, true)                        \
        ->Unit(benchmark::kMillisecond)                                                                                \
        ->Iterations(2)

WG_YEAR_BENCH(rollup_max, "max_over_time(temperature[1h])");
WG_YEAR_BENCH(rollup_sum, "sum_over_time(temperature[1d])");
WG_YEAR_BENCH(rollup_rate, "sum(rate(requests_total[1h]))");
WG_YEAR_BENCH(rollup_selector, "temperature");
BENCHMARK_CAPTURE(query, rollup_max_day_samples, "max_over_time(temperature[1m])", kDay, kDay + kDayMs, 60'000, false,
                  true)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(5);
BENCHMARK_CAPTURE(query, rollup_max_day_samples_again, "max_over_time(temperature[1m])", kDay, kDay + kDayMs, 60'000,
                  false, false)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(20);

}  // namespace
