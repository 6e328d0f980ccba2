// Operators, calls and literals.

#include "engine/promql/literals.h"
#include "engine/promql/parser_impl.h"

namespace watchglass::promql {
namespace {

constexpr int kLowest = 1;
constexpr int kProduct = 5;
constexpr int kPower = 6;

struct Operator {
    Op op = Op::Add;
    int precedence = 0;  ///< 0: no binary operator
};

Operator binaryOperator(Tok t)
{
    switch (t) {
    case Tok::Lor: return {Op::Or, kLowest};
    case Tok::Land: return {Op::And, 2};
    case Tok::Lunless: return {Op::Unless, 2};
    case Tok::Eqlc: return {Op::Eql, 3};
    case Tok::Neq: return {Op::Neq, 3};
    case Tok::Gtr: return {Op::Gtr, 3};
    case Tok::Lss: return {Op::Lss, 3};
    case Tok::Gte: return {Op::Gte, 3};
    case Tok::Lte: return {Op::Lte, 3};
    case Tok::TrimUpper: return {Op::TrimUpper, 3};
    case Tok::TrimLower: return {Op::TrimLower, 3};
    case Tok::Add: return {Op::Add, 4};
    case Tok::Sub: return {Op::Sub, 4};
    case Tok::Mul: return {Op::Mul, kProduct};
    case Tok::Div: return {Op::Div, kProduct};
    case Tok::Mod: return {Op::Mod, kProduct};
    case Tok::Atan2: return {Op::Atan2, kProduct};
    case Tok::Pow: return {Op::Pow, kPower};
    default: return {};
    }
}

bool startsExpr(Tok t)
{
    switch (t) {
    case Tok::LeftBrace:
    case Tok::LeftParen:
    case Tok::Add:
    case Tok::Sub:
    case Tok::Number:
    case Tok::Duration:
    case Tok::String: return true;
    default: return canNameMetric(t);
    }
}

}  // namespace

ExprPtr Parser::parseQuery()
{
    if (peek().type == Tok::Eof) {
        failAt({}, "no expression found in input");
    }
    ExprPtr expr = parseBinary(kLowest);
    expectEnd();
    return expr;
}

ExprPtr Parser::parseBinary(int minPrecedence)
{
    const Nest nest(*this);
    ExprPtr left = parseUnary();
    while (true) {
        const auto [op, precedence] = binaryOperator(peek().type);
        if (precedence == 0 || precedence < minPrecedence) {
            return left;
        }
        take();
        std::unique_ptr<BinaryExpr> binary = parseBinaryModifiers();
        // The power operator alone groups to the right.
        ExprPtr right = parseBinary(precedence == kPower ? kPower : precedence + 1);
        binary->op = op;
        binary->pos = {left->pos.start, right->pos.end};
        setHeight(*binary, {left.get(), right.get()});
        binary->left = std::move(left);
        binary->right = std::move(right);
        const bool fills = binary->matching->fillLeft || binary->matching->fillRight;
        if (fills && !m_options.fillModifiers) {
            failAt(binary->pos, "binop fill modifiers are experimental and not enabled");
        }
        left = std::move(binary);
    }
}

ExprPtr Parser::parseUnary()
{
    const Tok type = peek().type;
    if (type != Tok::Add && type != Tok::Sub) {
        return parsePostfix(parsePrimary());
    }
    const Token sign = take();
    // Binds like a product: -1^2 is -(1^2), -1*2 is (-1)*2.
    ExprPtr operand = parseBinary(kProduct + 1);
    if (operand->kind == ExprKind::NumberLiteral) {
        auto& number = static_cast<NumberLiteral&>(*operand);
        if (type == Tok::Sub) {
            number.value = -number.value;
        }
        number.pos.start = sign.pos;
        return operand;
    }
    auto unary = std::make_unique<UnaryExpr>();
    unary->op = type == Tok::Sub ? Op::Sub : Op::Add;
    unary->pos = {sign.pos, operand->pos.end};
    setHeight(*unary, {operand.get()});
    unary->expr = std::move(operand);
    return unary;
}

ExprPtr Parser::parsePrimary()
{
    const Tok type = peek().type;
    switch (type) {
    case Tok::Number:
    case Tok::Duration: return parseNumber();
    case Tok::String: {
        auto text = std::make_unique<StringLiteral>();
        const Token token = take();
        text->value = unquoteLiteral(token.text);
        text->pos = token.range();
        return text;
    }
    case Tok::LeftParen: return parseParen();
    case Tok::LeftBrace: return parseSelector(nullptr);
    default: break;
    }
    if (!canNameMetric(type)) {
        unexpectedInExpr();
    }
    const Token name = take();
    const Tok after = peek().type;
    if (isAggregator(type) && (after == Tok::LeftParen || after == Tok::By || after == Tok::Without)) {
        return parseAggregate(name);
    }
    const bool callable = type == Tok::Identifier || type == Tok::Start || type == Tok::End || type == Tok::Step ||
                          type == Tok::Range || type == Tok::MaxOf || type == Tok::MinOf;
    if (callable && after == Tok::LeftParen) {
        return parseCall(name);
    }
    return parseSelector(&name);
}

ExprPtr Parser::parseParen()
{
    auto paren = std::make_unique<ParenExpr>();
    const std::int32_t start = take().pos;
    paren->expr = parseBinary(kLowest);
    expectInExpr(Tok::RightParen);
    paren->pos = {start, take().end()};
    setHeight(*paren, {paren->expr.get()});
    return paren;
}

ExprPtr Parser::parseNumber()
{
    const Token token = take();
    auto number = std::make_unique<NumberLiteral>();
    number->duration = token.type == Tok::Duration;
    number->pos = token.range();
    const auto value = number->duration ? parseDurationLiteral(token.text) : parseNumberLiteral(token.text);
    if (!value) {
        failAt(token.range(), value.error().message);
    }
    number->value = *value;
    return number;
}

ExprPtr Parser::parseCall(const Token& name)
{
    auto call = std::make_unique<CallExpr>();
    call->args = parseArguments();
    call->pos = {name.pos, m_lastClosing};
    call->function = findFunction(name.text);
    if (call->function == nullptr) {
        failAt(name.range(), "unknown function with name " + goQuote(name.text));
    }
    if (call->function->experimental && !m_options.experimentalFunctions) {
        failAt(name.range(), "function " + goQuote(name.text) + " is not enabled");
    }
    for (const ExprPtr& argument : call->args) {
        setHeight(*call, {argument.get()});
    }
    return call;
}

std::vector<ExprPtr> Parser::parseArguments()
{
    std::vector<ExprPtr> arguments;
    take();  // the parenthesis that brought us here
    if (accept(Tok::RightParen)) {
        return arguments;
    }
    while (true) {
        arguments.push_back(parseBinary(kLowest));
        if (peek().type != Tok::Comma) {
            expectInExpr(Tok::RightParen);
            take();
            return arguments;
        }
        const Token comma = take();
        if (!startsExpr(peek().type)) {
            failAt(comma.range(), "trailing commas not allowed in function call args");
        }
    }
}

std::unique_ptr<BinaryExpr> Parser::parseBinaryModifiers()
{
    auto binary = std::make_unique<BinaryExpr>();
    VectorMatching& matching = binary->matching.emplace();
    binary->returnBool = accept(Tok::Bool);
    if (peek().type == Tok::On || peek().type == Tok::Ignoring) {
        matching.on = take().type == Tok::On;
        matching.labels = parseGroupingLabels();
        if (peek().type == Tok::GroupLeft || peek().type == Tok::GroupRight) {
            matching.card = take().type == Tok::GroupLeft ? Cardinality::ManyToOne : Cardinality::OneToMany;
            if (peek().type == Tok::LeftParen) {
                matching.include = parseGroupingLabels();
            }
        }
    }
    if (accept(Tok::Fill)) {
        matching.fillLeft = matching.fillRight = parseFillValue();
    } else if (accept(Tok::FillLeft)) {
        matching.fillLeft = parseFillValue();
        if (accept(Tok::FillRight)) {
            matching.fillRight = parseFillValue();
        }
    } else if (accept(Tok::FillRight)) {
        matching.fillRight = parseFillValue();
        if (accept(Tok::FillLeft)) {
            matching.fillLeft = parseFillValue();
        }
    }
    return binary;
}

double Parser::parseFillValue()
{
    expectInExpr(Tok::LeftParen);
    take();
    const bool negative = peek().type == Tok::Sub;
    if (negative || peek().type == Tok::Add) {
        take();
    }
    if (peek().type != Tok::Number && peek().type != Tok::Duration) {
        unexpectedInExpr();
    }
    const ExprPtr number = parseNumber();
    expectInExpr(Tok::RightParen);
    take();
    const double value = static_cast<const NumberLiteral&>(*number).value;
    return negative ? -value : value;
}

}  // namespace watchglass::promql
