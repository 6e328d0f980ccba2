#include <algorithm>
#include <memory>
#include <unordered_map>

#include "engine/promql/eval_aggregate_histograms.h"
#include "engine/promql/eval_grouping.h"
#include "engine/promql/eval_math.h"
#include "engine/promql/eval_sinks.h"
#include "engine/promql/evaluator.h"
#include "engine/promql/grouping_cache.h"

namespace watchglass::promql {

namespace {

/// Running results of one group, one slot per step.
struct GroupState {
    Labels labels;
    Bitmap seen;
    bool allSeen = false;
    bool dropName = false;
    std::vector<double> value;  ///< sum, extreme, or the squared distances of stddev
    std::vector<double> c;      ///< compensation of sums
    std::vector<double> count;
    std::vector<double> mean;
    std::vector<std::uint8_t> incremental;        ///< avg: the sum overflowed at this step
    std::unique_ptr<GroupHistograms> histograms;  ///< sum and avg, once there was one; the rest is about floats
};

/// Aggregations that fold a row into a running value: all but those that need every row at once.
class FoldSink final : public RowSink {
public:
    FoldSink(const AggregateExpr& node, const Grid& grid, Annotations& annotations, GroupingCache& groupings)
        : m_op(node.op), m_steps(grid.steps), m_pos(unwrapParens(*node.expr).pos), m_annotations(annotations),
          m_keys(node.grouping, node.without), m_seriesGroups(m_keys, groupings)
    {
    }

    [[nodiscard]] bool takesSeries() const override { return true; }
    void row(Row& row) override
    {
        if (!row.histograms.empty() && !takesHistograms(row)) return;
        GroupState& group = row.ref != 0 ? groupOfSeries(row) : m_groups[groupFor(m_keys.labels(row.labels))];
        group.dropName = group.dropName || row.dropName;
        if (!row.histograms.empty()) foldHistograms(group, row);
        if (group.histograms) group.histograms->mask(row);
        if (row.dense && group.allSeen) {
            foldDense(group, row.values.data());
        } else {
            forEachBit(row.present, [&](std::uint32_t i) {
                if (testBit(group.seen, i)) {
                    fold(group, i, row.values[i]);
                } else {
                    first(group, i, row.values[i]);
                }
            });
            if (group.allSeen) return;
            for (std::size_t w = 0; w < group.seen.size(); ++w) group.seen[w] |= row.present[w];
            group.allSeen = row.dense || countBits(group.seen) == m_steps;
        }
    }

    void finish(RowSink& sink)
    {
        m_seriesGroups.keep();
        Row out;
        for (GroupState& group : m_groups) {
            out.reset(m_steps);
            for (std::uint32_t i = 0; i < m_steps; ++i) out.values[i] = result(group, i);
            out.labels = std::move(group.labels);
            out.present = std::move(group.seen);
            out.dense = group.allSeen;
            out.dropName = group.dropName;
            if (group.histograms) group.histograms->finish(out, m_pos, m_annotations);
            if (out.dense || anyBit(out.present)) sink.row(out);
        }
    }

private:
    /// Leaves the histograms where the aggregation can do something with them. False when nothing is left.
    bool takesHistograms(Row& row)
    {
        switch (m_op) {
        case AggOp::Sum:
        case AggOp::Avg: return true;
        case AggOp::Count:
        case AggOp::Group: row.histograms.clear(); return true;
        default: break;
        }
        if (row.dropHistograms()) m_annotations.ignoredInAggregation(aggText(m_op), m_pos);
        return anyBit(row.present);
    }

    void foldHistograms(GroupState& group, Row& row)
    {
        if (!group.histograms) group.histograms = std::make_unique<GroupHistograms>(m_steps, m_op == AggOp::Avg);
        const std::string_view metricName = (row.ref != 0 ? *row.seriesLabels : row.labels).metricName();
        forEachBit(row.histogramSteps(), [&](std::uint32_t i) {
            group.histograms->fold(i, *row.histograms[i], testBit(group.seen, i), metricName, m_pos, m_annotations);
        });
        row.dropHistograms();
    }

    [[nodiscard]] bool needsCompensation() const { return m_op == AggOp::Sum || m_op == AggOp::Avg; }
    [[nodiscard]] bool needsCount() const
    {
        return m_op == AggOp::Avg || m_op == AggOp::Count || m_op == AggOp::Stddev || m_op == AggOp::Stdvar;
    }
    [[nodiscard]] bool needsMean() const { return m_op == AggOp::Stddev || m_op == AggOp::Stdvar; }

    GroupState& groupOfSeries(const Row& row)
    {
        return m_groups[m_seriesGroups.find(row, [this](Labels labels) { return groupFor(std::move(labels)); })];
    }

    /// The place of the group with these labels.
    std::uint32_t groupFor(Labels labels)
    {
        const auto [at, isNew] = m_index.try_emplace(labels.packed(), static_cast<std::uint32_t>(m_groups.size()));
        if (isNew) {
            GroupState& group = m_groups.emplace_back();
            group.labels = std::move(labels);
            group.seen.assign(bitmapWords(m_steps), 0);
            group.value.assign(m_steps, 0);
            if (needsCompensation()) group.c.assign(m_steps, 0);
            if (needsCount()) group.count.assign(m_steps, 0);
            if (needsMean()) group.mean.assign(m_steps, 0);
        }
        return at->second;
    }

