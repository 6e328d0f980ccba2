// How fast columns are encoded and decoded, one core, and how many bits a value takes: of made-up columns of each kind,
// and of real ones beside Gorilla and Chimp when WG_SCRAPES names a folder of scrapes (tests/bench/README.md).

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "engine/exposition/scrape_cache.h"
#include "engine/model/sample.h"
#include "engine/storage/bytes.h"
#include "engine/storage/column_codec.h"
#include "engine/storage/value_codec.h"
#include "tests/bench/xor_sizes.h"

namespace {

using namespace watchglass;
using Column = std::vector<double>;

constexpr std::size_t kValues = 128 * 1024;

enum class Shape : std::int64_t { Constant, SteadyCounter, Counter, Gauge, Decimals, Noise };

Column columnOf(Shape shape)
{
    std::mt19937_64 random(1);
    Column out(kValues);
    double sum = 1e6;
    for (std::size_t i = 0; i < kValues; ++i) {
        switch (shape) {
        case Shape::Constant: out[i] = 42; break;
        case Shape::SteadyCounter: out[i] = static_cast<double>(i) * 15; break;
        case Shape::Counter: out[i] = sum += static_cast<double>(random() % 1000); break;
        case Shape::Gauge: out[i] = static_cast<double>(random() % 65536) * 4096; break;
        case Shape::Decimals: out[i] = std::round(20 + 500 * std::sin(static_cast<double>(i) / 50)) / 100; break;
        case Shape::Noise: out[i] = std::bit_cast<double>(0x3FF0000000000000U | random() >> 12U); break;
        }
    }
    return out;
}

void decode(benchmark::State& state)
{
    const Column values = columnOf(static_cast<Shape>(state.range(0)));
    std::string bytes;
    storage::encodeValues(values, bytes);
    Column out(values.size());
    for (auto _ : state) {
        storage::ByteReader in(bytes);
        if (!storage::decodeValues(in, out)) state.SkipWithError("decode");
        benchmark::DoNotOptimize(out.data());
    }
    if (std::memcmp(out.data(), values.data(), kValues * sizeof(double)) != 0) state.SkipWithError("not the same");
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kValues));
    state.counters["bits"] = static_cast<double>(bytes.size()) * 8 / kValues;
}

void encode(benchmark::State& state)
{
    const Column values = columnOf(static_cast<Shape>(state.range(0)));
    std::string bytes;
    for (auto _ : state) {
        bytes.clear();
        storage::encodeValues(values, bytes);
        benchmark::DoNotOptimize(bytes.data());
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kValues));
}

/// A whole series as blocks hold it: regular times, a counter.
void decodeSeries(benchmark::State& state)
{
    storage::Columns columns;
    columns.values = columnOf(Shape::Counter);
    for (std::size_t i = 0; i < kValues; ++i) columns.times.push_back(static_cast<std::int64_t>(i) * 15'000);
    const std::string bytes = storage::encodeColumns(columns);
    storage::Columns out;
    for (auto _ : state) {
        if (!storage::decodeColumns(bytes, out)) state.SkipWithError("decode");
        benchmark::DoNotOptimize(out.values.data());
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kValues));
}

const auto kShapes = [](auto* bench) {
    bench->ArgName("shape")->DenseRange(0, static_cast<std::int64_t>(Shape::Noise))->Unit(benchmark::kMicrosecond);
};
BENCHMARK(decode)
    ->Name("codec/decode (0 constant, 1 steady counter, 2 counter, 3 integers, 4 decimals, 5 noise)")
    ->Apply(kShapes);
BENCHMARK(encode)->Name("codec/encode")->Apply(kShapes);
BENCHMARK(decodeSeries)->Name("codec/decode series")->Unit(benchmark::kMicrosecond);

class Names final : public exposition::ScrapeListener {
public:
    Result<std::uint64_t> resolve(const Labels& labels, const exposition::LineNotes&) override
    {
        return m_refs.try_emplace(labels, m_refs.size() + 1).first->second;
    }

private:
    std::map<Labels, std::uint64_t> m_refs;
};

/// The value columns of the scrapes in a folder, in the order of their files' names, that are there in all of them.
std::vector<Column> columnsOf(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".txt") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    exposition::ScrapeCache cache;
    exposition::ScrapeColumns scrape;
    Names names;
    std::map<std::uint64_t, Column> byRef;
    std::size_t scrapes = 0;
    for (const auto& path : files) {
        std::ifstream file(path, std::ios::binary);
        const std::string body{std::istreambuf_iterator<char>(file), {}};
        if (body.empty() || !cache.parse(body, exposition::Format::Text, names, scrape)) continue;
        ++scrapes;
        for (std::size_t i = 0; i < scrape.refs.size(); ++i) byRef[scrape.refs[i]].push_back(scrape.values[i]);
    }
    std::vector<Column> out;
    for (auto& [ref, column] : byRef) {
        if (column.size() == scrapes) out.push_back(std::move(column));
    }
    return out;
}

/// Bits a value; without columns that never change when `changing`: these cost next to nothing everywhere.
void realColumns(benchmark::State& state)
{
    const char* folder = std::getenv("WG_SCRAPES");
    if (!folder) {
        state.SkipWithError("WG_SCRAPES names no folder of scrapes");
        return;
    }
    std::vector<Column> columns = columnsOf(folder);
    if (state.range(0) != 0) {
        std::erase_if(columns, [](const Column& c) { return std::count(c.begin(), c.end(), c[0]) == std::ssize(c); });
    }
    std::vector<std::string> encoded(columns.size());
    double values = 0, ours = 0, gorilla = 0, chimp = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        storage::encodeValues(columns[i], encoded[i]);
        values += static_cast<double>(columns[i].size());
        ours += static_cast<double>(encoded[i].size()) * 8;
        gorilla += static_cast<double>(bench::gorillaBits(columns[i]));
        chimp += static_cast<double>(bench::chimpBits(columns[i]));
    }
    Column out;
    for (auto _ : state) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            out.resize(columns[i].size());
            storage::ByteReader in(encoded[i]);
            if (!storage::decodeValues(in, out)) state.SkipWithError("decode");
            benchmark::DoNotOptimize(out.data());
        }
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(static_cast<double>(state.iterations()) * values));
    state.counters["columns"] = static_cast<double>(columns.size());
    state.counters["bits"] = ours / values;
    state.counters["gorilla"] = gorilla / values;
    state.counters["chimp"] = chimp / values;
}
BENCHMARK(realColumns)->Name("codec/real columns")->ArgName("changing")->Arg(0)->Arg(1)->Unit(benchmark::kMicrosecond);

}  // namespace
