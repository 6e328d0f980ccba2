#include "engine/import/openmetrics_import.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <unordered_map>
#include <vector>

#include "engine/exposition/parser.h"

namespace watchglass::import {

namespace {

std::string lineOf(std::string_view text, std::size_t offset)
{
    return "line " +
           std::to_string(1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

/// The samples of a text, series by series.
class TextHistory final : public storage::History {
public:
    Result<void> parse(std::string_view body)
    {
        const auto parser = exposition::createParser(body, exposition::Format::OpenMetrics);
        // Name and labels as they stand in the body: most lines need no more than that.
        std::unordered_map<std::string_view, std::size_t> known;
        std::unordered_map<Labels, std::size_t> byLabels;
        for (;;) {
            const std::size_t from = parser->offset();
            const auto entry = parser->next();
            if (!entry) return tl::make_unexpected(entry.error());
            if (*entry == exposition::Entry::End) return {};
            if (*entry != exposition::Entry::Series) continue;
            const auto time = parser->timestampMs();
            if (!time) return fail(ErrorCode::InvalidInput, "a sample without a timestamp", lineOf(body, from));
            const std::string_view name = body.substr(from, parser->valueOffset() - from);
            auto at = known.find(name);
            if (at == known.end()) {
                bool repeated = false;
                Labels labels = parser->labels(&repeated);
                if (repeated) return fail(ErrorCode::InvalidInput, "a label name stands twice", lineOf(body, from));
                const auto [own, fresh] = byLabels.try_emplace(std::move(labels), m_series.size());
                if (fresh) m_series.push_back({own->first, {}});
                at = known.emplace(name, own->second).first;
            }
            m_series[at->second].samples.push_back({*time, parser->value()});
        }
    }

    /// Brings the samples in order. How many stand at a time that has another value already.
    std::uint64_t sort()
    {
        std::uint64_t refused = 0;
        for (Series& series : m_series) {
            auto& samples = series.samples;
            std::stable_sort(samples.begin(), samples.end(),
                             [](const Sample& a, const Sample& b) { return a.tMs < b.tMs; });
            std::size_t kept = 0;
            for (const Sample& sample : samples) {
                if (kept == 0 || samples[kept - 1].tMs != sample.tMs) {
                    samples[kept++] = sample;
                } else if (std::bit_cast<std::uint64_t>(samples[kept - 1].value) !=
                           std::bit_cast<std::uint64_t>(sample.value)) {
                    ++refused;
                }
            }
            samples.resize(kept);
            if (kept == 0) continue;
            m_minMs = std::min(m_minMs, samples.front().tMs);
            m_maxMs = std::max(m_maxMs, samples.back().tMs);
        }
        return refused;
    }

    [[nodiscard]] std::size_t size() const override { return m_series.size(); }
    [[nodiscard]] const Labels& labels(std::size_t series) const override { return m_series[series].labels; }
    [[nodiscard]] Result<void> read(std::size_t series, std::int64_t minMs, std::int64_t maxMs,
                                    storage::Columns& out) const override
    {
        const auto& samples = m_series[series].samples;
        auto at = std::lower_bound(samples.begin(), samples.end(), minMs,
                                   [](const Sample& sample, std::int64_t tMs) { return sample.tMs < tMs; });
        for (; at != samples.end() && at->tMs <= maxMs; ++at) {
            out.times.push_back(at->tMs);
            out.values.push_back(at->value);
        }
        return {};
    }
    [[nodiscard]] std::optional<std::int64_t> nextMs(std::int64_t fromMs) const override
    {
        if (m_maxMs < fromMs || m_maxMs < m_minMs) return std::nullopt;
        return std::max(fromMs, m_minMs);
    }
    [[nodiscard]] std::int64_t maxMs() const override { return m_maxMs; }

private:
    struct Series {
        Labels labels;
        std::vector<Sample> samples;
    };
    std::vector<Series> m_series;
    std::int64_t m_minMs = std::numeric_limits<std::int64_t>::max();
    std::int64_t m_maxMs = std::numeric_limits<std::int64_t>::min();
};

}  // namespace

Result<ImportCounts> importOpenMetrics(std::string_view text, storage::Storage& store)
{
    TextHistory history;
    if (auto parsed = history.parse(text); !parsed) return tl::make_unexpected(parsed.error());
    const std::uint64_t refused = history.sort();
    auto out = importHistory(history, store);
    if (out) out->refused += refused;
    return out;
}

}  // namespace watchglass::import
