#include "engine/model/histogram_sum.h"

#include <algorithm>
#include <cmath>

#include "engine/model/histogram_buckets.h"

namespace watchglass {

using namespace histogram_detail;

namespace {

/// Exponential schemas that exist or are reserved (prometheus model/histogram/generic.go).
constexpr std::int32_t kLowestSchema = -9;
constexpr std::int32_t kHighestSchema = 52;

bool knownSchema(std::int32_t schema)
{
    return schema == kCustomBucketsSchema || (schema >= kLowestSchema && schema <= kHighestSchema);
}

CounterResetHint combineHints(CounterResetHint a, CounterResetHint b, bool& collision)
{
    if (a == b) return a;
    if (a == CounterResetHint::Gauge || b == CounterResetHint::Gauge) return CounterResetHint::Gauge;
    collision = a != CounterResetHint::Unknown && b != CounterResetHint::Unknown;
    return CounterResetHint::Unknown;
}

}  // namespace

HistogramSum::HistogramSum(const FloatHistogram& first)
    : m_hint(first.counterResetHint), m_schema(first.schema),
      m_zeroThreshold(first.zeroThreshold), m_zeroCount{first.zeroCount, 0}, m_count{first.count, 0}, m_sum{first.sum,
                                                                                                            0},
      m_positive(cellsOf(first.positiveSpans, first.positiveBuckets)),
      m_negative(cellsOf(first.negativeSpans, first.negativeBuckets)), m_customValues(first.customValues)
{
}

HistogramSum::Cells HistogramSum::cellsOf(const std::vector<HistogramSpan>& spans, const std::vector<double>& counts)
{
    Cells cells;
    cells.reserve(counts.size());
    const SparseBuckets buckets = unpack(spans, counts);
    for (const auto& [index, count] : buckets) cells.push_back({index, {count, 0}});
    return cells;
}

HistogramSum::Cells HistogramSum::reduced(const Cells& cells, std::int32_t from, std::int32_t to)
{
    Cells out;
    for (const Cell& cell : cells) {
        const std::int64_t target = coarserIndex(cell.index, from, to);
        if (!out.empty() && out.back().index == target) {
            out.back().count.add(cell.count.sum);
            out.back().count.add(cell.count.c);
        } else {
            out.push_back({target, cell.count});
        }
    }
    return out;
}

void HistogramSum::merge(Cells& into, const Cells& other, double sign)
{
    Cells merged;
    merged.reserve(into.size() + other.size());
    auto left = into.begin();
    for (const Cell& cell : other) {
        while (left != into.end() && left->index < cell.index) merged.push_back(*left++);
        if (left != into.end() && left->index == cell.index) {
            merged.push_back(*left++);
            merged.back().count.add(sign * cell.count.sum);
            if (cell.count.c != 0) merged.back().count.add(sign * cell.count.c);
        } else {
            merged.push_back({cell.index, {sign * cell.count.sum, sign * cell.count.c}});
        }
    }
    merged.insert(merged.end(), left, into.end());
    into = std::move(merged);
}

Result<HistogramMerge> HistogramSum::add(const FloatHistogram& other, double sign)
{
    if ((m_schema == kCustomBucketsSchema) != other.usesCustomBuckets()) {
        return fail(ErrorCode::InvalidInput, "cannot apply this operation on histograms with a mix of exponential and "
                                             "custom bucket schemas");
    }
    if (!knownSchema(m_schema) || !knownSchema(other.schema)) {
        return fail(ErrorCode::InvalidInput, "histogram has an unknown schema");
    }
    if (std::isnan(m_zeroThreshold) || std::isnan(other.zeroThreshold)) {
        return fail(ErrorCode::InvalidInput, "zero threshold of a histogram is not a number");
    }
    HistogramMerge merge;
    m_hint = combineHints(m_hint, other.counterResetHint, merge.resetCollision);
    m_count.add(sign * other.count);
    m_sum.add(sign * other.sum);
    if (other.usesCustomBuckets()) {
        merge.boundsReconciled = addCustom(other, sign);
    } else {
        addExponential(other, sign);
    }
    return merge;
}

bool HistogramSum::addCustom(const FloatHistogram& other, double sign)
{
    const Cells added = cellsOf(other.positiveSpans, other.positiveBuckets);
    if (m_customValues == other.customValues) {
        merge(m_positive, added, sign);
        return false;
    }
    std::vector<double> shared;
    std::set_intersection(m_customValues.begin(), m_customValues.end(), other.customValues.begin(),
                          other.customValues.end(), std::back_inserter(shared));
    std::vector<KahanSum> counts(shared.size() + 1);
    const auto targetOf = [&](const std::vector<double>& bounds, std::int64_t index) -> KahanSum& {
        const auto at = static_cast<std::size_t>(index);
        if (index < 0 || at >= bounds.size()) return counts.back();
        return counts[static_cast<std::size_t>(std::lower_bound(shared.begin(), shared.end(), bounds[at]) -
                                               shared.begin())];
    };
    for (const Cell& cell : m_positive) {
        KahanSum& target = targetOf(m_customValues, cell.index);
        target.add(cell.count.sum);
        target.add(cell.count.c);
    }
    for (const Cell& cell : added) targetOf(other.customValues, cell.index).add(sign * cell.count.sum);
    m_positive.clear();
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i].sum != 0 || counts[i].c != 0) m_positive.push_back({static_cast<std::int64_t>(i), counts[i]});
    }
    m_customValues = std::move(shared);
    return true;
}

