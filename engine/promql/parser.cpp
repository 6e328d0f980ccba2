#include "engine/promql/parser.h"

#include <algorithm>

#include "engine/promql/parser_impl.h"

namespace watchglass::promql {

const Token& Parser::peek()
{
    if (!m_haveToken) {
        m_token = m_lexer.next();
        m_haveToken = true;
        switch (m_token.type) {
        case Tok::RightBrace:
        case Tok::RightParen:
        case Tok::RightBracket:
        case Tok::Duration:
        case Tok::Number: m_lastClosing = m_token.end(); break;
        default: break;
        }
    }
    return m_token;
}

Token Parser::take()
{
    peek();
    m_haveToken = false;
    return m_token;
}

bool Parser::accept(Tok type)
{
    if (peek().type != type) {
        return false;
    }
    m_haveToken = false;
    return true;
}

void Parser::failAt(PosRange pos, std::string message) { throw ParseFailure{pos, std::move(message)}; }

void Parser::unexpected(std::string_view context, std::string_view expected)
{
    std::string message = "unexpected " + describe(peek());
    if (!context.empty()) {
        message.append(" in ").append(context);
    }
    if (!expected.empty()) {
        message.append(", expected ").append(expected);
    }
    failAt(peek().range(), std::move(message));
}

void Parser::unexpectedInExpr() { unexpected(m_aggregations > 0 ? "aggregation" : ""); }

void Parser::expectInExpr(Tok type)
{
    if (peek().type != type) {
        unexpectedInExpr();
    }
}

void Parser::expectEnd()
{
    if (peek().type != Tok::Eof) {
        unexpected();
    }
}

void Parser::setHeight(Expr& parent, std::initializer_list<const Expr*> children) const
{
    for (const Expr* child : children) {
        parent.height = std::max(parent.height, static_cast<std::uint16_t>(child->height + 1));
    }
    if (parent.height > kMaxHeight) {
        failAt(parent.pos, "expression has too many levels, at most " + std::to_string(kMaxHeight) + " are allowed");
    }
}

namespace {

Error toError(const ParseError& error, std::string_view query)
{
    return {ErrorCode::InvalidInput, error.message, positionText(query, error.pos.start)};
}

}  // namespace

std::string positionText(std::string_view query, std::int32_t pos)
{
    if (query.empty() || pos < 0 || static_cast<std::size_t>(pos) > query.size()) {
        return {};
    }
    const std::string_view before = query.substr(0, static_cast<std::size_t>(pos));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t lineBreak = before.rfind('\n');
    const std::size_t column = lineBreak == std::string_view::npos ? before.size() + 1 : before.size() - lineBreak;
    return std::to_string(line) + ":" + std::to_string(column);
}

tl::expected<ExprPtr, ParseError> parseExprDetailed(std::string_view query, const ParserOptions& options)
{
    try {
        Parser parser(query, options, Lexer::Language::Expression);
        ExprPtr expr = parser.parseQuery();
        checkTypes(*expr, query);
        return expr;
    } catch (const ParseFailure& failure) {
        return tl::make_unexpected(ParseError{failure.pos, failure.message});
    }
}

Result<ExprPtr> parseExpr(std::string_view query, const ParserOptions& options)
{
    auto parsed = parseExprDetailed(query, options);
    if (!parsed) {
        return tl::make_unexpected(toError(parsed.error(), query));
    }
    return *std::move(parsed);
}

std::string describeParseError(const Error& error)
{
    return (error.where.empty() ? "unknown position" : error.where) + ": parse error: " + error.message;
}

Result<std::vector<Matcher>> parseMetricSelector(std::string_view text)
{
    try {
        Parser parser(text, {}, Lexer::Language::Expression);
        return std::move(parser.parseSelectorQuery()->matchers);
    } catch (const ParseFailure& failure) {
        return tl::make_unexpected(toError({failure.pos, failure.message}, text));
    }
}

}  // namespace watchglass::promql
