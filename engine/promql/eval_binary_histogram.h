#pragma once

#include <cstdint>

#include "engine/promql/ast.h"
#include "engine/promql/eval_annotations.h"
#include "engine/promql/eval_types.h"

namespace watchglass::promql {

/// What a binary operator has to say about one pair of operands.
struct BinaryNote {
    enum class Kind : std::uint8_t {
        None,
        Types,    ///< the operator does not take these types
        Buckets,  ///< exponential and custom buckets
        CollisionAdd,
        CollisionSub,
        BoundsAdd,
        BoundsSub
    };
    Kind kind = Kind::None;
    bool leftIsHistogram = false;
    bool rightIsHistogram = false;

    void report(Op op, PosRange at, Annotations& annotations) const;
};

/// One pair of operands combined (prometheus promql/engine.go, vectorElemBinop).
struct BinaryOutcome {
    bool failed = false;  ///< no result; `note` says why
    bool keep = true;     ///< false: a comparison that does not hold
    double value = 0;
    HistogramPtr histogram;
    BinaryNote note;
};

/// An operand is a float, or a histogram if that is not null. A comparison gives its left operand.
[[nodiscard]] BinaryOutcome combineElements(Op op, double left, const FloatHistogram* leftHistogram, double right,
                                            const FloatHistogram* rightHistogram);

}  // namespace watchglass::promql
