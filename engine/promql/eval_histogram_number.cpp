// Functions that make a number of a native histogram: histogram_count, _sum, _avg, _stddev, _stdvar.

#include <cmath>

#include "engine/promql/eval_native.h"
#include "engine/promql/eval_sinks.h"
#include "engine/promql/evaluator.h"

namespace watchglass::promql {

namespace {

double numberOf(std::string_view name, const FloatHistogram& h)
{
    if (name == "histogram_count") return h.count;
    if (name == "histogram_sum") return h.sum;
    if (name == "histogram_avg") return h.sum / h.count;
    if (name == "histogram_stdvar") return histogramVariance(h);
    if (name == "histogram_stddev") return std::sqrt(histogramVariance(h));
    throwEval("unsupported: " + std::string(name));
}

}  // namespace

void Evaluator::streamHistogramNumber(const CallExpr& call, const Grid& grid, RowSink& sink)
{
    const std::string_view name = call.function->name;
    Rows held;
    FnSink apply([&](Row& row) {
        row.dropFloats();
        if (!anyBit(row.present)) return;
        forEachBit(row.present, [&](std::uint32_t i) { row.values[i] = numberOf(name, *row.histograms[i]); });
        row.histograms.clear();
        dropNames(row);
        held.push_back(std::move(row));
    });
    stream(*call.args[0], grid, apply);
    if (!m_options.delayedNameRemoval) mergeEqual(held, grid, false);
    emitRows(std::move(held), sink);
}

}  // namespace watchglass::promql
