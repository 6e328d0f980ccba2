#pragma once

#include <cstdint>
#include <string_view>

namespace watchglass::exposition {

enum class Token : std::uint8_t {
    Invalid,
    Eof,
    Linebreak,
    Whitespace,
    Help,
    Type,
    Unit,
    EofWord,
    Text,
    Comment,
    MetricName,
    QuotedString,
    BraceOpen,
    BraceClose,
    LabelName,
    LabelValue,
    Comma,
    Equal,
    Timestamp,
    Value,
};

/// The token's name in Prometheus's error messages.
[[nodiscard]] std::string_view tokenName(Token token);

/// What the lexers of both formats share: a position, a state, and Prometheus's treatment of NUL bytes, which
/// stand for the end except where a state allows them.
class Lexer {
public:
    enum class State : std::uint8_t {
        Init,
        Comment,
        Meta1,
        Meta2,
        Labels,
        LabelValue,
        Value,
        Timestamp,
        Exemplar,
        ExemplarValue,
        ExemplarTimestamp,
    };

    /// `virtualNewline`: the text format is read as if a line break stood behind the body.
    Lexer(std::string_view body, bool virtualNewline) : m_body(body), m_size(body.size() + (virtualNewline ? 1 : 0)) {}

    /// Length with the virtual line break.
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] std::size_t start() const { return m_start; }
    [[nodiscard]] std::size_t position() const { return m_at; }
    [[nodiscard]] State state() const { return m_state; }
    /// The bytes of the current token; without the virtual line break.
    [[nodiscard]] std::string_view token() const { return slice(m_start, m_at); }
    [[nodiscard]] std::string_view slice(std::size_t from, std::size_t to) const;
    [[nodiscard]] char at(std::size_t index) const
    {
        if (index < m_body.size()) [[likely]]
            return m_body[index];
        return index < m_size ? '\n' : '\0';
    }
    void seek(std::size_t position);

protected:
    [[nodiscard]] char current() const { return at(m_at); }
    /// Goes one byte on, over NULs where the state allows them, and returns the byte there.
    char next();

    /// Goes over a quoted string from its first quote on. False: cut off by a NUL, the end, an escaped line break
    /// or, unless `newlines`, a line break.
    [[nodiscard]] bool quoted(bool newlines);
    [[nodiscard]] bool word(std::string_view rest);

    std::string_view m_body;
    std::size_t m_size;
    std::size_t m_start = 0;
    std::size_t m_at = 0;
    State m_state = State::Init;
};

/// Tokens of the Prometheus text format. Source: prometheus model/textparse/promlex.l.
class TextLexer : public Lexer {
public:
    explicit TextLexer(std::string_view body) : Lexer(body, true) {}
    Token lex();

private:
    Token lexInit(char c);
    Token lexComment(char c);
    Token consumeComment();
    Token blanks(char c);
};

/// Tokens of OpenMetrics. Source: prometheus model/textparse/openmetricslex.l.
class OpenMetricsLexer : public Lexer {
public:
    explicit OpenMetricsLexer(std::string_view body) : Lexer(body, false) {}
    Token lex();

private:
    Token lexComment();
    Token lexLabels(char c);
    Token lexAfterValue(char c);
    Token lexExemplar(char c);
    Token spaceAndWord(State then, Token token);
};

}  // namespace watchglass::exposition
