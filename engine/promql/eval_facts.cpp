#include "engine/promql/eval_facts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "engine/promql/eval_math.h"
#include "engine/promql/eval_types.h"

namespace watchglass::promql {

namespace {

/// Functions of the step time: never the same at every step, whatever their arguments.
constexpr std::array<std::string_view, 11> kTimeFunctions = {
    "days_in_month", "day_of_month", "day_of_week",    "day_of_year", "hour",     "minute",
    "month",         "year",         "predict_linear", "time",        "timestamp"};

bool isTimeFunction(std::string_view name)
{
    return std::find(kTimeFunctions.begin(), kTimeFunctions.end(), name) != kTimeFunctions.end();
}

/// "12:20: " in front of errors of duration expressions: byte offsets, as the reference prints them.
std::string offsets(const Expr& expr)
{
    return std::to_string(expr.pos.start) + ':' + std::to_string(expr.pos.end) + ": ";
}

}  // namespace

const Expr& unwrapParens(const Expr& expr)
{
    const Expr* at = &expr;
    while (at->kind == ExprKind::Paren) at = static_cast<const ParenExpr&>(*at).expr.get();
    return *at;
}

ExprFacts::ExprFacts(const Expr& root, const QueryWindow& window) : m_window(window)
{
    hoistIf(root, visit(root));
    findBucketless(root, false, false);
}

bool ExprFacts::isHoisted(const Expr& expr) const { return m_hoisted.contains(&expr); }

void ExprFacts::hoistIf(const Expr& expr, Invariance found)
{
    if (found.mayHoist && !m_inParameter) m_hoisted.insert(&unwrapParens(expr));
}

double ExprFacts::seconds(const Expr& duration) const
{
    if (duration.kind == ExprKind::NumberLiteral) return static_cast<const NumberLiteral&>(duration).value;
    if (duration.kind != ExprKind::Duration) throwEval("unsupported: duration expression");
    const auto& node = static_cast<const DurationExpr&>(duration);
    const double left = node.left ? seconds(*node.left) : 0;
    const double right = node.right ? seconds(*node.right) : 0;
    switch (node.fn) {
    case DurationExpr::Fn::Step: return static_cast<double>(m_window.stepMs) / 1000;
    case DurationExpr::Fn::Range: return static_cast<double>(m_window.endMs - m_window.startMs) / 1000;
    case DurationExpr::Fn::MinOf: return goMin(left, right);
    case DurationExpr::Fn::MaxOf: return goMax(left, right);
    case DurationExpr::Fn::Operator: break;
    }
    switch (node.op) {
    case Op::Add: return node.left ? left + right : right;
    case Op::Sub: return node.left ? left - right : -right;
    case Op::Mul: return left * right;
    case Op::Div:
        if (right == 0) throwEval(offsets(duration) + "division by zero");
        return left / right;
    case Op::Mod:
        if (right == 0) throwEval(offsets(duration) + "modulo by zero");
        return std::fmod(left, right);
    case Op::Pow: return goPow(left, right);
    default: throwEval("unexpected duration expression operator " + std::string(opText(node.op)));
    }
}

std::int64_t ExprFacts::millis(const Expr& duration, bool allowNegative) const
{
    const double length = seconds(duration);
    if (!std::isfinite(length)) throwEval(offsets(duration) + "duration is NaN or infinite");
    if (length <= 0 && !allowNegative) throwEval(offsets(duration) + "duration must be greater than 0");
    if (std::fabs(length) > 9.223372036854775807e9) throwEval(offsets(duration) + "duration is out of range");
    return static_cast<std::int64_t>(length * 1000);
}

void ExprFacts::resolve(const Expr& expr, const TimeModifiers& time, const Expr* range, std::int64_t rangeMs,
                        const Expr* step, std::int64_t stepMs)
{
    ResolvedTime out;
    out.offsetMs = time.offsetExpr ? millis(*time.offsetExpr, true) : time.offsetMs;
    out.rangeMs = range != nullptr ? millis(*range, false) : rangeMs;
    out.subqueryStepMs = step != nullptr ? millis(*step, false) : stepMs;
    out.moves = m_inParameter && expr.kind == ExprKind::VectorSelector && time.at == AtModifier::Timestamp;
    switch (time.at) {
    case AtModifier::None: break;
    case AtModifier::Timestamp: out.atMs = time.atMs; break;
    case AtModifier::Start:
        if (!m_inParameter) out.atMs = m_window.startMs;
        break;
    case AtModifier::End:
        if (!m_inParameter) out.atMs = m_window.endMs;
        break;
    }
    m_times.emplace(&expr, out);
}

void ExprFacts::findBucketless(const Expr& expr, bool statsAbove, bool bucketsAbove)
{
    switch (expr.kind) {
    case ExprKind::VectorSelector:
        if (statsAbove && !bucketsAbove) m_bucketless.insert(&static_cast<const VectorSelector&>(expr));
        break;
    case ExprKind::Subquery: bucketsAbove = true; break;  // resets are found by looking at buckets
    case ExprKind::Binary: {
        const Op op = static_cast<const BinaryExpr&>(expr).op;
        bucketsAbove = bucketsAbove || op == Op::TrimLower || op == Op::TrimUpper;
        break;
    }
    case ExprKind::Call: {
        const std::string_view name = static_cast<const CallExpr&>(expr).function->name;
        statsAbove = statsAbove || name == "histogram_count" || name == "histogram_sum" || name == "histogram_avg";
        bucketsAbove = bucketsAbove || name.starts_with("histogram_quantile") || name == "histogram_fraction";
        break;
    }
    default: break;
    }
    for (const Expr* child : childrenOf(expr)) findBucketless(*child, statsAbove, bucketsAbove);
}

ExprFacts::Invariance ExprFacts::visitCall(const CallExpr& call)
{
    const bool isTimestamp = call.function->name == "timestamp";
    bool invariant = !isTimeFunction(call.function->name);
    // timestamp() of a selector reads the sample's time, not the step's.
    bool fixedTimestamp = isTimestamp;
    std::vector<Invariance> args;
    args.reserve(call.args.size());
    for (const ExprPtr& arg : call.args) {
        const Expr& inner = unwrapParens(*arg);
        args.push_back(visit(inner));
        invariant = invariant && args.back().invariant;
        if (!args.back().invariant || inner.kind != ExprKind::VectorSelector) fixedTimestamp = false;
    }
    if (invariant || fixedTimestamp) return {true, true};
    for (std::size_t i = 0; i < args.size(); ++i) hoistIf(unwrapParens(*call.args[i]), args[i]);
    return {};
}

ExprFacts::Invariance ExprFacts::visit(const Expr& expr)
{
    switch (expr.kind) {
    case ExprKind::NumberLiteral:
    case ExprKind::StringLiteral:
    case ExprKind::Duration: return {true, false};
    case ExprKind::VectorSelector: {
        const auto& node = static_cast<const VectorSelector&>(expr);
        resolve(expr, node.time, nullptr, 0, nullptr, 0);
        const bool fixed = node.time.at != AtModifier::None;
        return {fixed, fixed};
    }
    case ExprKind::MatrixSelector: {
        const auto& node = static_cast<const MatrixSelector&>(expr);
        resolve(expr, node.selector->time, node.rangeExpr.get(), node.rangeMs, nullptr, 0);
        return {node.selector->time.at != AtModifier::None, false};
    }
    case ExprKind::Subquery: {
        const auto& node = static_cast<const SubqueryExpr&>(expr);
        resolve(expr, node.time, node.rangeExpr.get(), node.rangeMs, node.stepExpr.get(), node.stepMs);
        const Invariance inner = visit(*node.expr);
        hoistIf(*node.expr, inner);
        return {node.time.at != AtModifier::None, false};
    }
    case ExprKind::Paren: return visit(*static_cast<const ParenExpr&>(expr).expr);
    case ExprKind::Unary: return visit(*static_cast<const UnaryExpr&>(expr).expr);
    case ExprKind::Aggregate: {
        const auto& node = static_cast<const AggregateExpr&>(expr);
        // The parameter has a value at each step anyway; only the vector decides.
        if (node.param) {
            const bool outer = std::exchange(m_inParameter, true);
            visit(unwrapParens(*node.param));
            m_inParameter = outer;
        }
        return visit(unwrapParens(*node.expr));
    }
    case ExprKind::Binary: {
        const auto& node = static_cast<const BinaryExpr&>(expr);
        const Invariance left = visit(*node.left);
        const Invariance right = visit(*node.right);
        if (left.invariant && right.invariant) return {true, true};
        hoistIf(*node.left, left);
        hoistIf(*node.right, right);
        return {};
    }
    case ExprKind::Call: return visitCall(static_cast<const CallExpr&>(expr));
    }
    return {};
}

}  // namespace watchglass::promql
