#include "engine/storage/histogram_codec.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "engine/storage/int_codec.h"
#include "engine/storage/value_codec.h"

namespace watchglass::storage {

namespace {

/// Shorter runs are written histogram by histogram: a column of few values costs more for its frame than for them.
constexpr std::size_t kColumnsFrom = 8;
/// More than any schema has between the smallest and the largest double.
constexpr std::uint64_t kMostBuckets = 1U << 20;

struct Layout {
    std::int32_t schema = 0;
    double zeroThreshold = 0;
    std::vector<HistogramSpan> positiveSpans;
    std::vector<HistogramSpan> negativeSpans;
    std::vector<double> customValues;
    std::size_t positive = 0;  ///< buckets of the spans
    std::size_t negative = 0;

    [[nodiscard]] std::size_t buckets() const { return positive + negative; }
};

bool sameBits(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

bool sameLayout(const FloatHistogram& a, const FloatHistogram& b)
{
    return a.schema == b.schema && sameBits(a.zeroThreshold, b.zeroThreshold) && a.positiveSpans == b.positiveSpans &&
           a.negativeSpans == b.negativeSpans && a.positiveBuckets.size() == b.positiveBuckets.size() &&
           a.negativeBuckets.size() == b.negativeBuckets.size() &&
           std::equal(a.customValues.begin(), a.customValues.end(), b.customValues.begin(), b.customValues.end(),
                      sameBits);
}

void putSpans(std::string& out, const std::vector<HistogramSpan>& spans, std::size_t buckets)
{
    putVarint(out, spans.size());
    for (const HistogramSpan& span : spans) {
        putSigned(out, span.offset);
        putVarint(out, span.length);
    }
    putVarint(out, buckets);
}

bool takeSpans(ByteReader& in, std::vector<HistogramSpan>& spans, std::size_t& buckets)
{
    const std::uint64_t count = in.varint();
    if (in.failed() || count > in.left()) return false;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::int64_t offset = in.signedVarint();
        const std::uint64_t length = in.varint();
        if (offset < std::numeric_limits<std::int32_t>::min() || offset > std::numeric_limits<std::int32_t>::max() ||
            length > std::numeric_limits<std::uint32_t>::max()) {
            return false;
        }
        spans.push_back({static_cast<std::int32_t>(offset), static_cast<std::uint32_t>(length)});
    }
    buckets = in.varint();
    return !in.failed() && buckets <= kMostBuckets;
}

bool takeLayout(ByteReader& in, Layout& out)
{
    const std::int64_t schema = in.signedVarint();
    if (schema < std::numeric_limits<std::int32_t>::min() || schema > std::numeric_limits<std::int32_t>::max()) {
        return false;
    }
    out.schema = static_cast<std::int32_t>(schema);
    out.zeroThreshold = in.fixed<double>();
    if (!takeSpans(in, out.positiveSpans, out.positive) || !takeSpans(in, out.negativeSpans, out.negative)) {
        return false;
    }
    const std::uint64_t bounds = in.varint();
    if (in.failed() || bounds > in.left() / sizeof(double)) return false;
    for (std::uint64_t i = 0; i < bounds; ++i) out.customValues.push_back(in.fixed<double>());
    return !in.failed();
}

/// The numbers of a run as they are written: column by column, or the buckets histogram by histogram.
class Numbers {
public:
    Numbers(std::size_t run, std::size_t buckets) : m_run(run), m_buckets(buckets), m_byColumn(run >= kColumnsFrom) {}

