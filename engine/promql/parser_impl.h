#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/promql/lexer.h"
#include "engine/promql/parse_failure.h"
#include "engine/promql/parser.h"

namespace watchglass::promql {

/// Recursive descent over Prometheus's grammar (promql/parser/generated_parser.y), operators by precedence.
///
/// The grammar there is LALR with error productions. To give the same first error at the same place this
/// parser looks one token ahead exactly where that one has to: a bad token that is not needed yet must not
/// hide a complaint about what has been read already.
/// All functions throw ParseFailure. Invariant: every node's height is at most kMaxHeight.
class Parser {
public:
    Parser(std::string_view query, const ParserOptions& options, Lexer::Language language)
        : m_query(query), m_options(options), m_lexer(query, language)
    {
    }

    /// The whole input as an expression, not type-checked.
    [[nodiscard]] ExprPtr parseQuery();
    /// The whole input as a vector selector without modifiers.
    [[nodiscard]] std::unique_ptr<VectorSelector> parseSelectorQuery();

protected:
    static constexpr int kMaxNesting = 500;
    static constexpr std::uint16_t kMaxHeight = 2000;
    class Nest;

    const Token& peek();
    Token take();
    bool accept(Tok type);
    [[noreturn]] void unexpected(std::string_view context = {}, std::string_view expected = {});
    /// For a bad token inside an expression: names the aggregation around it, as the grammar does.
    [[noreturn]] void unexpectedInExpr();
    [[noreturn]] static void failAt(PosRange pos, std::string message);
    void expectInExpr(Tok type);
    void expectEnd();
    void setHeight(Expr& parent, std::initializer_list<const Expr*> children) const;

    // parser_expr.cpp
    ExprPtr parseBinary(int minPrecedence);
    ExprPtr parseUnary();
    ExprPtr parsePrimary();
    ExprPtr parseParen();
    ExprPtr parseNumber();
    ExprPtr parseCall(const Token& name);
    std::vector<ExprPtr> parseArguments();
    std::unique_ptr<BinaryExpr> parseBinaryModifiers();
    double parseFillValue();

    // parser_aggregate.cpp
    ExprPtr parseAggregate(const Token& op);
    void parseAggregateModifier(AggregateExpr& aggregate);
    ExprPtr finishAggregate(std::unique_ptr<AggregateExpr> aggregate, const Token& op, std::vector<ExprPtr> arguments,
                            bool readAhead);
    [[nodiscard]] std::int32_t previousRightParen() const;
    std::vector<std::string> parseGroupingLabels();

    // parser_selector.cpp
    std::unique_ptr<VectorSelector> parseSelector(const Token* name);
    void parseMatchers(VectorSelector& selector);
    Matcher parseMatcher();
    ExprPtr parsePostfix(ExprPtr expr);
    void parseOffset(Expr& expr);
    void parseAt(Expr& expr);
    ExprPtr parseRange(ExprPtr expr);
    void setExtended(Expr& expr, bool anchored);

    // parser_duration.cpp
    /// Where a bad token inside a duration is reported.
    struct DurationContext {
        std::string_view context;
        std::string_view expected;
    };
    ExprPtr parseDuration(int minPrecedence, const DurationContext& context);
    ExprPtr parseDurationOperators(ExprPtr left, int minPrecedence, const DurationContext& context);
    ExprPtr parseDurationPrimary(const DurationContext& context);
    ExprPtr parseDurationCall(const DurationContext& context);
    ExprPtr parseOffsetDuration(const DurationContext& context);
    ExprPtr parsePositiveDuration(const DurationContext& context);
    ExprPtr negateDuration(const Token& op, ExprPtr operand) const;
    ExprPtr checkedDurationNumber();
    ExprPtr wrapDuration(ExprPtr inner, PosRange pos) const;
    void requireDurationExpr(const Expr& expr) const;
    void expectInDuration(Tok type, const DurationContext& context);

    std::string_view m_query;
    ParserOptions m_options;
    Lexer m_lexer;
    Token m_token;
    bool m_haveToken = false;
    /// End of the last token read, the one ahead included, that may end an expression: `)`, `]`, `}`, a number.
    std::int32_t m_lastClosing = 0;
    int m_nesting = 0;
    int m_aggregations = 0;  ///< aggregations whose arguments are being read
};

/// Counts nested calls for as long as it lives.
class Parser::Nest {
public:
    explicit Nest(Parser& parser) : m_parser(parser)
    {
        if (++m_parser.m_nesting > kMaxNesting) {
            failAt(m_parser.peek().range(),
                   "expression is nested too deeply, at most " + std::to_string(kMaxNesting) + " levels are allowed");
        }
    }
    ~Nest() { --m_parser.m_nesting; }
    Nest(const Nest&) = delete;
    Nest& operator=(const Nest&) = delete;

private:
    Parser& m_parser;
};

/// Checks types and settles what depends on them (BinaryExpr::matching). Throws ParseFailure.
void checkTypes(Expr& expr, std::string_view query);

}  // namespace watchglass::promql
