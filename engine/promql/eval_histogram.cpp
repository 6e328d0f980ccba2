// Functions of classic and native histograms: histogram_quantile, histogram_quantiles, histogram_fraction.

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "engine/base/go_float.h"
#include "engine/promql/eval_buckets.h"
#include "engine/promql/eval_native.h"
#include "engine/promql/eval_sinks.h"
#include "engine/promql/evaluator.h"

namespace watchglass::promql {

namespace {

/// One histogram: its bucket series by bound, and the series of native ones under the same labels.
struct BucketGroup {
    Labels labels;  ///< without `le`
    bool dropName = false;
    std::vector<std::pair<double, const Row*>> rows;
    const Row* native = nullptr;
};

/// A quantile as a label value: a float as OpenMetrics prints it, "1.0" and not "1".
std::string openMetricsFloat(double value)
{
    std::string text = formatFloatG(value);
    if (std::isfinite(value) && text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

}  // namespace

void Evaluator::streamHistogramFunction(const CallExpr& call, const Grid& grid, RowSink& sink)
{
    const std::string_view name = call.function->name;
    const bool fraction = name == "histogram_fraction";
    const bool many = name == "histogram_quantiles";
    const std::size_t vectorArg = many ? 0 : fraction ? 2 : 1;
    const PosRange at = unwrapParens(*call.args[vectorArg]).pos;
    // Once names have been removed, annotations have none to show.
    const auto shownName = [&](const Labels& labels) {
        return m_options.delayedNameRemoval ? labels.metricName() : std::string_view();
    };

    std::vector<ScalarRow> params;  // q, or lower and upper, or all the qs
    std::vector<PosRange> paramPos;
    for (std::size_t i = 0; i < call.args.size(); ++i) {
        if (i == vectorArg || (many && i == 1)) continue;
        params.push_back(evalScalar(*call.args[i], grid));
        paramPos.push_back(unwrapParens(*call.args[i]).pos);
    }
    const Rows rows = evalVector(*call.args[vectorArg], grid);
    if (!fraction) {
        for (std::size_t p = 0; p < params.size(); ++p) {
            const std::uint32_t steps = params[p].isConstant() ? 1 : grid.steps;
            for (std::uint32_t i = 0; i < steps; ++i) {
                const double q = params[p].at(i);
                if (!(q >= 0 && q <= 1)) m_annotations.invalidQuantile(q, paramPos[p]);
            }
        }
    }

    std::vector<BucketGroup> groups;
    std::unordered_map<std::string, std::size_t> index;
    const auto groupFor = [&](Labels labels, bool dropName) -> BucketGroup& {
        const auto [known, isNew] = index.try_emplace(labels.packed(), groups.size());
        if (isNew) groups.push_back({std::move(labels), dropName, {}, nullptr});
        return groups[known->second];
    };
    const auto hasFloats = [](const Row& row) {
        const Bitmap histograms = row.histogramSteps();
        for (std::size_t w = 0; w < histograms.size(); ++w) {
            if ((row.present[w] & ~histograms[w]) != 0) return true;
        }
        return false;
    };
    for (const Row& row : rows) {
        if (!row.histograms.empty()) {
            groupFor(row.labels, row.dropName).native = &row;
            if (!hasFloats(row)) continue;
        }
        const std::string_view bound = row.labels.get("le");
        bool rangeError = false;
        const std::optional<double> upper = parseFloat(bound, &rangeError);
        if (!upper || rangeError) {
            m_annotations.badBucketLabel(shownName(row.labels), bound, at);
            continue;
        }
        groupFor(LabelsBuilder(row.labels).remove("le").build(), row.dropName).rows.emplace_back(*upper, &row);
    }
    for (BucketGroup& group : groups) {
        std::stable_sort(group.rows.begin(), group.rows.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
    }

    Rows out;
    std::vector<Bucket> buckets;
    const std::size_t rounds = many ? params.size() : 1;
    for (std::size_t p = 0; p < rounds; ++p) {
        for (const BucketGroup& group : groups) {
            Row row;
            row.reset(grid.steps);
            std::unordered_map<std::string, Row> byQuantile;  // only when q changes from step to step
            for (std::uint32_t i = 0; i < grid.steps; ++i) {
                buckets.clear();
                for (const auto& [upper, bucket] : group.rows) {
                    if (bucket->has(i) && bucket->histogramAt(i) == nullptr) {
                        buckets.push_back({upper, bucket->values[i]});
                    }
                }
                const FloatHistogram* native = group.native != nullptr && group.native->has(i)
                                                   ? group.native->histogramAt(i)
                                                   : nullptr;
                if (native != nullptr && !buckets.empty()) {
                    m_annotations.mixedClassicNative(shownName(group.labels), at);
                    continue;
                }
                if (native == nullptr && buckets.empty()) continue;
                Row* into = &row;
                if (many && !params[p].isConstant()) {
                    into = &byQuantile[openMetricsFloat(params[p].at(i))];
                    if (into->values.empty()) into->reset(grid.steps);
                }
                setBit(into->present, i);
                if (native != nullptr) {
                    const std::string_view metric = shownName(group.labels);
                    into->values[i] = fraction ? histogramFraction(params[0].at(i), params[1].at(i), *native, metric,
                                                                   at, m_annotations)
                                               : histogramQuantile(params[p].at(i), *native, metric, at, m_annotations);
                    continue;
                }
                if (fraction) {
                    into->values[i] = bucketFraction(params[0].at(i), params[1].at(i), buckets);
                    continue;
                }
                BucketRepair repair;
                into->values[i] = bucketQuantile(params[p].at(i), buckets, repair);
                if (repair.forcedMonotonic) {
                    m_annotations.forcedMonotonicity(shownName(group.labels), at, grid.at(i), repair.minBucket,
                                                     repair.maxBucket, repair.maxDiff);
                }
            }
            const auto finish = [&](Row& made, const std::string* quantile) {
                made.labels = group.labels;
                made.dropName = group.dropName;
                dropNames(made);
                if (quantile != nullptr)
                    made.labels = LabelsBuilder(made.labels).set(stringArg(call, 1), *quantile).build();
                made.dense = countBits(made.present) == grid.steps;
                if (anyBit(made.present)) out.push_back(std::move(made));
            };
            if (!many) {
                finish(row, nullptr);
            } else if (params[p].isConstant()) {
                const std::string quantile = openMetricsFloat(params[p].at(0));
                finish(row, &quantile);
            } else {
                for (auto& [quantile, made] : byQuantile) finish(made, &quantile);
            }
        }
    }
    mergeEqual(out, grid, false);
    emitRows(std::move(out), sink);
}

}  // namespace watchglass::promql
