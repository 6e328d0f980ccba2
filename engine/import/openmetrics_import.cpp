#include "engine/import/openmetrics_import.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "engine/exposition/parser.h"

namespace watchglass::import {

namespace {

struct Sample {
    std::int64_t tMs;
    std::uint32_t series;  ///< index into Text::series
    double value;
};

struct Text {
    std::vector<Labels> series;
    std::vector<Sample> samples;
};

std::string lineOf(std::string_view text, std::size_t offset)
{
    return "line " +
           std::to_string(1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

Result<Text> parse(std::string_view body)
{
    const auto parser = exposition::createParser(body, exposition::Format::OpenMetrics);
    Text out;
    std::unordered_map<std::string_view, std::uint32_t> known;  // the text of name and labels, as it stands in the body
    for (;;) {
        const std::size_t from = parser->offset();
        const auto entry = parser->next();
        if (!entry) return tl::make_unexpected(entry.error());
        if (*entry == exposition::Entry::End) return out;
        if (*entry != exposition::Entry::Series) continue;
        const auto time = parser->timestampMs();
        if (!time) return fail(ErrorCode::InvalidInput, "a sample without a timestamp", lineOf(body, from));
        const std::string_view name = body.substr(from, parser->valueOffset() - from);
        auto at = known.find(name);
        if (at == known.end()) {
            bool repeated = false;
            out.series.push_back(parser->labels(&repeated));
            if (repeated) return fail(ErrorCode::InvalidInput, "a label name stands twice", lineOf(body, from));
            at = known.emplace(name, static_cast<std::uint32_t>(out.series.size() - 1)).first;
        }
        out.samples.push_back({*time, at->second, parser->value()});
    }
}

}  // namespace

Result<ImportCounts> importOpenMetrics(std::string_view text, storage::Storage& store)
{
    auto parsed = parse(text);
    if (!parsed) return tl::make_unexpected(parsed.error());
    std::vector<storage::SeriesRef> refs;
    refs.reserve(parsed->series.size());
    for (const Labels& labels : parsed->series) {
        const auto ref = store.series(labels);
        if (!ref) return tl::make_unexpected(ref.error());
        refs.push_back(*ref);
    }
    auto& samples = parsed->samples;
    std::stable_sort(samples.begin(), samples.end(), [](const Sample& a, const Sample& b) { return a.tMs < b.tMs; });

    ImportCounts out;
    std::vector<storage::SeriesRef> batchRefs;
    std::vector<double> batchValues;
    for (std::size_t at = 0; at < samples.size();) {
        storage::SampleBatch batch;
        batch.tMs = samples[at].tMs;
        batchRefs.clear();
        batchValues.clear();
        for (; at < samples.size() && samples[at].tMs == batch.tMs; ++at) {
            batchRefs.push_back(refs[samples[at].series]);
            batchValues.push_back(samples[at].value);
        }
        batch.refs = batchRefs;
        batch.values = batchValues;
        const storage::AppendResult result = store.append(batch);
        out.refused += result.outOfOrder + result.duplicate + result.outOfBounds;
    }
    out.samples = samples.size() - out.refused;
    std::sort(refs.begin(), refs.end());
    out.series = static_cast<std::uint64_t>(std::unique(refs.begin(), refs.end()) - refs.begin());
    if (!samples.empty()) {
        out.minMs = samples.front().tMs;
        out.maxMs = samples.back().tMs;
    }
    if (auto flushed = store.flush(); !flushed) return tl::make_unexpected(flushed.error());
    return out;
}

}  // namespace watchglass::import
