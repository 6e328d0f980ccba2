#pragma once

#include <cstdint>
#include <string_view>

#include "engine/promql/token.h"

namespace watchglass::promql {

/// Cuts a query, or a series description of the test language, into tokens.
///
/// A state machine, as in Prometheus (promql/parser/lex.go): what a character means depends on open braces
/// and brackets, and which state a token leads to decides which errors are possible after it.
/// Any bytes are legal input; next() throws ParseFailure for what is no token.
class Lexer {
public:
    enum class Language : std::uint8_t { Expression, SeriesDescription };

    explicit Lexer(std::string_view input, Language language = Language::Expression)
        : m_input(input), m_series(language == Language::SeriesDescription)
    {
    }

    /// The next token, comments left out; Eof for ever at the end.
    [[nodiscard]] Token next();

    /// Where the token that next() returned last began.
    [[nodiscard]] std::int32_t lastPos() const { return m_lastPos; }

private:
    enum class State : std::uint8_t { Statements, Braces, DurationExpr, Values, Histogram, Buckets, SignedBucket, End };
    enum class AfterHistogram : std::uint8_t { None, Open, Times, Add, Sub };
    static constexpr std::int32_t kEof = -1;

    // Reading code points; an invalid byte reads as U+FFFD.
    std::int32_t read();
    std::int32_t peek();
    void backup() { m_pos -= m_width; }
    bool accept(std::string_view set);
    bool at(std::string_view set);
    void skipSpaces();

    void emit(Tok type);
    void ignore() { m_start = m_pos; }
    [[noreturn]] void fail(std::string message) const;
    [[nodiscard]] std::string_view pending() const;

    void lexStatements();
    void lexOperator(std::int32_t c);
    void lexAlphaInBrackets(std::int32_t c);
    void lexBraces();
    void lexDurationExpr();
    void lexString(char quote);
    void lexEscape(char quote);
    void lexRawString();
    void lexComment();
    void lexWord();
    void lexNumberOrDuration();
    void lexNumber();
    bool scanNumber();
    bool scanNumberTail(std::string_view digits);
    bool scanDuration();
    bool scanDurationKeyword();
    bool openParenFollows() const;

    // lexer_series.cpp
    void lexValues();
    void lexHistogram();
    void lexHistogramWord();
    void lexHistogramEnd();
    void lexBuckets();

    std::string_view m_input;
    std::size_t m_pos = 0;
    std::size_t m_start = 0;  ///< of the token being read
    std::size_t m_width = 0;  ///< of the code point read last
    std::int32_t m_lastPos = 0;
    Token m_token;
    bool m_emitted = false;

    State m_state = State::Statements;
    AfterHistogram m_histogram = AfterHistogram::None;
    int m_parens = 0;
    bool m_series;
    bool m_braceOpen = false;
    bool m_bracketOpen = false;
    bool m_gotColon = false;
    bool m_gotDuration = false;
};

}  // namespace watchglass::promql
