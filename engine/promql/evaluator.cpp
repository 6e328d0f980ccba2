#include "engine/promql/evaluator.h"

#include <algorithm>
#include <unordered_map>

#include "engine/base/clock.h"
#include "engine/promql/eval_sinks.h"

namespace watchglass::promql {

Evaluator::Evaluator(const storage::Querier& querier, const QueryOptions& options, const ExprFacts& facts,
                     Annotations& annotations, GroupingCache& groupings, ReadPool* readers, Profiler* profiler)
    : m_querier(querier), m_options(options), m_facts(facts), m_annotations(annotations), m_groupings(groupings),
      m_readers(readers), m_profiler(profiler),
      m_deadlineNs(SystemClock::instance().steadyNs() + options.timeoutMs * 1'000'000)
{
}

void Evaluator::checkInterrupt()
{
    if (m_options.stop.stop_requested()) {
        throw EvalError({ErrorCode::Cancelled, "query was canceled in expression evaluation", {}});
    }
    // Asking the clock takes as long as reading a short series.
    constexpr std::uint32_t kClockEvery = 16;
    if (m_interruptChecks++ % kClockEvery == 0 && SystemClock::instance().steadyNs() > m_deadlineNs) {
        throw EvalError({ErrorCode::Timeout, "query timed out in expression evaluation", {}});
    }
}

void Evaluator::countSamples(std::uint64_t samples)
{
    m_liveSamples += samples;
    m_stats.peakSamples = std::max(m_stats.peakSamples, m_liveSamples);
    if (m_liveSamples > m_options.maxSamples) {
        throw EvalError(
            {ErrorCode::Limit, "query processing would load too many samples into memory in query execution", {}});
    }
}

Rows Evaluator::evalVector(const Expr& expr, const Grid& grid)
{
    const std::uint64_t before = m_liveSamples;
    Rows rows;
    CollectSink collect(rows);
    stream(expr, grid, collect);
    m_liveSamples = before;
    std::uint64_t held = 0;
    for (const Row& row : rows) held += countBits(row.present);
    countSamples(held);
    return rows;
}

void Evaluator::stream(const Expr& expr, const Grid& grid, RowSink& sink)
{
    checkInterrupt();
    const std::uint64_t before = m_liveSamples;
    const Expr& node = unwrapParens(expr);
    if (grid.steps == 0) return;
    const bool hoisted = grid.steps > 1 && m_facts.isHoisted(node);
    ProfiledSink out(m_profiler, node, grid.steps, hoisted, sink);
    if (hoisted) {
        streamHoisted(node, grid, out.entry());
    } else {
        streamNode(node, grid, out.entry());
    }
    m_liveSamples = before;
}

void Evaluator::streamHoisted(const Expr& expr, const Grid& grid, RowSink& sink)
{
    FnSink repeat([&](Row& row) {
        row.values.assign(grid.steps, row.values[0]);
        if (!row.histograms.empty()) row.histograms.assign(grid.steps, row.histograms[0]);
        row.setDense(grid.steps);
        countSamples(grid.steps);
        sink.row(row);
    });
    streamNode(expr, {grid.startMs, grid.stepMs, 1}, repeat);
}

void Evaluator::emitRows(Rows&& rows, RowSink& sink)
{
    for (Row& row : rows) {
        if (row.dense || anyBit(row.present)) sink.row(row);
    }
}

void Evaluator::streamNode(const Expr& expr, const Grid& grid, RowSink& sink)
{
    switch (expr.kind) {
    case ExprKind::VectorSelector:
        streamSelector(static_cast<const VectorSelector&>(expr), grid, Reading::Value, sink);
        return;
    case ExprKind::Unary: streamUnary(static_cast<const UnaryExpr&>(expr), grid, sink); return;
    case ExprKind::Aggregate: streamAggregate(static_cast<const AggregateExpr&>(expr), grid, sink); return;
    case ExprKind::Call: streamCall(static_cast<const CallExpr&>(expr), grid, sink); return;
    case ExprKind::Binary: {
        const auto& node = static_cast<const BinaryExpr&>(expr);
        const bool left = typeOf(*node.left) == ValueType::Vector;
        const bool right = typeOf(*node.right) == ValueType::Vector;
        if (!left || !right) {
            streamVectorScalar(node, grid, sink);
        } else if (isSetOperator(node.op)) {
            streamSetOperator(node, grid, sink);
        } else {
            streamVectorVector(node, grid, sink);
        }
        return;
    }
    default: throwEval("unsupported: this expression in the place of an instant vector");
    }
}

ScalarRow Evaluator::evalScalar(const Expr& expr, const Grid& grid)
{
    checkInterrupt();
    const std::uint64_t before = m_liveSamples;
    const Expr& node = unwrapParens(expr);
    const bool hoisted = grid.steps > 1 && m_facts.isHoisted(node);
    ProfileScope scope(m_profiler, node, grid.steps, hoisted);
    ScalarRow out = hoisted ? ScalarRow(evalScalarNode(node, {grid.startMs, grid.stepMs, 1}).at(0))
                            : evalScalarNode(node, grid);
    scope.count(grid.steps);
    m_liveSamples = before;
    return out;
}

ScalarRow Evaluator::evalScalarNode(const Expr& expr, const Grid& grid)
{
    switch (expr.kind) {
    case ExprKind::NumberLiteral: return ScalarRow(static_cast<const NumberLiteral&>(expr).value);
    case ExprKind::Call: return scalarCall(static_cast<const CallExpr&>(expr), grid);
    case ExprKind::Binary: return scalarBinary(static_cast<const BinaryExpr&>(expr), grid);
    case ExprKind::Unary: {
        const auto& node = static_cast<const UnaryExpr&>(expr);
        const ScalarRow inner = evalScalar(*node.expr, grid);
        if (node.op == Op::Add) return inner;
        if (inner.isConstant()) return ScalarRow(-inner.at(0));
        std::vector<double> values(grid.steps);
        for (std::uint32_t i = 0; i < grid.steps; ++i) values[i] = -inner.at(i);
        return ScalarRow(std::move(values));
    }
    default: throwEval("unsupported: this expression in the place of a scalar");
    }
}

Labels withoutMetadata(const Labels& labels)
{
    std::vector<LabelView> kept;
    bool changed = false;
    for (const LabelView label : labels) {
        if (label.name == kMetricName || label.name == "__type__" || label.name == "__unit__") {
            changed = true;
        } else {
            kept.push_back(label);
        }
    }
    return changed ? Labels::fromSorted(kept) : labels;
}

const std::string& stringArg(const CallExpr& call, std::size_t index)
{
    const Expr& arg = unwrapParens(*call.args[index]);
    if (arg.kind != ExprKind::StringLiteral)
        throwEval("expected a string literal in call to " + std::string(call.function->name));
    return static_cast<const StringLiteral&>(arg).value;
}

bool namesMayDiffer(const Expr& expr)
{
    switch (expr.kind) {
    case ExprKind::VectorSelector: {
        const auto& matchers = static_cast<const VectorSelector&>(expr).matchers;
        return std::none_of(matchers.begin(), matchers.end(), [](const Matcher& m) {
            return m.name() == kMetricName && m.type() == Matcher::Type::Equal && !m.value().empty();
        });
    }
    case ExprKind::MatrixSelector: return namesMayDiffer(*static_cast<const MatrixSelector&>(expr).selector);
    case ExprKind::Subquery: return namesMayDiffer(*static_cast<const SubqueryExpr&>(expr).expr);
    case ExprKind::Paren: return namesMayDiffer(*static_cast<const ParenExpr&>(expr).expr);
    case ExprKind::Unary: return namesMayDiffer(*static_cast<const UnaryExpr&>(expr).expr);
    case ExprKind::Aggregate: return namesMayDiffer(*static_cast<const AggregateExpr&>(expr).expr);
    case ExprKind::Call: {
        const auto& call = static_cast<const CallExpr&>(expr);
        if (call.function->name == "label_replace" || call.function->name == "label_join") return true;
        return std::any_of(call.args.begin(), call.args.end(), [](const ExprPtr& arg) {
            const ValueType type = typeOf(*arg);
            return (type == ValueType::Vector || type == ValueType::Matrix) && namesMayDiffer(*arg);
        });
    }
    case ExprKind::Binary: {
        const auto& node = static_cast<const BinaryExpr&>(expr);
        if (typeOf(*node.left) == ValueType::Vector && typeOf(*node.right) == ValueType::Vector) return true;
        return namesMayDiffer(typeOf(*node.left) == ValueType::Vector ? *node.left : *node.right);
    }
    default: return true;
    }
}

void Evaluator::dropNames(Row& row) const
{
    if (m_options.delayedNameRemoval) {
        row.dropName = true;
    } else {
        row.labels = withoutMetadata(row.labels);
    }
}

void Evaluator::mergeEqual(Rows& rows, const Grid& grid, bool evenIfDisjoint) const
{
    if (rows.size() < 2) return;
    std::unordered_map<std::string, std::size_t> firstOf;
    firstOf.reserve(rows.size());
    std::size_t kept = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto [at, isNew] = firstOf.try_emplace(rows[i].labels.packed(), kept);
        if (isNew) {
            if (kept != i) rows[kept] = std::move(rows[i]);
            ++kept;
            continue;
        }
        Row& into = rows[at->second];
        bool overlap = evenIfDisjoint;
        for (std::size_t w = 0; w < into.present.size(); ++w)
            overlap = overlap || (into.present[w] & rows[i].present[w]) != 0;
        if (overlap) throwEval("vector cannot contain metrics with the same labelset");
        forEachBit(rows[i].present, [&](std::uint32_t step) {
            into.values[step] = rows[i].values[step];
            if (rows[i].histogramAt(step) != nullptr) {
                into.setHistogram(step, rows[i].histograms[step]);
            } else if (!into.histograms.empty()) {
                into.histograms[step] = nullptr;
            }
        });
        for (std::size_t w = 0; w < into.present.size(); ++w) into.present[w] |= rows[i].present[w];
        into.dense = countBits(into.present) == grid.steps;
    }
    rows.resize(kept);
}

void Evaluator::finishNames(Rows& rows, const Grid& grid) const
{
    if (!m_options.delayedNameRemoval) return;
    for (Row& row : rows) {
        if (row.dropName) row.labels = withoutMetadata(row.labels);
    }
    mergeEqual(rows, grid, false);
}

}  // namespace watchglass::promql