    [[nodiscard]] std::size_t size() const { return m_run * m_buckets; }
    /// Numbers that are written as one piece: frames do not reach over its end.
    [[nodiscard]] std::size_t piece() const { return m_byColumn ? m_run : size(); }
    [[nodiscard]] std::size_t at(std::size_t sample, std::size_t bucket) const
    {
        return m_byColumn ? bucket * m_run + sample : sample * m_buckets + bucket;
    }

private:
    std::size_t m_run;
    std::size_t m_buckets;
    bool m_byColumn;
};

void putRun(std::string& out, std::span<const HistogramPtr> run)
{
    const FloatHistogram& first = *run.front();
    putVarint(out, run.size());
    putSigned(out, first.schema);
    putFixed(out, first.zeroThreshold);
    putSpans(out, first.positiveSpans, first.positiveBuckets.size());
    putSpans(out, first.negativeSpans, first.negativeBuckets.size());
    putVarint(out, first.customValues.size());
    for (const double bound : first.customValues) putFixed(out, bound);

    std::vector<std::int64_t> hints;
    std::vector<double> column;
    for (const HistogramPtr& h : run) hints.push_back(static_cast<std::int64_t>(h->counterResetHint));
    encodeInts(hints, out);
    for (const auto member : {&FloatHistogram::count, &FloatHistogram::zeroCount, &FloatHistogram::sum}) {
        column.clear();
        for (const HistogramPtr& h : run) column.push_back((*h).*member);
        encodeValues(column, out);
    }
    const std::size_t positive = first.positiveBuckets.size();
    const Numbers numbers(run.size(), positive + first.negativeBuckets.size());
    column.resize(numbers.size());
    for (std::size_t i = 0; i < run.size(); ++i) {
        const FloatHistogram& h = *run[i];
        for (std::size_t b = 0; b < positive; ++b) column[numbers.at(i, b)] = h.positiveBuckets[b];
        for (std::size_t b = 0; b < h.negativeBuckets.size(); ++b) {
            column[numbers.at(i, positive + b)] = h.negativeBuckets[b];
        }
    }
    for (std::size_t from = 0; from < numbers.size(); from += numbers.piece()) {
        encodeValues(std::span(column).subspan(from, numbers.piece()), out);
    }
}

bool takeRun(ByteReader& in, std::size_t most, std::vector<HistogramPtr>& out)
{
    const std::uint64_t size = in.varint();
    Layout layout;
    if (in.failed() || size == 0 || size > most || !takeLayout(in, layout)) return false;
    // A frame takes two bytes at least: a damaged count must not allocate the machine's memory.
    if (size / kFrameLength > in.left() || layout.buckets() / kFrameLength * size > in.left()) return false;

    std::vector<std::int64_t> hints(size);
    std::vector<double> counts(size);
    std::vector<double> zeroCounts(size);
    std::vector<double> sums(size);
    if (!decodeInts(in, hints) || !decodeValues(in, counts) || !decodeValues(in, zeroCounts) ||
        !decodeValues(in, sums)) {
        return false;
    }
    const Numbers numbers(size, layout.buckets());
    if (numbers.size() / kFrameLength > in.left()) return false;
    std::vector<double> column(numbers.size());
    for (std::size_t from = 0; from < numbers.size(); from += numbers.piece()) {
        if (!decodeValues(in, std::span(column).subspan(from, numbers.piece()))) return false;
    }
    for (std::size_t i = 0; i < size; ++i) {
        if (hints[i] < 0 || hints[i] > static_cast<std::int64_t>(CounterResetHint::Gauge)) return false;
        auto h = std::make_shared<FloatHistogram>();
        h->counterResetHint = static_cast<CounterResetHint>(hints[i]);
        h->schema = layout.schema;
        h->zeroThreshold = layout.zeroThreshold;
        h->count = counts[i];
        h->zeroCount = zeroCounts[i];
        h->sum = sums[i];
        h->positiveSpans = layout.positiveSpans;
        h->negativeSpans = layout.negativeSpans;
        h->customValues = layout.customValues;
        h->positiveBuckets.reserve(layout.positive);
        for (std::size_t b = 0; b < layout.positive; ++b) h->positiveBuckets.push_back(column[numbers.at(i, b)]);
        h->negativeBuckets.reserve(layout.negative);
        for (std::size_t b = layout.positive; b < layout.buckets(); ++b) {
            h->negativeBuckets.push_back(column[numbers.at(i, b)]);
        }
        out.push_back(std::move(h));
    }
    return true;
}

}  // namespace

void encodeHistograms(std::span<const HistogramPtr> histograms, std::string& out)
{
    for (std::size_t from = 0; from < histograms.size();) {
        std::size_t to = from + 1;
        while (to < histograms.size() && sameLayout(*histograms[from], *histograms[to])) ++to;
        putRun(out, histograms.subspan(from, to - from));
        from = to;
    }
}

bool decodeHistograms(ByteReader& in, std::size_t count, std::vector<HistogramPtr>& out)
{
    out.clear();
    while (out.size() < count) {
        if (takeRun(in, count - out.size(), out)) continue;
        in.fail();
        return false;
    }
    return true;
}

}  // namespace watchglass::storage
