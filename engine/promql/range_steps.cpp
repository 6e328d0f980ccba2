// Which steps of a range query may be kept, and how old and new ones are put together.

#include <algorithm>

#include "engine/promql/eval_types.h"
#include "engine/promql/evaluator.h"
#include "engine/promql/range_cache.h"

namespace watchglass::promql {

namespace {

bool looksBackOnly(const TimeModifiers& time)
{
    return time.at == AtModifier::None && !time.offsetExpr && time.offsetMs >= 0;
}

bool callStandsAlone(const CallExpr& call, const QueryOptions& options)
{
    const std::string_view name = call.function->name;
    // Functions of the window, and info(), which looks at all series of the window together.
    if (name == "start" || name == "end" || name == "range" || name == "info") return false;
    // Without buckets a histogram's hint depends on the samples read before it.
    if (name == "histogram_count" || name == "histogram_sum" || name == "histogram_avg") return false;
    return std::all_of(call.args.begin(), call.args.end(), [&](const ExprPtr& arg) {
        // Two series that become one are an error even at different steps.
        const bool mayClash = !options.delayedNameRemoval && typeOf(*arg) == ValueType::Matrix && namesMayDiffer(*arg);
        return !mayClash && stepsStandAlone(*arg, options);
    });
}

void copyBits(Bitmap& to, std::uint32_t at, const Bitmap& from, std::uint32_t first, std::uint32_t count)
{
    for (std::uint32_t done = 0; done < count;) {
        const std::uint32_t target = at + done;
        const std::uint32_t source = first + done;
        // What fits into one word on both sides.
        const std::uint32_t length = std::min({count - done, 64 - (target & 63), 64 - (source & 63)});
        const std::uint64_t mask = length == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << length) - 1;
        to[target >> 6] |= (from[source >> 6] >> (source & 63) & mask) << (target & 63);
        done += length;
    }
}

/// Puts `count` steps of one series into another.
void copySteps(ResultSeries& to, std::uint32_t at, const ResultSeries& from, std::uint32_t first, std::uint32_t count)
{
    std::copy_n(from.values.begin() + first, count, to.values.begin() + at);
    copyBits(to.present, at, from.present, first, count);
    if (from.histograms.empty()) return;
    to.histograms.resize(to.values.size());
    std::copy_n(from.histograms.begin() + first, count, to.histograms.begin() + at);
}

bool anyHistogram(const ResultSeries& series)
{
    return std::any_of(series.histograms.begin(), series.histograms.end(), [](const auto& h) { return h != nullptr; });
}

}  // namespace

bool stepsStandAlone(const Expr& expr, const QueryOptions& options)
{
    switch (expr.kind) {
    case ExprKind::NumberLiteral:
    case ExprKind::StringLiteral: return true;
    case ExprKind::Duration: return false;
    case ExprKind::VectorSelector: {
        const auto& node = static_cast<const VectorSelector&>(expr);
        return !node.smoothed && looksBackOnly(node.time);
    }
    case ExprKind::MatrixSelector: {
        const auto& node = static_cast<const MatrixSelector&>(expr);
        return !node.rangeExpr && stepsStandAlone(*node.selector, options);
    }
    case ExprKind::Subquery: {
        const auto& node = static_cast<const SubqueryExpr&>(expr);
        return !node.rangeExpr && !node.stepExpr && looksBackOnly(node.time) && stepsStandAlone(*node.expr, options);
    }
    case ExprKind::Paren: return stepsStandAlone(*static_cast<const ParenExpr&>(expr).expr, options);
    case ExprKind::Unary: return stepsStandAlone(*static_cast<const UnaryExpr&>(expr).expr, options);
    case ExprKind::Aggregate: {
        const auto& node = static_cast<const AggregateExpr&>(expr);
        return stepsStandAlone(*node.expr, options) && (!node.param || stepsStandAlone(*node.param, options));
    }
    case ExprKind::Binary: {
        const auto& node = static_cast<const BinaryExpr&>(expr);
        return stepsStandAlone(*node.left, options) && stepsStandAlone(*node.right, options);
    }
    case ExprKind::Call: return callStandsAlone(static_cast<const CallExpr&>(expr), options);
    }
    return false;
}

bool annotationsAllowReuse(const QueryResult& result)
{
    // The one that is about a metric's name; others count steps or tell of some only.
    return result.warnings.empty() &&
           std::all_of(result.infos.begin(), result.infos.end(), [](const std::string& text) {
               return text.starts_with("PromQL info: metric might not be a counter");
           });
}

KeptSteps keptSteps(const QueryResult& earlier, const Grid& grid, std::int64_t changedMs)
{
    const Grid& old = earlier.grid;
    if (old.stepMs != grid.stepMs || grid.startMs < old.startMs || (grid.startMs - old.startMs) % grid.stepMs != 0) {
        return {};
    }
    const std::int64_t first = (grid.startMs - old.startMs) / grid.stepMs;
    const std::int64_t left = std::int64_t{old.steps} - first;
    // A step at the time of a changed sample sees it.
    const std::int64_t unchanged = changedMs <= grid.startMs ? 0
                                   : changedMs == storage::AppendHistory::kNothing
                                       ? std::int64_t{grid.steps}
                                       : (changedMs - grid.startMs - 1) / grid.stepMs + 1;
    const std::int64_t count = std::min({left, unchanged, std::int64_t{grid.steps}});
    if (count <= 0) return {};
    return {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(count)};
}

QueryResultPtr joinSteps(const QueryResult& earlier, const KeptSteps& kept, const QueryResult* rest, const Grid& grid)
{
    auto out = std::make_shared<QueryResult>();
    out->type = ValueType::Matrix;
    out->grid = grid;
    out->infos = earlier.infos;
    if (rest != nullptr) {
        out->stats = rest->stats;
        out->stats.stepsReused = kept.count;
        for (const std::string& text : rest->infos) {
            if (std::find(out->infos.begin(), out->infos.end(), text) == out->infos.end()) out->infos.push_back(text);
        }
    }
    const auto add = [&](const ResultSeries* old, const ResultSeries* fresh) {
        ResultSeries series;
        series.values.resize(grid.steps);
        series.present.assign(bitmapWords(grid.steps), 0);
        if (old != nullptr) copySteps(series, 0, *old, kept.from, kept.count);
        if (fresh != nullptr) copySteps(series, kept.count, *fresh, 0, grid.steps - kept.count);
        if (!anyBit(series.present)) return;
        if (!anyHistogram(series)) series.histograms.clear();
        series.labels = old != nullptr ? old->labels : fresh->labels;
        out->series.push_back(std::move(series));
    };
    // Both sides are sorted by labels.
    static const std::vector<ResultSeries> kNone;
    const std::vector<ResultSeries>& added = rest != nullptr ? rest->series : kNone;
    auto fresh = added.begin();
    for (const ResultSeries& old : earlier.series) {
        while (fresh != added.end() && fresh->labels < old.labels) add(nullptr, &*fresh++);
        const bool both = fresh != added.end() && fresh->labels == old.labels;
        add(&old, both ? &*fresh : nullptr);
        if (both) ++fresh;
    }
    for (; fresh != added.end(); ++fresh) add(nullptr, &*fresh);
    return out;
}

}  // namespace watchglass::promql