double HistogramSum::grown(const Cells& positive, const Cells& negative, std::int32_t schema, double threshold) const
{
    const auto sparse = [](const Cells& cells) {
        SparseBuckets out;
        for (const Cell& cell : cells) out.emplace_back(cell.index, cell.count.sum);
        return out;
    };
    return grownThreshold(sparse(positive), sparse(negative), schema, threshold);
}

void HistogramSum::swallow(Cells& cells, std::int32_t schema, double threshold, KahanSum& zeroCount)
{
    Cells kept;
    for (const Cell& cell : cells) {
        if (exponentialBound(cell.index - 1, schema) < threshold) {
            zeroCount.add(cell.count.sum);
            zeroCount.add(cell.count.c);
        } else if (cell.count.sum != 0 || cell.count.c != 0) {
            kept.push_back(cell);
        }
    }
    cells = std::move(kept);
}

void HistogramSum::addExponential(const FloatHistogram& other, double sign)
{
    Cells positive = cellsOf(other.positiveSpans, other.positiveBuckets);
    Cells negative = cellsOf(other.negativeSpans, other.negativeBuckets);
    KahanSum zeroCount{other.zeroCount, 0};

    // Either zero bucket may have to grow, which may make the other grow again.
    double threshold = std::max(m_zeroThreshold, other.zeroThreshold);
    if (m_zeroThreshold != other.zeroThreshold) {
        for (double before = -1; before != threshold;) {
            before = threshold;
            if (threshold > m_zeroThreshold) threshold = grown(m_positive, m_negative, m_schema, threshold);
            if (threshold > other.zeroThreshold) threshold = grown(positive, negative, other.schema, threshold);
        }
        if (threshold > m_zeroThreshold) {
            swallow(m_positive, m_schema, threshold, m_zeroCount);
            swallow(m_negative, m_schema, threshold, m_zeroCount);
        }
        if (threshold > other.zeroThreshold) {
            swallow(positive, other.schema, threshold, zeroCount);
            swallow(negative, other.schema, threshold, zeroCount);
        }
        m_zeroThreshold = threshold;
    }
    m_zeroCount.add(sign * zeroCount.sum);
    if (zeroCount.c != 0) m_zeroCount.add(sign * zeroCount.c);

    if (other.schema < m_schema) {
        m_positive = reduced(m_positive, m_schema, other.schema);
        m_negative = reduced(m_negative, m_schema, other.schema);
        m_schema = other.schema;
    } else if (other.schema > m_schema) {
        positive = reduced(positive, other.schema, m_schema);
        negative = reduced(negative, other.schema, m_schema);
    }
    // What ends below the zero threshold adds nothing: such counts stand for what cannot be there.
    const auto dropInside = [&](Cells& cells) {
        const auto first = std::find_if(cells.begin(), cells.end(), [&](const Cell& cell) {
            return exponentialBound(cell.index, m_schema) > m_zeroThreshold;
        });
        cells.erase(cells.begin(), first);
    };
    dropInside(positive);
    dropInside(negative);
    merge(m_positive, positive, sign);
    merge(m_negative, negative, sign);
}

template <class Self, class Fn>
void HistogramSum::forEachNumber(Self& self, Fn&& fn)
{
    for (auto* number : {&self.m_zeroCount, &self.m_count, &self.m_sum}) fn(*number);
    for (auto& cell : self.m_positive) fn(cell.count);
    for (auto& cell : self.m_negative) fn(cell.count);
}

void HistogramSum::multiply(double factor)
{
    forEachNumber(*this, [&](KahanSum& number) {
        number.sum *= factor;
        number.c *= factor;
    });
}

void HistogramSum::divide(double divisor)
{
    forEachNumber(*this, [&](KahanSum& number) {
        number.sum /= divisor;
        number.c /= divisor;
    });
}

bool HistogramSum::overflowed() const
{
    bool found = false;
    forEachNumber(*this, [&](const KahanSum& number) { found = found || std::isinf(number.sum); });
    return found;
}

FloatHistogram HistogramSum::build(bool compensated) const
{
    const auto value = [&](const KahanSum& number) { return compensated ? number.sum + number.c : number.sum; };
    const auto fill = [&](const Cells& cells, std::vector<HistogramSpan>& spans, std::vector<double>& counts) {
        SparseBuckets buckets;
        buckets.reserve(cells.size());
        for (const Cell& cell : cells) buckets.emplace_back(cell.index, value(cell.count));
        pack(buckets, spans, counts);
    };
    FloatHistogram out;
    out.counterResetHint = m_hint;
    out.schema = m_schema;
    out.zeroThreshold = m_zeroThreshold;
    out.zeroCount = value(m_zeroCount);
    out.count = value(m_count);
    out.sum = value(m_sum);
    out.customValues = m_customValues;
    fill(m_positive, out.positiveSpans, out.positiveBuckets);
    fill(m_negative, out.negativeSpans, out.negativeBuckets);
    return out;
}

}  // namespace watchglass