    void first(GroupState& group, std::uint32_t i, double v)
    {
        switch (m_op) {
        case AggOp::Stddev:
        case AggOp::Stdvar:
            group.value[i] = std::isfinite(v) ? 0 : kNan;
            group.mean[i] = v;
            group.count[i] = 1;
            break;
        case AggOp::Group: group.value[i] = 1; break;
        case AggOp::Count: group.count[i] = 1; break;
        case AggOp::Avg: group.count[i] = 1; [[fallthrough]];
        default: group.value[i] = v; break;
        }
    }

    void fold(GroupState& group, std::uint32_t i, double v)
    {
        switch (m_op) {
        case AggOp::Sum: {
            KahanSum acc{group.value[i], group.c[i]};
            acc.add(v);
            group.value[i] = acc.sum;
            group.c[i] = acc.c;
            break;
        }
        case AggOp::Avg: foldMean(group, i, v); break;
        case AggOp::Max:
            if (group.value[i] < v || std::isnan(group.value[i])) group.value[i] = v;
            break;
        case AggOp::Min:
            if (group.value[i] > v || std::isnan(group.value[i])) group.value[i] = v;
            break;
        case AggOp::Count: group.count[i] += 1; break;
        case AggOp::Stddev:
        case AggOp::Stdvar: {
            group.count[i] += 1;
            const double delta = v - group.mean[i];
            group.mean[i] += delta / group.count[i];
            group.value[i] += delta * (v - group.mean[i]);
            break;
        }
        default: break;
        }
    }

    void foldMean(GroupState& group, std::uint32_t i, double v)
    {
        const double count = group.count[i] += 1;
        if (group.incremental.empty() || group.incremental[i] == 0) {
            KahanSum next{group.value[i], group.c[i]};
            next.add(v);
            if (!std::isinf(next.sum)) {
                group.value[i] = next.sum;
                group.c[i] = next.c;
                return;
            }
            if (group.incremental.empty()) group.incremental.assign(m_steps, 0);
            group.incremental[i] = 1;
            group.value[i] /= count - 1;
            group.c[i] /= count - 1;
        }
        const double q = (count - 1) / count;
        KahanSum acc{q * group.value[i], q * group.c[i]};
        acc.add(v / count);
        group.value[i] = acc.sum;
        group.c[i] = acc.c;
    }

    void foldDense(GroupState& group, const double* v)
    {
        double* value = group.value.data();
        switch (m_op) {
        case AggOp::Sum: {
            double* c = group.c.data();
            for (std::uint32_t i = 0; i < m_steps; ++i) {
                KahanSum acc{value[i], c[i]};
                acc.add(v[i]);
                value[i] = acc.sum;
                c[i] = acc.c;
            }
            break;
        }
        case AggOp::Max:
            for (std::uint32_t i = 0; i < m_steps; ++i) {
                value[i] = value[i] < v[i] || std::isnan(value[i]) ? v[i] : value[i];
            }
            break;
        case AggOp::Min:
            for (std::uint32_t i = 0; i < m_steps; ++i) {
                value[i] = value[i] > v[i] || std::isnan(value[i]) ? v[i] : value[i];
            }
            break;
        case AggOp::Count:
            for (double& n : group.count) n += 1;
            break;
        case AggOp::Group: break;
        default:
            for (std::uint32_t i = 0; i < m_steps; ++i) fold(group, i, v[i]);
            break;
        }
    }

    [[nodiscard]] double result(const GroupState& group, std::uint32_t i) const
    {
        switch (m_op) {
        case AggOp::Sum: return group.value[i] + group.c[i];
        case AggOp::Avg:
            if (!group.incremental.empty() && group.incremental[i] != 0) return group.value[i] + group.c[i];
            return group.value[i] / group.count[i] + group.c[i] / group.count[i];
        case AggOp::Count: return group.count[i];
        case AggOp::Stdvar: return group.value[i] / group.count[i];
        case AggOp::Stddev: return std::sqrt(group.value[i] / group.count[i]);
        default: return group.value[i];
        }
    }

    AggOp m_op;
    std::uint32_t m_steps;
    PosRange m_pos;  ///< of what is aggregated, for annotations
    Annotations& m_annotations;
    GroupKeys m_keys;
    SeriesGroups m_seriesGroups;
    std::unordered_map<std::string, std::uint32_t> m_index;
    std::vector<GroupState> m_groups;  ///< in the order of their first row
};

}  // namespace

void Evaluator::streamAggregate(const AggregateExpr& node, const Grid& grid, RowSink& sink)
{
    switch (node.op) {
    case AggOp::Topk:
    case AggOp::Bottomk:
    case AggOp::Limitk:
    case AggOp::LimitRatio: streamTopk(node, grid, sink); return;
    case AggOp::CountValues: streamCountValues(node, grid, sink); return;
    case AggOp::Quantile: streamQuantile(node, grid, sink); return;
    default: break;
    }
    FoldSink fold(node, grid, m_annotations, m_groupings);
    stream(*node.expr, grid, fold);
    fold.finish(sink);
}

}  // namespace watchglass::promql
