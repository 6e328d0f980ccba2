#include "engine/exposition/lexer.h"

#include <algorithm>
#include <array>

namespace watchglass::exposition {

namespace {

/// Bit 0: starts a label name; bit 1: starts a metric name; bit 2: a digit.
constexpr std::array<std::uint8_t, 256> makeClasses()
{
    std::array<std::uint8_t, 256> out{};
    for (int c = 'a'; c <= 'z'; ++c) out[static_cast<std::size_t>(c)] = 3;
    for (int c = 'A'; c <= 'Z'; ++c) out[static_cast<std::size_t>(c)] = 3;
    for (int c = '0'; c <= '9'; ++c) out[static_cast<std::size_t>(c)] = 4;
    out['_'] = 3;
    out[':'] = 2;
    return out;
}
constexpr auto kClasses = makeClasses();

inline std::uint8_t classOf(char c) { return kClasses[static_cast<unsigned char>(c)]; }
inline bool startsMetric(char c) { return classOf(c) & 2; }
inline bool inMetric(char c) { return classOf(c) & 6; }
inline bool startsLabel(char c) { return classOf(c) & 1; }
inline bool inLabel(char c) { return classOf(c) & 5; }
inline bool isDigit(char c) { return classOf(c) & 4; }
inline bool isBlank(char c) { return c == ' ' || c == '\t'; }

}  // namespace

std::string_view tokenName(Token token)
{
    static constexpr std::array<std::string_view, 20> kNames = {
        "INVALID", "EOF",     "LINEBREAK", "WHITESPACE", "HELP",  "TYPE",   "UNIT",  "EOFWORD", "TEXT",      "COMMENT",
        "MNAME",   "QSTRING", "BOPEN",     "BCLOSE",     "LNAME", "LVALUE", "COMMA", "EQUAL",   "TIMESTAMP", "VALUE"};
    return kNames[static_cast<std::size_t>(token)];
}

std::string_view Lexer::slice(std::size_t from, std::size_t to) const
{
    to = std::min(to, m_body.size());
    return from < to ? m_body.substr(from, to - from) : std::string_view{};
}

void Lexer::seek(std::size_t position)
{
    m_at = position;
    m_start = position;
    m_state = State::Init;
}

char Lexer::next()
{
    if (++m_at >= m_size) {
        m_at = m_size;
        return '\0';
    }
    char c = at(m_at);
    if (c != '\0') [[likely]]
        return c;
    if (m_state != State::LabelValue && m_state != State::Meta2 && m_state != State::Comment) return c;
    while (c == '\0') {
        if (++m_at >= m_size) return '\0';
        c = at(m_at);
    }
    return c;
}

bool Lexer::quoted(bool newlines)
{
    for (;;) {
        char c = next();
        if (c == '"') {
            next();
            return true;
        }
        if (c == '\\') {
            c = next();
            if (c == '\0' || c == '\n') return false;
        } else if (c == '\0' || (c == '\n' && !newlines)) {
            return false;
        }
    }
}

bool Lexer::word(std::string_view rest)
{
    for (const char expected : rest) {
        if (next() != expected) return false;
    }
    return true;
}

Token TextLexer::blanks(char c)
{
    while (isBlank(c)) c = next();
    return Token::Whitespace;
}

Token TextLexer::consumeComment()
{
    for (char c = current();; c = next()) {
        if (c == '\0') return Token::Eof;
        if (c == '\n') {
            m_state = State::Init;
            return Token::Comment;
        }
    }
}

Token TextLexer::lexComment(char c)
{
    if (isBlank(c)) return blanks(c);
    const bool help = c == 'H';
    if ((help && word("ELP")) || (c == 'T' && word("YPE"))) {
        c = next();
        if (isBlank(c)) {
            blanks(c);
            m_state = State::Meta1;
            return help ? Token::Help : Token::Type;
        }
    }
    return consumeComment();
}

Token TextLexer::lexInit(char c)
{
    if (startsMetric(c)) {
        do c = next();
        while (inMetric(c));
        m_state = State::Value;
        return Token::MetricName;
    }
    switch (c) {
    case '\n': next(); return Token::Linebreak;
    case '{':
        next();
        m_state = State::Labels;
        return Token::BraceOpen;
    case ' ':
    case '\t': return blanks(c);
    case '\0': next(); return Token::Eof;
    case '#':
        c = next();
        if (!isBlank(c)) return consumeComment();
        while (isBlank(c)) c = next();
        m_state = State::Comment;
        return lexComment(c);
    default: return Token::Invalid;
    }
}

Token TextLexer::lex()
{
    if (m_at >= m_size) return Token::Eof;
    char c = current();
    m_start = m_at;
    switch (m_state) {
    case State::Init: return lexInit(c);
    case State::Comment: return lexComment(c);
    case State::Meta1:
        if (isBlank(c)) return blanks(c);
        if (c == '"') {
            if (!quoted(true)) return Token::Invalid;
        } else if (startsMetric(c)) {
            do c = next();
            while (inMetric(c));
        } else {
            return Token::Invalid;
        }
        m_state = State::Meta2;
        return Token::MetricName;
    case State::Meta2:
        if (isBlank(c)) {
            while (isBlank(c)) c = next();
            if (c == '\n' || c == '\0') return Token::Whitespace;
        }
        while (c != '\n' && c != '\0') c = next();
        m_state = State::Init;
        return Token::Text;
    case State::Labels:
        if (startsLabel(c)) {
            do c = next();
            while (inLabel(c));
            return Token::LabelName;
        }
        if (isBlank(c)) return blanks(c);
        if (c == '"') return quoted(true) ? Token::QuotedString : Token::Invalid;
        if (c != '}' && c != '=' && c != ',') return Token::Invalid;
        next();
        if (c == ',') return Token::Comma;
        m_state = c == '}' ? State::Value : State::LabelValue;
        return c == '}' ? Token::BraceClose : Token::Equal;
    case State::LabelValue:
        if (isBlank(c)) return blanks(c);
        if (c != '"' || !quoted(true)) return Token::Invalid;
        m_state = State::Labels;
        return Token::LabelValue;
    case State::Value:
        if (isBlank(c)) return blanks(c);
        if (c == '{') {
            next();
            m_state = State::Labels;
            return Token::BraceOpen;
        }
        if (c == '\n' || c == '\0') return Token::Invalid;
        while (!isBlank(c) && c != '\n' && c != '\0' && c != '{') c = next();
        m_state = State::Timestamp;
        return Token::Value;
    default:
        if (isBlank(c)) return blanks(c);
        if (c == '\n') {
            next();
            m_state = State::Init;
            return Token::Linebreak;
        }
        if (!isDigit(c)) return Token::Invalid;
        while (isDigit(c)) c = next();
        return Token::Timestamp;
    }
}

Token OpenMetricsLexer::lexComment()
{
    char c = current();
    Token token = Token::Invalid;
    if (c == 'E') {
        if (!word("OF")) return Token::Invalid;
        if (next() == '\n') next();
        m_state = State::Init;
        return Token::EofWord;
    }
    if (c == 'H' && word("ELP ")) token = Token::Help;
    if (c == 'T' && word("YPE ")) token = Token::Type;
    if (c == 'U' && word("NIT ")) token = Token::Unit;
    if (token == Token::Invalid) return token;
    next();
    m_state = State::Meta1;
    return token;
}

Token OpenMetricsLexer::spaceAndWord(State then, Token token)
{
    char c = next();
    if (c == ' ' || c == '\n' || c == '\0') return Token::Invalid;
    while (c != ' ' && c != '\n' && c != '\0') c = next();
    m_state = then;
    return token;
}

Token OpenMetricsLexer::lexLabels(char c)
{
    if (startsLabel(c)) {
        do c = next();
        while (inLabel(c));
        return Token::LabelName;
    }
    const bool exemplar = m_state == State::Exemplar;
    if (c == '"') return quoted(!exemplar) ? Token::QuotedString : Token::Invalid;
    if (c != '}' && c != '=' && c != ',') return Token::Invalid;
    next();
    if (c == ',') return Token::Comma;
    if (exemplar) {
        m_state = State::ExemplarValue;
    } else {
        m_state = c == '}' ? State::Value : State::LabelValue;
    }
    return c == '}' ? Token::BraceClose : Token::Equal;
}

Token OpenMetricsLexer::lexAfterValue(char c)
{
    if (c == '\n') {
        next();
        m_state = State::Init;
        return Token::Linebreak;
    }
    if (c != ' ') return Token::Invalid;
    c = next();
    if (c == ' ' || c == '\n' || c == '\0') return Token::Invalid;
    if (c == '#' && m_state == State::Timestamp) {
        c = next();
        if (c == ' ') {
            if (next() != '{') return Token::Invalid;
            next();
            m_state = State::Exemplar;
            return Token::Comment;
        }
    }
    while (c != ' ' && c != '\n' && c != '\0') c = next();
    return Token::Timestamp;
}

Token OpenMetricsLexer::lexExemplar(char c)
{
    if (m_state == State::Exemplar) return lexLabels(c);
    if (c == '"') {
        if (!quoted(false)) return Token::Invalid;
        m_state = State::Exemplar;
        return Token::LabelValue;
    }
    return c == ' ' ? spaceAndWord(State::ExemplarTimestamp, Token::Value) : Token::Invalid;
}

Token OpenMetricsLexer::lex()
{
    if (m_at >= m_size) return Token::Eof;
    char c = current();
    m_start = m_at;
    switch (m_state) {
    case State::Init:
        if (startsMetric(c)) {
            do c = next();
            while (inMetric(c));
            m_state = State::Value;
            return Token::MetricName;
        }
        if (c == '{') {
            next();
            m_state = State::Labels;
            return Token::BraceOpen;
        }
        if (c != '#' || next() != ' ') return Token::Invalid;
        next();
        m_state = State::Comment;
        return lexComment();
    case State::Comment: return lexComment();
    case State::Meta1:
        if (c == '"') {
            if (!quoted(true)) return Token::Invalid;
        } else if (startsMetric(c)) {
            do c = next();
            while (inMetric(c));
        } else {
            return Token::Invalid;
        }
        m_state = State::Meta2;
        return Token::MetricName;
    case State::Meta2:
        if (c != ' ') return Token::Invalid;
        while (c != '\n' && c != '\0') c = next();
        if (c == '\0') return Token::Invalid;
        next();
        m_state = State::Init;
        return Token::Text;
    case State::Labels: return lexLabels(c);
    case State::LabelValue:
        if (c != '"' || !quoted(false)) return Token::Invalid;
        m_state = State::Labels;
        return Token::LabelValue;
    case State::Value:
        if (c == '{') {
            next();
            m_state = State::Labels;
            return Token::BraceOpen;
        }
        return c == ' ' ? spaceAndWord(State::Timestamp, Token::Value) : Token::Invalid;
    case State::Timestamp:
    case State::ExemplarTimestamp: return lexAfterValue(c);
    case State::Exemplar:
    case State::ExemplarValue: return lexExemplar(c);
    }
    return Token::Invalid;
}

}  // namespace watchglass::exposition
