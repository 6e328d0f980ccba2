// Durations where one may stand: in brackets and after offset, arithmetic included.

#include "engine/promql/parser_impl.h"

namespace watchglass::promql {
namespace {

constexpr int kLowest = 1;
constexpr int kProduct = 2;
constexpr int kPower = 3;
constexpr double kLongestSeconds = 9223372036854775808.0 / 1e9;  // 2^63 nanoseconds

struct Operator {
    Op op = Op::Add;
    int precedence = 0;
};

Operator durationOperator(Tok t)
{
    switch (t) {
    case Tok::Add: return {Op::Add, kLowest};
    case Tok::Sub: return {Op::Sub, kLowest};
    case Tok::Mul: return {Op::Mul, kProduct};
    case Tok::Div: return {Op::Div, kProduct};
    case Tok::Mod: return {Op::Mod, kProduct};
    case Tok::Pow: return {Op::Pow, kPower};
    default: return {};
    }
}

bool outOfRange(double seconds) { return seconds > kLongestSeconds || seconds < -kLongestSeconds; }

bool isNumber(const Expr& expr) { return expr.kind == ExprKind::NumberLiteral; }

double numberOf(const Expr& expr) { return static_cast<const NumberLiteral&>(expr).value; }

}  // namespace

void Parser::requireDurationExpr(const Expr& expr) const
{
    if (!m_options.durationExpressions) {
        failAt(expr.pos, "experimental duration expression is not enabled");
    }
}

void Parser::expectInDuration(Tok type, const DurationContext& context)
{
    if (peek().type != type) {
        unexpected(context.context, context.expected);
    }
}

ExprPtr Parser::parsePositiveDuration(const DurationContext& context)
{
    ExprPtr duration = parseDuration(kLowest, context);
    if (isNumber(*duration) && numberOf(*duration) <= 0) {
        failAt(duration->pos, "duration must be greater than 0");
    }
    return duration;
}

ExprPtr Parser::parseDuration(int minPrecedence, const DurationContext& context)
{
    const Nest nest(*this);
    return parseDurationOperators(parseDurationPrimary(context), minPrecedence, context);
}

ExprPtr Parser::parseDurationOperators(ExprPtr left, int minPrecedence, const DurationContext& context)
{
    while (true) {
        const auto [op, precedence] = durationOperator(peek().type);
        if (precedence == 0 || precedence < minPrecedence) {
            return left;
        }
        const Token sign = take();
        ExprPtr right = parseDuration(precedence == kPower ? kPower : precedence + 1, context);
        requireDurationExpr(*left);
        if ((op == Op::Div || op == Op::Mod) && isNumber(*right) && numberOf(*right) == 0) {
            failAt(sign.range(), op == Op::Div ? "division by zero" : "modulo by zero");
        }
        auto binary = std::make_unique<DurationExpr>();
        binary->op = op;
        binary->pos = {left->pos.start, right->pos.end};
        setHeight(*binary, {left.get(), right.get()});
        binary->left = std::move(left);
        binary->right = std::move(right);
        left = std::move(binary);
    }
}

ExprPtr Parser::parseDurationPrimary(const DurationContext& context)
{
    switch (peek().type) {
    case Tok::Number:
    case Tok::Duration: return checkedDurationNumber();
    case Tok::Add:
    case Tok::Sub: {
        const Token sign = take();
        return negateDuration(sign, parseDuration(kProduct + 1, context));
    }
    case Tok::Step:
    case Tok::Range:
    case Tok::MaxOf:
    case Tok::MinOf: {
        ExprPtr call = parseDurationCall(context);
        requireDurationExpr(*call);
        return call;
    }
    case Tok::LeftParen: {
        const std::int32_t start = take().pos;
        ExprPtr inner = parseDuration(kLowest, context);
        expectInDuration(Tok::RightParen, context);
        const std::int32_t end = take().end();
        requireDurationExpr(*inner);
        return wrapDuration(std::move(inner), {start, end});
    }
    default: unexpected(context.context, context.expected);
    }
}

ExprPtr Parser::checkedDurationNumber()
{
    ExprPtr number = parseNumber();
    if (outOfRange(numberOf(*number))) {
        failAt(number->pos, "duration out of range");
    }
    return number;
}

ExprPtr Parser::parseDurationCall(const DurationContext& context)
{
    const Token name = take();
    auto call = std::make_unique<DurationExpr>();
    call->fn = name.type == Tok::Step    ? DurationExpr::Fn::Step
               : name.type == Tok::Range ? DurationExpr::Fn::Range
               : name.type == Tok::MaxOf ? DurationExpr::Fn::MaxOf
                                         : DurationExpr::Fn::MinOf;
    expectInDuration(Tok::LeftParen, context);
    take();
    const bool two = name.type == Tok::MaxOf || name.type == Tok::MinOf;
    if (two) {
        call->left = parseDuration(kLowest, context);
        expectInDuration(Tok::Comma, context);
        take();
        call->right = parseDuration(kLowest, context);
        setHeight(*call, {call->left.get(), call->right.get()});
    }
    expectInDuration(Tok::RightParen, context);
    const std::int32_t end = take().end();
    // Prometheus takes the place of two operands from them, not from the call around them.
    call->pos = two ? PosRange{call->left->pos.start, call->right->pos.end} : PosRange{name.pos, end};
    return call;
}

/// `offset -2^2` is `(offset -2)^2`: without parentheses an offset ends with its first operand.
ExprPtr Parser::parseOffsetDuration(const DurationContext& context)
{
    const auto single = [](Tok t) {
        return t == Tok::Number || t == Tok::Duration || t == Tok::Step || t == Tok::Range || t == Tok::MaxOf ||
               t == Tok::MinOf;
    };
    if (single(peek().type)) {
        return parseDurationPrimary(context);
    }
    if (peek().type != Tok::Add && peek().type != Tok::Sub) {
        return parseDuration(kLowest, context);
    }
    const Nest nest(*this);
    const Token sign = take();
    const Tok next = peek().type;
    if (next == Tok::Number || next == Tok::Duration) {
        ExprPtr number = parseNumber();
        auto& literal = static_cast<NumberLiteral&>(*number);
        if (sign.type == Tok::Sub) {
            literal.value = -literal.value;
        }
        if (outOfRange(literal.value)) {
            failAt(sign.range(), "duration out of range");
        }
        literal.pos.start = sign.pos;
        return number;
    }
    if (single(next)) {
        // Unlike in brackets, a plus is kept here.
        auto unary = std::make_unique<DurationExpr>();
        unary->op = sign.type == Tok::Sub ? Op::Sub : Op::Add;
        unary->right = parseDurationCall(context);
        unary->pos = {sign.pos, unary->right->pos.end};
        setHeight(*unary, {unary->right.get()});
        requireDurationExpr(*unary);
        return unary;
    }
    if (next == Tok::LeftParen) {
        take();
        ExprPtr inner = parseDuration(kLowest, context);
        expectInDuration(Tok::RightParen, context);
        take();
        const PosRange pos = inner->pos;
        return negateDuration(sign, wrapDuration(std::move(inner), pos));
    }
    // Two signs: an expression like any other, which goes on as far as it can.
    return parseDurationOperators(negateDuration(sign, parseDuration(kProduct + 1, context)), kLowest, context);
}

/// Prometheus does not keep the sign of a plus, and folds a minus into a number.
ExprPtr Parser::negateDuration(const Token& op, ExprPtr operand) const
{
    if (isNumber(*operand)) {
        auto& number = static_cast<NumberLiteral&>(*operand);
        if (op.type == Tok::Sub) {
            number.value = -number.value;
        }
        number.pos.start = op.pos;
        return operand;
    }
    if (op.type != Tok::Sub) {
        return operand;
    }
    auto negated = std::make_unique<DurationExpr>();
    negated->op = Op::Sub;
    negated->pos = {op.pos, operand->pos.end};
    setHeight(*negated, {operand.get()});
    negated->right = std::move(operand);
    return negated;
}

ExprPtr Parser::wrapDuration(ExprPtr inner, PosRange pos) const
{
    if (inner->kind == ExprKind::Duration) {
        static_cast<DurationExpr&>(*inner).wrapped = true;
        return inner;
    }
    auto wrapped = std::make_unique<DurationExpr>();
    wrapped->op = Op::Add;
    wrapped->wrapped = true;
    wrapped->pos = {pos.start, inner->pos.end};
    setHeight(*wrapped, {inner.get()});
    wrapped->right = std::move(inner);
    return wrapped;
}

}  // namespace watchglass::promql
