// Vector selectors and what may follow an expression: offset, @, ranges, subqueries, anchored, smoothed.

#include <cmath>
#include <cstdio>
#include <limits>

#include "engine/base/go_float.h"
#include "engine/promql/literals.h"
#include "engine/promql/parser_impl.h"

namespace watchglass::promql {
namespace {

constexpr double kInt64Limit = 9223372036854775808.0;

/// Milliseconds of a literal in seconds, by way of nanoseconds as Prometheus keeps them.
std::int64_t secondsToMs(double seconds)
{
    const double ns = std::round(seconds * 1e9);
    if (ns >= kInt64Limit) {
        return std::numeric_limits<std::int64_t>::max() / 1'000'000;
    }
    if (ns < -kInt64Limit) {
        return std::numeric_limits<std::int64_t>::min() / 1'000'000;
    }
    return static_cast<std::int64_t>(ns) / 1'000'000;
}

/// The modifiers of what may have some; null for every other node.
TimeModifiers* modifiersOf(Expr& expr)
{
    switch (expr.kind) {
    case ExprKind::VectorSelector: return &static_cast<VectorSelector&>(expr).time;
    case ExprKind::MatrixSelector: return &static_cast<MatrixSelector&>(expr).selector->time;
    case ExprKind::Subquery: return &static_cast<SubqueryExpr&>(expr).time;
    default: return nullptr;
    }
}

/// Takes a duration as a whole number of milliseconds or, if it has to be computed, as a tree.
void storeDuration(ExprPtr duration, std::int64_t& ms, ExprPtr& tree)
{
    if (duration->kind == ExprKind::NumberLiteral) {
        ms = secondsToMs(static_cast<const NumberLiteral&>(*duration).value);
    } else {
        tree = std::move(duration);
    }
}

std::string fixed6(double value)
{
    if (!std::isfinite(value)) {
        return formatFloat(value);
    }
    char text[340];
    std::snprintf(text, sizeof text, "%f", value);
    return text;
}

}  // namespace

std::unique_ptr<VectorSelector> Parser::parseSelector(const Token* name)
{
    auto selector = std::make_unique<VectorSelector>();
    if (name != nullptr) {
        selector->name = name->text;
        selector->pos = name->range();
    } else {
        selector->pos.start = peek().pos;
    }
    if (peek().type == Tok::LeftBrace) {
        parseMatchers(*selector);
    }
    if (name != nullptr) {
        selector->matchers.push_back(Matcher::equal(std::string(kMetricName), selector->name));
    }
    return selector;
}

void Parser::parseMatchers(VectorSelector& selector)
{
    take();
    while (peek().type != Tok::RightBrace) {
        selector.matchers.push_back(parseMatcher());
        if (!accept(Tok::Comma) && peek().type != Tok::RightBrace) {
            unexpected("label matching", "\",\" or \"}\"");
        }
    }
    selector.pos.end = take().end();
}

Matcher Parser::parseMatcher()
{
    const Tok type = peek().type;
    if (type != Tok::Identifier && type != Tok::String) {
        unexpected("label matching", "identifier or \"}\"");
    }
    const Token nameToken = take();
    std::string name = type == Tok::String ? unquoteLiteral(nameToken.text) : std::string(nameToken.text);
    Matcher::Type how = Matcher::Type::Equal;
    switch (peek().type) {
    case Tok::Eql: break;
    case Tok::Neq: how = Matcher::Type::NotEqual; break;
    case Tok::EqlRegex: how = Matcher::Type::Regex; break;
    case Tok::NeqRegex: how = Matcher::Type::NotRegex; break;
    default:
        if (type == Tok::String) {
            // A quoted name alone is the metric's.
            return Matcher::equal(std::string(kMetricName), std::move(name));
        }
        unexpected("label matching", "label matching operator");
    }
    take();
    if (peek().type != Tok::String) {
        unexpected("label matching", "string");
    }
    const Token value = take();
    // A quoted name ends, for Prometheus, where its text without quotes would.
    auto matcher = Matcher::create(how, std::move(name), unquoteLiteral(value.text));
    if (!matcher) {
        failAt({nameToken.pos, value.end()}, matcher.error().message);
    }
    return *std::move(matcher);
}

std::unique_ptr<VectorSelector> Parser::parseSelectorQuery()
{
    const Tok type = peek().type;
    if (type != Tok::LeftBrace && !canNameMetric(type)) {
        unexpected();
    }
    std::unique_ptr<VectorSelector> selector;
    if (type == Tok::LeftBrace) {
        selector = parseSelector(nullptr);
    } else {
        const Token name = take();
        selector = parseSelector(&name);
    }
    expectEnd();
    return selector;
}

ExprPtr Parser::parsePostfix(ExprPtr expr)
{
    while (true) {
        switch (peek().type) {
        case Tok::Offset:
            take();
            parseOffset(*expr);
            break;
        case Tok::At:
            take();
            parseAt(*expr);
            break;
        case Tok::Anchored:
        case Tok::Smoothed: setExtended(*expr, take().type == Tok::Anchored); break;
        case Tok::LeftBracket: expr = parseRange(std::move(expr)); break;
        default: return expr;
        }
    }
}

void Parser::parseOffset(Expr& expr)
{
    ExprPtr offset = parseOffsetDuration({"offset", "number, duration, step(), or range()"});
    TimeModifiers* time = modifiersOf(expr);
    if (time == nullptr) {
        failAt(expr.pos, "offset modifier must be preceded by an instant vector selector or range vector selector or "
                         "a subquery");
    }
    if (time->offsetMs != 0 || time->offsetExpr) {
        failAt(expr.pos, "offset may not be set multiple times");
    }
    setHeight(expr, {offset.get()});
    storeDuration(std::move(offset), time->offsetMs, time->offsetExpr);
    expr.pos.end = m_lastClosing;
}

void Parser::parseAt(Expr& expr)
{
    AtModifier at = AtModifier::Timestamp;
    double seconds = 0;
    if (peek().type == Tok::Start || peek().type == Tok::End) {
        at = take().type == Tok::Start ? AtModifier::Start : AtModifier::End;
        for (const Tok type : {Tok::LeftParen, Tok::RightParen}) {
            if (!accept(type)) {
                unexpected("@", "timestamp");
            }
        }
    } else {
        const bool negative = peek().type == Tok::Sub;
        if (negative || peek().type == Tok::Add) {
            take();
        }
        if (peek().type != Tok::Number && peek().type != Tok::Duration) {
            unexpected("@", "timestamp");
        }
        seconds = static_cast<const NumberLiteral&>(*parseNumber()).value;
        seconds = negative ? -seconds : seconds;
        if (!(seconds > -kInt64Limit && seconds < kInt64Limit)) {
            failAt(expr.pos, "timestamp out of bounds for @ modifier: " + fixed6(seconds));
        }
    }
    TimeModifiers* time = modifiersOf(expr);
    if (time == nullptr) {
        failAt(expr.pos, "@ modifier must be preceded by an instant vector selector or range vector selector or a "
                         "subquery");
    }
    if (time->at != AtModifier::None) {
        failAt(expr.pos, "@ <timestamp> may not be set multiple times");
    }
    time->at = at;
    if (at == AtModifier::Timestamp) {
        const double ms = std::round(seconds * 1000);
        // Beyond the range Go's conversion gives the smallest number; it selects nothing either way.
        time->atMs = std::fabs(ms) < kInt64Limit ? static_cast<std::int64_t>(ms)
                                                 : std::numeric_limits<std::int64_t>::min();
    }
    expr.pos.end = m_lastClosing;
}

void Parser::setExtended(Expr& expr, bool anchored)
{
    const std::string name = anchored ? "anchored" : "smoothed";
    if (!m_options.extendedRangeSelectors) {
        failAt(expr.pos, name + " modifier is experimental and not enabled");
    }
    VectorSelector* selector = nullptr;
    if (expr.kind == ExprKind::VectorSelector) {
        selector = static_cast<VectorSelector*>(&expr);
    } else if (expr.kind == ExprKind::MatrixSelector) {
        selector = static_cast<MatrixSelector&>(expr).selector.get();
    } else if (expr.kind == ExprKind::Subquery) {
        failAt(expr.pos, name + " modifier is not supported for subqueries");
    } else {
        failAt(expr.pos, name + " modifier not implemented");
    }
    (anchored ? selector->anchored : selector->smoothed) = true;
    if (selector->anchored && selector->smoothed) {
        failAt(expr.pos, "anchored and smoothed modifiers cannot be used together");
    }
}

ExprPtr Parser::parseRange(ExprPtr expr)
{
    const Token open = take();
    ExprPtr range = parsePositiveDuration({"subquery or range selector", "number, duration, step(), or range()"});
    if (peek().type == Tok::RightBracket) {
        const Token close = take();
        const PosRange brackets{open.pos, close.end()};
        if (expr->kind != ExprKind::VectorSelector) {
            failAt(brackets, "ranges only allowed for vector selectors");
        }
        std::unique_ptr<VectorSelector> selector(static_cast<VectorSelector*>(expr.release()));
        if (selector->time.offsetMs != 0 || selector->time.offsetExpr) {
            failAt(brackets, "no offset modifiers allowed before range");
        }
        if (selector->time.at != AtModifier::None) {
            failAt(brackets, "no @ modifiers allowed before range");
        }
        auto matrix = std::make_unique<MatrixSelector>();
        matrix->pos = {selector->pos.start, m_lastClosing};
        setHeight(*matrix, {selector.get(), range.get()});
        matrix->selector = std::move(selector);
        storeDuration(std::move(range), matrix->rangeMs, matrix->rangeExpr);
        return matrix;
    }
    if (!accept(Tok::Colon)) {
        unexpected("subquery or range", "\":\" or \"]\"");
    }
    auto subquery = std::make_unique<SubqueryExpr>();
    setHeight(*subquery, {expr.get(), range.get()});
    storeDuration(std::move(range), subquery->rangeMs, subquery->rangeExpr);
    if (peek().type != Tok::RightBracket) {
        ExprPtr step = parsePositiveDuration({"subquery selector", "number, duration, step(), range(), or \"]\""});
        if (peek().type != Tok::RightBracket) {
            unexpected("subquery selector", "\"]\"");
        }
        setHeight(*subquery, {step.get()});
        storeDuration(std::move(step), subquery->stepMs, subquery->stepExpr);
    }
    subquery->pos = {expr->pos.start, take().end()};
    subquery->expr = std::move(expr);
    return subquery;
}

}  // namespace watchglass::promql
