#include "engine/promql/ast.h"

namespace watchglass::promql {

std::string_view documentedType(ValueType type)
{
    switch (type) {
    case ValueType::Vector: return "instant vector";
    case ValueType::Matrix: return "range vector";
    default: return valueTypeName(type);
    }
}

std::string_view valueTypeName(ValueType type)
{
    switch (type) {
    case ValueType::None: return "none";
    case ValueType::Scalar: return "scalar";
    case ValueType::String: return "string";
    case ValueType::Vector: return "vector";
    case ValueType::Matrix: return "matrix";
    }
    return "none";
}

ValueType typeOf(const Expr& expr)
{
    switch (expr.kind) {
    case ExprKind::NumberLiteral: return ValueType::Scalar;
    case ExprKind::StringLiteral: return ValueType::String;
    case ExprKind::VectorSelector:
    case ExprKind::Aggregate: return ValueType::Vector;
    case ExprKind::MatrixSelector:
    case ExprKind::Subquery: return ValueType::Matrix;
    case ExprKind::Paren: return typeOf(*static_cast<const ParenExpr&>(expr).expr);
    case ExprKind::Unary: return typeOf(*static_cast<const UnaryExpr&>(expr).expr);
    case ExprKind::Binary: {
        const auto& binary = static_cast<const BinaryExpr&>(expr);
        // The right side first: chains lean to the left, so most walks end here.
        const bool scalar = typeOf(*binary.right) == ValueType::Scalar && typeOf(*binary.left) == ValueType::Scalar;
        return scalar ? ValueType::Scalar : ValueType::Vector;
    }
    case ExprKind::Call: {
        const auto& call = static_cast<const CallExpr&>(expr);
        return call.function != nullptr ? call.function->returns : ValueType::None;
    }
    case ExprKind::Duration: return ValueType::None;
    }
    return ValueType::None;
}

std::string_view opText(Op op)
{
    switch (op) {
    case Op::Add: return "+";
    case Op::Sub: return "-";
    case Op::Mul: return "*";
    case Op::Div: return "/";
    case Op::Mod: return "%";
    case Op::Pow: return "^";
    case Op::Atan2: return "atan2";
    case Op::Eql: return "==";
    case Op::Neq: return "!=";
    case Op::Gtr: return ">";
    case Op::Lss: return "<";
    case Op::Gte: return ">=";
    case Op::Lte: return "<=";
    case Op::And: return "and";
    case Op::Or: return "or";
    case Op::Unless: return "unless";
    case Op::TrimUpper: return "</";
    case Op::TrimLower: return ">/";
    }
    return "";
}

bool isComparison(Op op) { return op >= Op::Eql && op <= Op::Lte; }

bool isSetOperator(Op op) { return op == Op::And || op == Op::Or || op == Op::Unless; }

std::string_view aggText(AggOp op)
{
    switch (op) {
    case AggOp::Sum: return "sum";
    case AggOp::Avg: return "avg";
    case AggOp::Count: return "count";
    case AggOp::Min: return "min";
    case AggOp::Max: return "max";
    case AggOp::Group: return "group";
    case AggOp::Stddev: return "stddev";
    case AggOp::Stdvar: return "stdvar";
    case AggOp::Topk: return "topk";
    case AggOp::Bottomk: return "bottomk";
    case AggOp::CountValues: return "count_values";
    case AggOp::Quantile: return "quantile";
    case AggOp::Limitk: return "limitk";
    case AggOp::LimitRatio: return "limit_ratio";
    }
    return "";
}

std::vector<const Expr*> childrenOf(const Expr& expr)
{
    switch (expr.kind) {
    case ExprKind::MatrixSelector: return {static_cast<const MatrixSelector&>(expr).selector.get()};
    case ExprKind::Subquery: return {static_cast<const SubqueryExpr&>(expr).expr.get()};
    case ExprKind::Paren: return {static_cast<const ParenExpr&>(expr).expr.get()};
    case ExprKind::Unary: return {static_cast<const UnaryExpr&>(expr).expr.get()};
    case ExprKind::Binary: {
        const auto& node = static_cast<const BinaryExpr&>(expr);
        return {node.left.get(), node.right.get()};
    }
    case ExprKind::Aggregate: {
        const auto& node = static_cast<const AggregateExpr&>(expr);
        if (!node.param) return {node.expr.get()};
        return {node.expr.get(), node.param.get()};
    }
    case ExprKind::Call: {
        std::vector<const Expr*> out;
        for (const ExprPtr& arg : static_cast<const CallExpr&>(expr).args) out.push_back(arg.get());
        return out;
    }
    case ExprKind::NumberLiteral:
    case ExprKind::StringLiteral:
    case ExprKind::Duration:
    case ExprKind::VectorSelector: break;
    }
    return {};
}

}  // namespace watchglass::promql
