#include "engine/storage/histogram_head.h"

#include <algorithm>
#include <mutex>

#include "engine/model/sample.h"
#include "engine/storage/column_codec.h"

namespace watchglass::storage {

namespace {

/// Samples of a series that stay as they are: each is some hundred bytes larger than when it is encoded.
constexpr std::size_t kOpenSamples = 32;

HistogramPtr withHint(HistogramPtr histogram, CounterResetHint hint)
{
    if (!histogram || histogram->counterResetHint == hint) return histogram;
    FloatHistogram copy = *histogram;
    copy.counterResetHint = hint;
    return std::make_shared<const FloatHistogram>(std::move(copy));
}

/// What comes behind a late sample, or is one, tells nothing about the sample before it.
HistogramPtr withoutPast(HistogramPtr histogram)
{
    if (!histogram || histogram->counterResetHint == CounterResetHint::Gauge) return histogram;
    return withHint(std::move(histogram), CounterResetHint::Unknown);
}

}  // namespace

bool HistogramHead::has(SeriesRef ref) const
{
    const std::shared_lock lock(m_mutex);
    return m_series.contains(ref);
}

std::optional<std::int64_t> HistogramHead::newestMs(SeriesRef ref) const
{
    const std::shared_lock lock(m_mutex);
    const auto found = m_series.find(ref);
    return found == m_series.end() ? std::nullopt : found->second.newestMs;
}

bool HistogramHead::mayHave(SeriesRef ref, std::int64_t minMs, std::int64_t maxMs) const
{
    const std::shared_lock lock(m_mutex);
    const auto found = m_series.find(ref);
    if (found == m_series.end()) return false;
    const auto inside = [&](const Sample& sample) { return sample.tMs >= minMs && sample.tMs <= maxMs; };
    const Series& series = found->second;
    return std::any_of(series.pieces.begin(), series.pieces.end(),
                       [&](const auto& piece) { return piece->minMs <= maxMs && piece->maxMs >= minMs; }) ||
           std::any_of(series.open.begin(), series.open.end(), inside) ||
           std::any_of(series.late.begin(), series.late.end(), inside);
}

HistogramPtr HistogramHead::add(SeriesRef ref, std::int64_t tMs, HistogramPtr histogram, std::uint64_t sequence,
                                bool follows)
{
    const std::unique_lock lock(m_mutex);
    const auto [at, fresh] = m_series.try_emplace(ref);
    if (fresh) m_count.fetch_add(1, std::memory_order_release);
    Series& series = at->second;
    if (histogram) {
        const CounterResetHint hint = histogram->storedHint(follows ? series.newest.get() : nullptr);
        histogram = withHint(std::move(histogram), hint);
    }
    if (series.open.size() >= kOpenSamples) seal(series);
    series.open.push_back({tMs, sequence, histogram});
    series.newestMs = tMs;
    series.newest = histogram;
    return histogram;
}

HistogramPtr HistogramHead::addLate(SeriesRef ref, std::int64_t tMs, HistogramPtr histogram, std::uint64_t sequence)
{
    histogram = withoutPast(std::move(histogram));
    const std::unique_lock lock(m_mutex);
    const auto [at, fresh] = m_series.try_emplace(ref);
    if (fresh) m_count.fetch_add(1, std::memory_order_release);
    Series& series = at->second;
    const auto where = std::upper_bound(series.late.begin(), series.late.end(), tMs,
                                        [](std::int64_t time, const Sample& sample) { return time < sample.tMs; });
    series.late.insert(where, {tMs, sequence, histogram});
    if (!series.newestMs) series.newestMs = tMs;
    return histogram;
}

void HistogramHead::seal(Series& series)
{
    auto piece = std::make_shared<Sealed>();
    piece->minMs = series.open.front().tMs;
    piece->maxMs = series.open.back().tMs;
    Columns columns;
    for (Sample& sample : series.open) {
        columns.times.push_back(sample.tMs);
        columns.values.push_back(sample.histogram ? 0 : staleMarker());
        columns.histograms.push_back(std::move(sample.histogram));
        piece->sequences.push_back(sample.sequence);
    }
    piece->bytes = encodeColumns(columns);
    series.pieces.push_back(std::move(piece));
    series.open.clear();
}

void HistogramHead::collect(const Sealed& piece, const ReadRange& range, std::vector<Sample>& out)
{
    Columns columns;
    if (!decodeColumns(piece.bytes, columns)) return;  // our own bytes, in memory: they decode
    for (std::size_t i = 0; i < columns.times.size(); ++i) {
        const bool inside = columns.times[i] >= range.minMs && columns.times[i] <= range.maxMs;
        if (!inside || piece.sequences[i] > range.sequence) continue;
        out.push_back({columns.times[i], piece.sequences[i], std::move(columns.histograms[i])});
    }
}

void HistogramHead::read(SeriesRef ref, const ReadRange& range, Columns& out) const
{
    std::vector<std::shared_ptr<const Sealed>> pieces;
    std::vector<Sample> open;
    std::vector<Sample> late;
    const auto visible = [&](const Sample& sample) {
        return sample.tMs >= range.minMs && sample.tMs <= range.maxMs && sample.sequence <= range.sequence;
    };
    {
        const std::shared_lock lock(m_mutex);
        const auto found = m_series.find(ref);
        if (found == m_series.end()) return;
        const Series& series = found->second;
        for (const auto& piece : series.pieces) {
            if (piece->minMs <= range.maxMs && piece->maxMs >= range.minMs) pieces.push_back(piece);
        }
        std::copy_if(series.open.begin(), series.open.end(), std::back_inserter(open), visible);
        std::copy_if(series.late.begin(), series.late.end(), std::back_inserter(late), visible);
    }
    std::vector<Sample> all;
    for (const auto& piece : pieces) collect(*piece, range, all);
    std::move(open.begin(), open.end(), std::back_inserter(all));

    auto next = late.begin();
    bool behindLate = false;
    const auto put = [&](Sample& sample) {
        out.times.push_back(sample.tMs);
        out.values.push_back(sample.histogram ? 0 : staleMarker());
        out.histograms.push_back(behindLate ? withoutPast(std::move(sample.histogram)) : std::move(sample.histogram));
    };
    for (Sample& sample : all) {
        for (behindLate = false; next != late.end() && next->tMs < sample.tMs; ++next) {
            put(*next);
            behindLate = true;
        }
        put(sample);
    }
    behindLate = false;
    for (; next != late.end(); ++next) put(*next);
}

void HistogramHead::drop(std::int64_t cutMs)
{
    const std::unique_lock lock(m_mutex);
    const auto old = [&](const Sample& sample) { return sample.tMs < cutMs; };
    for (auto it = m_series.begin(); it != m_series.end();) {
        Series& series = it->second;
        std::erase_if(series.pieces, [&](const auto& piece) { return piece->maxMs < cutMs; });
        std::erase_if(series.open, old);
        std::erase_if(series.late, old);
        const bool none = series.pieces.empty() && series.open.empty() && series.late.empty();
        it = none ? m_series.erase(it) : std::next(it);
    }
    m_count.store(m_series.size(), std::memory_order_release);
}

std::optional<std::int64_t> HistogramHead::oldestMs() const
{
    const std::shared_lock lock(m_mutex);
    std::optional<std::int64_t> out;
    const auto take = [&](std::int64_t tMs) { out = std::min(out.value_or(tMs), tMs); };
    for (const auto& [ref, series] : m_series) {
        if (!series.pieces.empty()) take(series.pieces.front()->minMs);
        if (!series.open.empty()) take(series.open.front().tMs);
        if (!series.late.empty()) take(series.late.front().tMs);
    }
    return out;
}

std::optional<std::int64_t> HistogramHead::nextMs(std::int64_t fromMs) const
{
    const std::shared_lock lock(m_mutex);
    std::optional<std::int64_t> out;
    const auto take = [&](std::int64_t tMs) { out = std::min(out.value_or(tMs), tMs); };
    for (const auto& [ref, series] : m_series) {
        for (const auto& piece : series.pieces) {
            if (piece->maxMs >= fromMs) take(std::max(piece->minMs, fromMs));
        }
        for (const std::vector<Sample>* list : {&series.open, &series.late}) {
            for (const Sample& sample : *list) {
                if (sample.tMs >= fromMs) take(sample.tMs);
            }
        }
    }
    return out;
}

std::uint64_t HistogramHead::generation(SeriesRef ref) const
{
    const std::shared_lock lock(m_mutex);
    const auto found = m_series.find(ref);
    return found == m_series.end() ? 0 : found->second.generation;
}

void HistogramHead::setGeneration(SeriesRef ref, std::uint64_t generation)
{
    const std::unique_lock lock(m_mutex);
    m_series[ref].generation = generation;
}

}  // namespace watchglass::storage
