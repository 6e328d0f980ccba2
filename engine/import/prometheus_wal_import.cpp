// The records of Prometheus's write-ahead log (tsdb/record/record.go).

#include <algorithm>
#include <bit>

#include "engine/import/big_endian_reader.h"
#include "engine/import/prometheus_wal.h"
#include "engine/model/sample.h"

namespace watchglass::import {

namespace {

namespace fs = std::filesystem;

enum Type : std::uint8_t {
    kSeries = 1,
    kSamples = 2,
    kTombstones = 3,
    kExemplars = 4,
    kMmapMarkers = 5,
    kMetadata = 6,
    kHistograms = 7,
    kFloatHistograms = 8,
    kCustomHistograms = 9,
    kCustomFloatHistograms = 10,
};

double floatOf(BigEndianReader& in) { return std::bit_cast<double>(in.be64()); }

void readSpans(BigEndianReader& in, std::vector<HistogramSpan>& out)
{
    for (std::uint64_t left = in.uvarint(); left > 0 && !in.failed(); --left) {
        const auto offset = static_cast<std::int32_t>(in.varint());
        out.push_back({offset, static_cast<std::uint32_t>(in.uvarint())});
    }
}

void readBuckets(BigEndianReader& in, bool floats, std::vector<double>& out)
{
    std::uint64_t count = 0;  // wraps as Go's integers do
    for (std::uint64_t left = in.uvarint(); left > 0 && !in.failed(); --left) {
        if (floats) {
            out.push_back(floatOf(in));
        } else {
            count += static_cast<std::uint64_t>(in.varint());
            out.push_back(static_cast<double>(static_cast<std::int64_t>(count)));
        }
    }
}

FloatHistogram readHistogram(BigEndianReader& in, bool floats)
{
    FloatHistogram out;
    if (const std::uint8_t hint = in.byte(); hint <= static_cast<std::uint8_t>(CounterResetHint::Gauge)) {
        out.counterResetHint = static_cast<CounterResetHint>(hint);
    }
    out.schema = static_cast<std::int32_t>(in.varint());
    out.zeroThreshold = floatOf(in);
    out.zeroCount = floats ? floatOf(in) : static_cast<double>(in.uvarint());
    out.count = floats ? floatOf(in) : static_cast<double>(in.uvarint());
    out.sum = floatOf(in);
    readSpans(in, out.positiveSpans);
    readSpans(in, out.negativeSpans);
    readBuckets(in, floats, out.positiveBuckets);
    readBuckets(in, floats, out.negativeBuckets);
    if (out.usesCustomBuckets()) {
        for (std::uint64_t left = in.uvarint(); left > 0 && !in.failed(); --left) {
            out.customValues.push_back(floatOf(in));
        }
    }
    return out;
}

}  // namespace

/// The samples of a record.
struct WalImport::Samples {
    std::vector<WalRef> series;
    std::vector<std::int64_t> times;
    std::vector<double> values;
    std::vector<HistogramPtr> histograms;
};

Result<void> WalImport::run(const fs::path& dataDirectory)
{
    if (auto read = readLog(dataDirectory / "wal", false); !read) return read;
    if (auto read = readLog(dataDirectory / "wbl", true); !read) return read;
    for (const auto& [type, count] : m_unknown) {
        m_notes.push_back(std::to_string(count) + " records of type " + std::to_string(type) +
                          " in the write-ahead log were left out: they come from a newer Prometheus or one with "
                          "experimental features");
    }
    if (m_damaged > 0) m_notes.push_back(std::to_string(m_damaged) + " damaged records were left out");
    return {};
}

Result<void> WalImport::readLog(const fs::path& folder, bool outOfOrder)
{
    std::size_t number = 0;
    if (!outOfOrder) {
        // What was deleted is told behind the samples that it is about.
        const auto read = readWal(folder, [&](std::string_view record) -> Result<void> {
            readTombstones(record, number++);
            return {};
        });
        if (!read) return tl::make_unexpected(read.error());
    }
    number = 0;
    const auto damage = readWal(folder,
                                [&](std::string_view record) { return takeRecord(record, number++, outOfOrder); });
    if (!damage) return tl::make_unexpected(damage.error());
    if (!damage->empty()) m_notes.push_back(*damage);
    return {};
}

void WalImport::readTombstones(std::string_view record, std::size_t number)
{
    BigEndianReader in(record);
    if (in.byte() != kTombstones) return;
    while (!in.done()) {
        const WalRef ref = in.be64();
        const std::int64_t minMs = in.varint();
        const std::int64_t maxMs = in.varint();
        if (!in.failed()) m_deleted[ref].push_back({number, {minMs, maxMs}});
    }
}

Result<void> WalImport::takeRecord(std::string_view record, std::size_t number, bool outOfOrder)
{
    BigEndianReader in(record);
    Samples samples;
    switch (const std::uint8_t type = in.byte(); type) {
    case kSeries: return takeSeries(in.rest());
    case kSamples: takeSamples(in.rest(), samples); break;
    case kHistograms:
    case kCustomHistograms: takeHistograms(in.rest(), false, samples); break;
    case kFloatHistograms:
    case kCustomFloatHistograms: takeHistograms(in.rest(), true, samples); break;
    case kTombstones:
    case kExemplars:
    case kMmapMarkers:
    case kMetadata: return {};
    default: ++m_unknown[type]; return {};
    }
    append(samples, number, outOfOrder);
    return {};
}

Result<void> WalImport::takeSeries(std::string_view record)
{
    for (BigEndianReader in(record); !in.done();) {
        const WalRef ref = in.be64();
        std::vector<std::pair<std::string, std::string>> labels;
        for (std::uint64_t left = in.uvarint(); left > 0 && !in.failed(); --left) {
            const std::string_view name = in.text();
            labels.emplace_back(name, in.text());
        }
        if (in.failed()) {
            ++m_damaged;
            return {};
        }
        const auto own = m_store.series(Labels::fromPairs(std::move(labels)));
        if (!own) return tl::make_unexpected(own.error());
        m_refs[ref] = *own;
    }
    return {};
}

void WalImport::takeSamples(std::string_view record, Samples& out)
{
    BigEndianReader in(record);
    if (in.done()) return;
    const std::uint64_t ref = in.be64();
    const std::uint64_t time = in.be64();
    while (!in.done()) {
        const WalRef series = ref + static_cast<std::uint64_t>(in.varint());
        const std::uint64_t tMs = time + static_cast<std::uint64_t>(in.varint());
        const double value = floatOf(in);
        if (in.failed()) break;
        out.series.push_back(series);
        out.times.push_back(static_cast<std::int64_t>(tMs));
        out.values.push_back(value);
    }
    if (in.failed()) ++m_damaged;
}

void WalImport::takeHistograms(std::string_view record, bool floats, Samples& out)
{
    BigEndianReader in(record);
    if (in.done()) return;
    const std::uint64_t ref = in.be64();
    const std::uint64_t time = in.be64();
    while (!in.done()) {
        const WalRef series = ref + static_cast<std::uint64_t>(in.varint());
        const std::uint64_t tMs = time + static_cast<std::uint64_t>(in.varint());
        FloatHistogram histogram = readHistogram(in, floats);
        if (in.failed()) break;
        const bool stale = isStaleMarker(histogram.sum);
        if (!stale && !histogram.validate(!floats)) {
            ++m_damaged;
            continue;
        }
        out.series.push_back(series);
        out.times.push_back(static_cast<std::int64_t>(tMs));
        out.values.push_back(stale ? staleMarker() : 0);
        out.histograms.push_back(stale ? nullptr : std::make_shared<const FloatHistogram>(std::move(histogram)));
    }
    if (in.failed()) ++m_damaged;
}

void WalImport::append(const Samples& samples, std::size_t number, bool outOfOrder)
{
    const auto isDeleted = [&](WalRef series, std::int64_t tMs) {
        const auto deleted = m_deleted.find(series);
        if (deleted == m_deleted.end()) return false;
        return std::any_of(deleted->second.begin(), deleted->second.end(), [&](const Deleted& one) {
            return (outOfOrder || one.record > number) && tMs >= one.interval.minMs && tMs <= one.interval.maxMs;
        });
    };
    std::vector<storage::SeriesRef> refs;
    std::vector<std::int64_t> times;
    std::vector<double> values;
    std::vector<HistogramPtr> histograms;
    for (std::size_t i = 0; i < samples.series.size(); ++i) {
        const auto ref = m_refs.find(samples.series[i]);
        if (ref == m_refs.end() || (!outOfOrder && samples.times[i] < m_fromMs)) continue;
        if (!m_deleted.empty() && isDeleted(samples.series[i], samples.times[i])) continue;
        refs.push_back(ref->second);
        times.push_back(samples.times[i]);
        values.push_back(samples.values[i]);
        if (!samples.histograms.empty()) histograms.push_back(samples.histograms[i]);
    }
    if (!refs.empty()) (void)m_store.append({0, refs, values, times, histograms});
}

}  // namespace watchglass::import
