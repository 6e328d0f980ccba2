#include "engine/promql/eval_binary_histogram.h"

#include "engine/promql/eval_ops.h"

namespace watchglass::promql {

namespace {

bool isTrim(Op op) { return op == Op::TrimLower || op == Op::TrimUpper; }

BinaryOutcome refuse(BinaryNote note)
{
    BinaryOutcome out;
    out.failed = true;
    out.note = note;
    return out;
}

BinaryOutcome histogramOf(FloatHistogram&& h, BinaryNote::Kind kind = BinaryNote::Kind::None)
{
    BinaryOutcome out;
    out.histogram = std::make_shared<const FloatHistogram>(std::move(h));
    out.note.kind = kind;
    return out;
}

BinaryOutcome combineHistograms(Op op, const FloatHistogram& left, const FloatHistogram& right)
{
    if (op == Op::Eql || op == Op::Neq) {
        BinaryOutcome out = histogramOf(FloatHistogram(left));
        out.keep = left.sameAs(right) == (op == Op::Eql);
        return out;
    }
    if (op != Op::Add && op != Op::Sub) return refuse({BinaryNote::Kind::Types, true, true});
    const bool add = op == Op::Add;
    FloatHistogram h = left;
    const Result<HistogramMerge> merge = add ? h.add(right) : h.subtract(right);
    if (!merge) return refuse({BinaryNote::Kind::Buckets, true, true});
    // Sic: the reference shows the warning and drops the result.
    if (merge->resetCollision) {
        return refuse({add ? BinaryNote::Kind::CollisionAdd : BinaryNote::Kind::CollisionSub, true, true});
    }
    if (!add) h.counterResetHint = CounterResetHint::Gauge;
    const BinaryNote::Kind bounds = add ? BinaryNote::Kind::BoundsAdd : BinaryNote::Kind::BoundsSub;
    return histogramOf(std::move(h.compact()), merge->boundsReconciled ? bounds : BinaryNote::Kind::None);
}

}  // namespace

BinaryOutcome combineElements(Op op, double left, const FloatHistogram* leftHistogram, double right,
                              const FloatHistogram* rightHistogram)
{
    if (leftHistogram != nullptr && rightHistogram != nullptr) {
        return combineHistograms(op, *leftHistogram, *rightHistogram);
    }
    if (leftHistogram != nullptr) {
        FloatHistogram h = *leftHistogram;
        if (op == Op::Mul) return histogramOf(std::move(h.multiply(right).compact()));
        if (op == Op::Div) return histogramOf(std::move(h.divide(right).compact()));
        if (isTrim(op)) return histogramOf(std::move(h.trim(right, op == Op::TrimUpper)));
        return refuse({BinaryNote::Kind::Types, true, false});
    }
    if (rightHistogram != nullptr) {
        if (op != Op::Mul) return refuse({BinaryNote::Kind::Types, false, true});
        return histogramOf(std::move(FloatHistogram(*rightHistogram).multiply(left).compact()));
    }
    if (isTrim(op)) return refuse({BinaryNote::Kind::Types, false, false});
    BinaryOutcome out;
    const double value = applyOp(op, left, right);
    if (isComparison(op)) {
        out.keep = value != 0;
        out.value = left;
    } else {
        out.value = value;
    }
    return out;
}

void BinaryNote::report(Op op, PosRange at, Annotations& annotations) const
{
    const auto type = [](bool histogram) { return histogram ? "histogram" : "float"; };
    switch (kind) {
    case Kind::None: break;
    case Kind::Types:
        annotations.incompatibleTypes(type(leftIsHistogram), opText(op), type(rightIsHistogram), at);
        break;
    case Kind::Buckets: annotations.incompatibleBuckets(opText(op), at); break;
    case Kind::CollisionAdd: annotations.resetCollision(HistogramOperation::Addition, at); break;
    case Kind::CollisionSub: annotations.resetCollision(HistogramOperation::Subtraction, at); break;
    case Kind::BoundsAdd: annotations.boundsReconciled(HistogramOperation::Addition, at); break;
    case Kind::BoundsSub: annotations.boundsReconciled(HistogramOperation::Subtraction, at); break;
    }
}

}  // namespace watchglass::promql
