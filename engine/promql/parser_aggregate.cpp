// Aggregations and lists of labels.

#include "engine/base/utf8.h"
#include "engine/promql/lexer_chars.h"
#include "engine/promql/literals.h"
#include "engine/promql/parser_impl.h"

namespace watchglass::promql {
namespace {

AggOp aggregation(Tok t)
{
    switch (t) {
    case Tok::Avg: return AggOp::Avg;
    case Tok::Bottomk: return AggOp::Bottomk;
    case Tok::Count: return AggOp::Count;
    case Tok::CountValues: return AggOp::CountValues;
    case Tok::Group: return AggOp::Group;
    case Tok::Max: return AggOp::Max;
    case Tok::Min: return AggOp::Min;
    case Tok::Quantile: return AggOp::Quantile;
    case Tok::Stddev: return AggOp::Stddev;
    case Tok::Stdvar: return AggOp::Stdvar;
    case Tok::Topk: return AggOp::Topk;
    case Tok::Limitk: return AggOp::Limitk;
    case Tok::LimitRatio: return AggOp::LimitRatio;
    default: return AggOp::Sum;
    }
}

bool takesParameter(AggOp op) { return op >= AggOp::Topk; }

}  // namespace

ExprPtr Parser::parseAggregate(const Token& op)
{
    auto aggregate = std::make_unique<AggregateExpr>();
    aggregate->op = aggregation(op.type);
    const bool modifierFirst = peek().type != Tok::LeftParen;
    ++m_aggregations;
    if (modifierFirst) {
        parseAggregateModifier(*aggregate);
        expectInExpr(Tok::LeftParen);
    }
    std::vector<ExprPtr> arguments = parseArguments();
    --m_aggregations;
    bool readAhead = false;
    if (!modifierFirst) {
        readAhead = peek().type != Tok::By && peek().type != Tok::Without;
        if (!readAhead) {
            ++m_aggregations;
            parseAggregateModifier(*aggregate);
            --m_aggregations;
        }
    }
    return finishAggregate(std::move(aggregate), op, std::move(arguments), readAhead);
}

void Parser::parseAggregateModifier(AggregateExpr& aggregate)
{
    aggregate.without = take().type == Tok::Without;
    aggregate.grouping = parseGroupingLabels();
}

ExprPtr Parser::finishAggregate(std::unique_ptr<AggregateExpr> aggregate, const Token& op,
                                std::vector<ExprPtr> arguments, bool readAhead)
{
    aggregate->pos = {op.pos, readAhead ? previousRightParen() : m_lastClosing};
    if (arguments.empty()) {
        failAt(aggregate->pos, "no arguments for aggregate expression provided");
    }
    const bool experimental = aggregate->op == AggOp::Limitk || aggregate->op == AggOp::LimitRatio;
    if (experimental && !m_options.experimentalFunctions) {
        failAt(aggregate->pos, std::string(aggText(aggregate->op)) + "() is experimental and must be enabled with "
                                                                     "--enable-feature=promql-experimental-functions");
    }
    const std::size_t wanted = takesParameter(aggregate->op) ? 2 : 1;
    if (arguments.size() != wanted) {
        failAt(aggregate->pos, "wrong number of arguments for aggregate expression provided, expected " +
                                   std::to_string(wanted) + ", got " + std::to_string(arguments.size()));
    }
    if (wanted == 2) {
        aggregate->param = std::move(arguments.front());
        setHeight(*aggregate, {aggregate->param.get()});
    }
    aggregate->expr = std::move(arguments.back());
    setHeight(*aggregate, {aggregate->expr.get()});
    return aggregate;
}

/// The aggregation's own closing parenthesis when the token ahead is another one (prometheus issue 16053).
std::int32_t Parser::previousRightParen() const
{
    const std::int32_t last = m_lexer.lastPos();
    if (last <= 0 || last >= static_cast<std::int32_t>(m_query.size()) ||
        m_query[static_cast<std::size_t>(last)] != ')') {
        return m_lastClosing;
    }
    for (std::int32_t i = last - 1; i > 0; --i) {
        const char c = m_query[static_cast<std::size_t>(i)];
        if (c == ')') {
            return i + 1;
        }
        if (!isSpace(c)) {
            break;
        }
    }
    return m_lastClosing;
}

std::vector<std::string> Parser::parseGroupingLabels()
{
    std::vector<std::string> labels;
    if (peek().type != Tok::LeftParen) {
        unexpected("grouping opts", "\"(\"");
    }
    take();
    while (peek().type != Tok::RightParen) {
        const Tok type = peek().type;
        if (type != Tok::String && !canNameLabel(type)) {
            unexpected("grouping opts", "label");
        }
        const Token token = take();
        std::string label = type == Tok::String ? unquoteLiteral(token.text) : std::string(token.text);
        if (label.empty() || !isValidUtf8(label)) {
            failAt(token.range(), "invalid label name for grouping: " + goQuote(label));
        }
        labels.push_back(std::move(label));
        if (!accept(Tok::Comma) && peek().type != Tok::RightParen) {
            unexpected("grouping opts", "\",\" or \")\"");
        }
    }
    take();
    return labels;
}

}  // namespace watchglass::promql
