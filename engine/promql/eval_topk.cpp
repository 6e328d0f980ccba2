// Aggregations that need all rows of a step at once: topk, bottomk, limitk, limit_ratio, quantile, count_values.

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include <xxhash.h>

#include "engine/base/go_float.h"
#include "engine/base/utf8.h"
#include "engine/promql/eval_grouping.h"
#include "engine/promql/eval_math.h"
#include "engine/promql/eval_sinks.h"
#include "engine/promql/evaluator.h"

namespace watchglass::promql {

namespace {

struct Candidate {
    std::uint32_t row = 0;
    double value = 0;
};

/// Go's container/heap with the reference's order, ties included: which of equal rows stay is visible.
class TopHeap {
public:
    /// A view of `items`, which hold a heap already (or nothing).
    TopHeap(std::vector<Candidate>& items, bool top) : m_items(items), m_top(top) {}

    void push(Candidate candidate)
    {
        m_items.push_back(candidate);
        std::size_t child = m_items.size() - 1;
        while (child > 0) {
            const std::size_t parent = (child - 1) / 2;
            if (!less(m_items[child], m_items[parent])) break;
            std::swap(m_items[child], m_items[parent]);
            child = parent;
        }
    }

    /// Puts the candidate in the place of the weakest one if it beats it.
    void replaceWeakest(Candidate candidate)
    {
        const double weakest = m_items[0].value;
        const bool better = m_top ? weakest < candidate.value : weakest > candidate.value;
        if (!better && !(std::isnan(weakest) && !std::isnan(candidate.value))) return;
        m_items[0] = candidate;
        std::size_t parent = 0;
        for (;;) {
            std::size_t child = 2 * parent + 1;
            if (child >= m_items.size()) break;
            if (child + 1 < m_items.size() && less(m_items[child + 1], m_items[child])) ++child;
            if (!less(m_items[child], m_items[parent])) break;
            std::swap(m_items[parent], m_items[child]);
            parent = child;
        }
    }

    /// Strongest first.
    void sort()
    {
        // Go's sort is an insertion sort up to 12 elements, and then unstable: beyond, ties are anybody's.
        if (m_items.size() > 12) {
            std::stable_sort(m_items.begin(), m_items.end(), [this](const Candidate& a, const Candidate& b) {
                if (std::isnan(a.value)) return false;
                return std::isnan(b.value) || (m_top ? a.value > b.value : a.value < b.value);
            });
            return;
        }
        for (std::size_t i = 1; i < m_items.size(); ++i) {
            for (std::size_t j = i; j > 0 && less(m_items[j - 1], m_items[j]); --j) {
                std::swap(m_items[j], m_items[j - 1]);
            }
        }
    }

private:
    [[nodiscard]] bool less(const Candidate& a, const Candidate& b) const
    {
        if (std::isnan(a.value)) return true;
        return m_top ? a.value < b.value : a.value > b.value;
    }

