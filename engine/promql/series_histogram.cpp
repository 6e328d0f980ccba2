// Native histograms in series descriptions: {{schema:1 sum:3 buckets:[5 10 7]}}.

#include <algorithm>

#include "engine/promql/series_parser.h"

namespace watchglass::promql {
namespace {

/// Sums of histograms that one line may write out, in buckets: keeps a line from eating the memory.
constexpr std::uint64_t kMostBuckets = 10'000'000;

std::string_view keyText(Tok key)
{
    switch (key) {
    case Tok::SumDesc: return "sum";
    case Tok::CountDesc: return "count";
    case Tok::SchemaDesc: return "schema";
    case Tok::OffsetDesc: return "offset";
    case Tok::NegativeOffsetDesc: return "n_offset";
    case Tok::BucketsDesc: return "buckets";
    case Tok::NegativeBucketsDesc: return "n_buckets";
    case Tok::ZeroBucketDesc: return "z_bucket";
    case Tok::ZeroBucketWidthDesc: return "z_bucket_w";
    case Tok::CustomValuesDesc: return "custom_values";
    default: return "counter_reset_hint";
    }
}

bool isKey(Tok t) { return t > Tok::HistogramDescStart && t < Tok::HistogramDescEnd; }

/// Buckets are written as one run, whose place the offset gives; no buckets, no run.
void settleSpan(std::vector<HistogramSpan>& spans, const std::vector<double>& buckets)
{
    const std::int32_t offset = spans.empty() ? 0 : spans.front().offset;
    spans.clear();
    if (!buckets.empty()) {
        spans.push_back({offset, static_cast<std::uint32_t>(buckets.size())});
    }
}

std::uint64_t bucketCount(const FloatHistogram& histogram)
{
    return 1 + histogram.positiveBuckets.size() + histogram.negativeBuckets.size();
}

}  // namespace

void SeriesParser::parseHistograms()
{
    Histogram first = parseHistogram();
    auto current = std::make_shared<const FloatHistogram>(std::move(first.value));
    const Tok type = peek().type;
    if (type == Tok::Times) {
        take();
        const std::uint64_t repeats = parseCount();
        for (std::uint64_t i = 0;; ++i) {
            addValue({0, false, current, first.hintGiven});
            if (i == repeats) {
                return;
            }
        }
    }
    if (type != Tok::Add && type != Tok::Sub) {
        addValue({0, false, current, first.hintGiven});
        return;
    }
    take();
    if (peek().type != Tok::OpenHist) {
        unexpectedInSeries();
    }
    const Histogram step = parseHistogram();
    if (!accept(Tok::Times)) {
        unexpectedInSeries();
    }
    const PosRange where = peek().range();
    const std::uint64_t repeats = parseCount();
    const std::uint64_t size = bucketCount(*current) + bucketCount(step.value);
    if (repeats > kMostBuckets / size) {
        failAt(where,
               "too many histogram buckets in a series, at most " + std::to_string(kMostBuckets) + " are allowed");
    }
    // Prometheus takes the step's word on the hint for the whole sequence.
    addValue({0, false, current, step.hintGiven});
    for (std::uint64_t i = 0; i < repeats; ++i) {
        if (current->schema > step.value.schema) {
            failAt(where, "error combining histograms: cannot merge from schema " + std::to_string(step.value.schema) +
                              " to " + std::to_string(current->schema));
        }
        FloatHistogram next = *current;
        const auto combined = type == Tok::Add ? next.add(step.value) : next.subtract(step.value);
        if (!combined) {
            failAt(where, combined.error().message);
        }
        current = std::make_shared<const FloatHistogram>(std::move(next));
        addValue({0, false, current, step.hintGiven});
    }
}

SeriesParser::Histogram SeriesParser::parseHistogram()
{
    Histogram histogram;
    std::vector<Tok> seen;
    take();
    bool space = accept(Tok::Space);
    while (!space && isKey(peek().type)) {
        parseHistogramItem(histogram, seen);
        m_inHistogramItems = true;
        space = accept(Tok::Space);
        if (space && isKey(peek().type)) {
            space = false;
        } else {
            break;
        }
    }
    if (peek().type != Tok::CloseHist) {
        unexpectedInSeries();
    }
    take();
    m_inHistogramItems = false;
    settleSpan(histogram.value.positiveSpans, histogram.value.positiveBuckets);
    settleSpan(histogram.value.negativeSpans, histogram.value.negativeBuckets);
    return histogram;
}

void SeriesParser::parseHistogramItem(Histogram& histogram, std::vector<Tok>& seen)
{
    const Tok key = take().type;
    if (!accept(Tok::Colon)) {
        unexpectedInSeries();
    }
    parseHistogramValue(histogram, key);
    if (std::find(seen.begin(), seen.end(), key) != seen.end()) {
        failAt({}, "duplicate key \"" + std::string(keyText(key)) + "\" in histogram");
    }
    seen.push_back(key);
}

void SeriesParser::parseHistogramValue(Histogram& histogram, Tok key)
{
    FloatHistogram& h = histogram.value;
    switch (key) {
    case Tok::SumDesc: h.sum = parseSigned(true); break;
    case Tok::CountDesc: h.count = parseSigned(true); break;
    case Tok::SchemaDesc: h.schema = parseInteger(); break;
    case Tok::OffsetDesc: h.positiveSpans = {{parseInteger(), 0}}; break;
    case Tok::NegativeOffsetDesc: h.negativeSpans = {{parseInteger(), 0}}; break;
    case Tok::BucketsDesc: h.positiveBuckets = parseBuckets(); break;
    case Tok::NegativeBucketsDesc: h.negativeBuckets = parseBuckets(); break;
    case Tok::ZeroBucketDesc: h.zeroCount = parseSigned(true); break;
    case Tok::ZeroBucketWidthDesc: h.zeroThreshold = parseSigned(false); break;
    case Tok::CustomValuesDesc: h.customValues = parseBuckets(); break;
    default: h.counterResetHint = parseHint(); histogram.hintGiven = true;
    }
}

std::vector<double> SeriesParser::parseBuckets()
{
    if (!accept(Tok::LeftBracket)) {
        unexpectedInSeries();
    }
    std::vector<double> values{parseSigned(true)};
    while (true) {
        const bool space = accept(Tok::Space);
        if (accept(Tok::RightBracket)) {
            return values;
        }
        if (!space) {
            unexpectedInSeries();
        }
        values.push_back(parseSigned(true));
    }
}

CounterResetHint SeriesParser::parseHint()
{
    switch (peek().type) {
    case Tok::UnknownCounterReset: take(); return CounterResetHint::Unknown;
    case Tok::CounterReset: take(); return CounterResetHint::Reset;
    case Tok::NotCounterReset: take(); return CounterResetHint::NotReset;
    case Tok::GaugeType: take(); return CounterResetHint::Gauge;
    default: unexpectedInSeries();
    }
}

}  // namespace watchglass::promql
