#include "engine/promql/eval_binary_histogram.h"
#include "engine/promql/eval_ops.h"
#include "engine/promql/eval_sinks.h"
#include "engine/promql/evaluator.h"

namespace watchglass::promql {

namespace {

/// A scalar as an operand; `storage` must outlive it.
Operand operandOf(const ScalarRow& scalar, std::uint32_t steps, std::vector<double>& storage)
{
    if (scalar.isConstant()) return {nullptr, scalar.at(0)};
    storage.resize(steps);
    for (std::uint32_t i = 0; i < steps; ++i) storage[i] = scalar.at(i);
    return {storage.data(), 0};
}

/// A row with histograms and a scalar, step by step; the row's values stay where a comparison holds.
void combineSteps(const BinaryExpr& node, const Operand& other, bool vectorLeft, Row& row, Annotations& annotations)
{
    const bool compares = isComparison(node.op);
    const Bitmap all = row.present;
    forEachBit(all, [&](std::uint32_t i) {
        const FloatHistogram* own = row.histogramAt(i);
        BinaryOutcome outcome = vectorLeft ? combineElements(node.op, row.values[i], own, other.at(i), nullptr)
                                           : combineElements(node.op, other.at(i), nullptr, row.values[i], own);
        // What else there is to say concerns pairs of histograms.
        if (outcome.failed) outcome.note.report(node.op, node.pos, annotations);
        if (outcome.failed || (!outcome.keep && !node.returnBool)) {
            row.clearStep(i);
        } else if (node.returnBool) {
            row.values[i] = outcome.keep ? 1 : 0;
            if (own != nullptr) row.histograms[i] = nullptr;
        } else if (!compares) {
            row.values[i] = outcome.value;
            if (outcome.histogram) row.setHistogram(i, std::move(outcome.histogram));
        }
    });
}

}  // namespace

ScalarRow Evaluator::scalarBinary(const BinaryExpr& node, const Grid& grid)
{
    const ScalarRow left = evalScalar(*node.left, grid);
    const ScalarRow right = evalScalar(*node.right, grid);
    if (left.isConstant() && right.isConstant()) return ScalarRow(applyOp(node.op, left.at(0), right.at(0)));
    std::vector<double> leftValues;
    std::vector<double> rightValues;
    std::vector<double> out(grid.steps);
    applyOpRow(node.op, operandOf(left, grid.steps, leftValues), operandOf(right, grid.steps, rightValues), grid.steps,
               out.data());
    return ScalarRow(std::move(out));
}

void Evaluator::streamVectorScalar(const BinaryExpr& node, const Grid& grid, RowSink& sink)
{
    const bool vectorLeft = typeOf(*node.left) == ValueType::Vector;
    const Expr& vector = vectorLeft ? *node.left : *node.right;
    const ScalarRow scalar = evalScalar(vectorLeft ? *node.right : *node.left, grid);
    std::vector<double> storage;
    const Operand other = operandOf(scalar, grid.steps, storage);
    const bool trims = node.op == Op::TrimLower || node.op == Op::TrimUpper;
    const bool filters = isComparison(node.op) && !node.returnBool;
    const bool dropsName = isArithmetic(node.op) || node.returnBool;

    Rows held;
    CollectSink collect(held);
    const bool mustMerge = dropsName && !m_options.delayedNameRemoval && namesMayDiffer(vector);
    RowSink& out = mustMerge ? static_cast<RowSink&>(collect) : sink;
    FnSink apply([&](Row& row) {
        if (trims || !row.histograms.empty()) {
            combineSteps(node, other, vectorLeft, row, m_annotations);
            if (!anyBit(row.present)) return;
            if (dropsName) dropNames(row);
            out.row(row);
            return;
        }
        const Operand own{row.values.data(), 0};
        const Operand left = vectorLeft ? own : other;
        const Operand right = vectorLeft ? other : own;
        if (filters) {
            // The vector's value stays, on whichever side it stands.
            filterBits(node.op, left, right, grid.steps, row.present);
            row.dense = countBits(row.present) == grid.steps;
            if (!row.dense && !anyBit(row.present)) return;
        } else {
            applyOpRow(node.op, left, right, grid.steps, row.values.data());
        }
        if (dropsName) dropNames(row);
        out.row(row);
    });
    stream(vector, grid, apply);
    if (mustMerge) {
        mergeEqual(held, grid, false);
        emitRows(std::move(held), sink);
    }
}

void Evaluator::streamUnary(const UnaryExpr& node, const Grid& grid, RowSink& sink)
{
    if (node.op == Op::Add) {
        stream(*node.expr, grid, sink);
        return;
    }
    Rows held;
    CollectSink collect(held);
    const bool mustMerge = !m_options.delayedNameRemoval && namesMayDiffer(*node.expr);
    RowSink& out = mustMerge ? static_cast<RowSink&>(collect) : sink;
    FnSink negate([&](Row& row) {
        for (double& v : row.values) v = -v;
        for (HistogramPtr& h : row.histograms) {
            if (h) h = std::make_shared<const FloatHistogram>(FloatHistogram(*h).multiply(-1));
        }
        dropNames(row);
        out.row(row);
    });
    stream(*node.expr, grid, negate);
    if (mustMerge) {
        mergeEqual(held, grid, false);
        emitRows(std::move(held), sink);
    }
}

}  // namespace watchglass::promql