    std::vector<Candidate>& m_items;
    bool m_top;
};

/// Go's hash of a label set (labels_stringlabels.go): xxhash64 of names and values, each with its length in one
/// byte, or 255 and three bytes.
double sampleOffset(const Labels& labels)
{
    std::string packed;
    const auto append = [&](std::string_view text) {
        if (text.size() < 255) {
            packed += static_cast<char>(text.size());
        } else {
            packed += '\xFF';
            for (int shift = 0; shift < 24; shift += 8) packed += static_cast<char>(text.size() >> shift & 0xFF);
        }
        packed += text;
    };
    for (const LabelView label : labels) {
        append(label.name);
        append(label.value);
    }
    return static_cast<double>(XXH64(packed.data(), packed.size(), 0)) / 18446744073709551616.0;
}

/// The group of each row, in the order of first rows.
std::vector<std::uint32_t> groupRows(const Rows& rows, const GroupKeys& keys, std::uint32_t& groups)
{
    std::unordered_map<std::string, std::uint32_t> index;
    std::vector<std::uint32_t> of;
    of.reserve(rows.size());
    for (const Row& row : rows) {
        of.push_back(index.try_emplace(keys.key(row.labels), static_cast<std::uint32_t>(index.size())).first->second);
    }
    groups = static_cast<std::uint32_t>(index.size());
    return of;
}

struct ParamRange {
    double min = std::numeric_limits<double>::max();
    double max = -std::numeric_limits<double>::max();
    bool anyNan = false;
};

ParamRange rangeOf(const ScalarRow& param, const Grid& grid)
{
    if (param.isConstant()) return {param.at(0), param.at(0), std::isnan(param.at(0))};
    ParamRange range;
    for (std::uint32_t i = 0; i < grid.steps; ++i) {
        range.max = goMax(range.max, param.at(i));
        range.min = goMin(range.min, param.at(i));
        range.anyNan = range.anyNan || std::isnan(param.at(i));
    }
    return range;
}

void checkK(const ParamRange& k)
{
    if (k.anyNan) throwEval("Parameter value is NaN");
    if (k.min <= -9.223372036854775808e18) throwEval("Scalar value " + formatFloatG(k.min) + " underflows int64");
    if (k.max >= 9.223372036854775807e18) throwEval("Scalar value " + formatFloatG(k.max) + " overflows int64");
}

}  // namespace

void Evaluator::streamTopk(const AggregateExpr& node, const Grid& grid, RowSink& sink)
{
    const ScalarRow param = evalScalar(*node.param, grid);
    const Rows rows = evalVector(*node.expr, grid);
    const ParamRange range = rangeOf(param, grid);
    const bool ratio = node.op == AggOp::LimitRatio;
    const PosRange paramPos = unwrapParens(*node.param).pos;
    if (!ratio) {
        if (range.max < 1) return;
        checkK(range);
    } else {
        if (range.max == 0 && range.min == 0) return;
        if (range.anyNan) throwEval("Ratio value is NaN");
        const auto warn = [&](double value, const char* cap) {
            m_annotations.warn(
                "ratio value should be between -1 and 1, got " + formatFloatG(value) + ", capping to " + cap, paramPos);
        };
        if (range.max > 1) warn(range.max, "1");
        if (range.min < -1) warn(range.min, "-1");
    }

    std::uint32_t groupCount = 0;
    const std::vector<std::uint32_t> groupOf = groupRows(rows, GroupKeys(node.grouping, node.without), groupCount);
    std::vector<double> offsets;
    if (ratio) {
        for (const Row& row : rows) offsets.push_back(sampleOffset(row.labels));
    }

    const bool ranks = node.op == AggOp::Topk || node.op == AggOp::Bottomk;
    std::vector<Bitmap> chosen(rows.size(), Bitmap(bitmapWords(grid.steps), 0));
    std::vector<std::vector<Candidate>> heaps(groupCount);
    std::vector<std::uint32_t> order;  // of an instant query
    for (std::uint32_t step = 0; step < grid.steps; ++step) {
        const auto k = ratio ? 0 : std::min<std::int64_t>(goInt64(param.at(step)), std::int64_t(rows.size()));
        const double r = ratio ? std::clamp(param.at(step), -1.0, 1.0) : 0;
        if (ratio ? r == 0 : k < 1) continue;
        for (std::vector<Candidate>& heap : heaps) heap.clear();
        for (std::uint32_t i = 0; i < rows.size(); ++i) {
            if (!rows[i].has(step)) continue;
            if (ranks && rows[i].histogramAt(step) != nullptr) {
                m_annotations.ignoredInAggregation(aggText(node.op), node.pos);
                continue;
            }
            std::vector<Candidate>& items = heaps[groupOf[i]];
            const Candidate candidate{i, rows[i].values[step]};
            if (ratio) {
                if (r >= 0 ? offsets[i] < r : offsets[i] >= 1.0 + r) items.push_back(candidate);
            } else if (node.op == AggOp::Limitk) {
                if (std::int64_t(items.size()) < k) items.push_back(candidate);
            } else if (std::int64_t(items.size()) < k) {
                TopHeap(items, node.op == AggOp::Topk).push(candidate);
            } else {
                TopHeap(items, node.op == AggOp::Topk).replaceWeakest(candidate);
            }
        }
        for (std::vector<Candidate>& heap : heaps) {
            if (grid.steps == 1 && ranks) {
                TopHeap(heap, node.op == AggOp::Topk).sort();
            }
            for (const Candidate& candidate : heap) {
                setBit(chosen[candidate.row], step);
                if (grid.steps == 1) order.push_back(candidate.row);
            }
        }
    }

    if (grid.steps > 1) {
        for (std::uint32_t i = 0; i < rows.size(); ++i) order.push_back(i);
    }
    Row out;
    for (const std::uint32_t i : order) {
        if (!anyBit(chosen[i])) continue;
        out = rows[i];
        out.present = chosen[i];
        out.dense = countBits(out.present) == grid.steps;
        sink.row(out);
    }
}

void Evaluator::streamQuantile(const AggregateExpr& node, const Grid& grid, RowSink& sink)
{
    const ScalarRow q = evalScalar(*node.param, grid);
    Rows rows = evalVector(*node.expr, grid);
    bool ignored = false;
    for (Row& row : rows) ignored = row.dropHistograms() || ignored;
    if (ignored) m_annotations.ignoredInAggregation("quantile", unwrapParens(*node.expr).pos);
    std::erase_if(rows, [](const Row& row) { return !row.dense && !anyBit(row.present); });
    const ParamRange range = rangeOf(q, grid);
    const PosRange at = unwrapParens(*node.param).pos;
    if (range.anyNan) m_annotations.invalidQuantile(kNan, at);
    if (range.max > 1) m_annotations.invalidQuantile(range.max, at);
    if (range.min < 0) m_annotations.invalidQuantile(range.min, at);

    const GroupKeys keys(node.grouping, node.without);
    std::uint32_t groupCount = 0;
    const std::vector<std::uint32_t> groupOf = groupRows(rows, keys, groupCount);
    std::vector<std::vector<const Row*>> members(groupCount);
    for (std::size_t i = 0; i < rows.size(); ++i) members[groupOf[i]].push_back(&rows[i]);
    std::vector<double> values;
    Row out;
    for (const std::vector<const Row*>& group : members) {
        out.reset(grid.steps);
        for (std::uint32_t step = 0; step < grid.steps; ++step) {
            values.clear();
            for (const Row* row : group) {
                if (row->has(step)) values.push_back(row->values[step]);
            }
            if (values.empty()) continue;
            out.values[step] = quantileInPlace(q.at(step), values);
            setBit(out.present, step);
        }
        for (const Row* row : group) out.dropName = out.dropName || row->dropName;
        out.dense = countBits(out.present) == grid.steps;
        out.labels = keys.labels(group.front()->labels);
        sink.row(out);
    }
}

void Evaluator::streamCountValues(const AggregateExpr& node, const Grid& grid, RowSink& sink)
{
    const Expr& param = unwrapParens(*node.param);
    if (param.kind != ExprKind::StringLiteral) throwEval("expected a string literal in count_values");
    const std::string& label = static_cast<const StringLiteral&>(param).value;
    if (label.empty() || !isValidUtf8(label)) throwEval("invalid label name " + goQuote(label));
    const Rows rows = evalVector(*node.expr, grid);
    std::vector<std::string> names = node.grouping;
    if (!node.without) names.push_back(label);
    const GroupKeys keys(std::move(names), node.without);

    Rows out;
    std::unordered_map<std::string, std::size_t> index;
    LabelsBuilder builder;
    for (const Row& row : rows) {
        std::map<std::uint64_t, std::size_t> byBits;  // place + 1; rows tend to repeat few values
        forEachBit(row.present, [&](std::uint32_t step) {
            const FloatHistogram* histogram = row.histogramAt(step);
            std::size_t none = 0;
            std::size_t& known =
                histogram != nullptr
                    ? none
                    : byBits.try_emplace(std::bit_cast<std::uint64_t>(row.values[step]), 0).first->second;
            if (known == 0) {
                builder.reset(row.labels);
                builder.set(label, histogram != nullptr ? histogram->toString() : formatFloat(row.values[step]));
                const Labels labels = keys.labels(builder.build());
                const auto [at, isNewRow] = index.try_emplace(labels.packed(), out.size());
                if (isNewRow) {
                    Row& made = out.emplace_back();
                    made.reset(grid.steps);
                    made.labels = labels;
                }
                known = at->second + 1;
            }
            Row& counted = out[known - 1];
            if (!counted.has(step)) {
                setBit(counted.present, step);
                counted.values[step] = 0;
            }
            counted.values[step] += 1;
        });
    }
    for (Row& row : out) row.dense = countBits(row.present) == grid.steps;
    emitRows(std::move(out), sink);
}

}  // namespace watchglass::promql
