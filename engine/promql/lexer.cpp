#include "engine/promql/lexer.h"

#include "engine/base/utf8.h"
#include "engine/promql/lexer_chars.h"
#include "engine/promql/parse_failure.h"

namespace watchglass::promql {

Token Lexer::next()
{
    do {
        m_emitted = false;
        while (!m_emitted) {
            switch (m_state) {
            case State::Statements: lexStatements(); break;
            case State::Braces: lexBraces(); break;
            case State::DurationExpr: lexDurationExpr(); break;
            case State::Values: lexValues(); break;
            case State::Histogram: lexHistogram(); break;
            case State::Buckets: lexBuckets(); break;
            case State::SignedBucket:
                // After a sign only digits do (prometheus lex.go): "-Inf" is no bucket.
                lexNumber();
                m_state = State::Buckets;
                break;
            case State::End: emit(Tok::Eof); break;
            }
        }
    } while (m_token.type == Tok::Comment);
    m_lastPos = m_token.pos;
    return m_token;
}

std::int32_t Lexer::read()
{
    if (m_pos >= m_input.size()) {
        m_width = 0;
        return kEof;
    }
    const auto byte = static_cast<unsigned char>(m_input[m_pos]);
    if (byte < 0x80) {
        m_width = 1;
        ++m_pos;
        return byte;
    }
    std::size_t length = 1;
    const char32_t c = decodeUtf8(m_input.substr(m_pos), length);
    m_width = length;
    m_pos += length;
    return static_cast<std::int32_t>(c);
}

std::int32_t Lexer::peek()
{
    const std::int32_t c = read();
    backup();
    return c;
}

bool Lexer::at(std::string_view set)
{
    return m_pos < m_input.size() && set.find(m_input[m_pos]) != std::string_view::npos;
}

bool Lexer::accept(std::string_view set)
{
    if (!at(set)) {
        return false;
    }
    ++m_pos;
    return true;
}

void Lexer::skipSpaces()
{
    while (m_pos < m_input.size() && isSpace(static_cast<unsigned char>(m_input[m_pos]))) {
        ++m_pos;
    }
    ignore();
}

std::string_view Lexer::pending() const { return m_input.substr(m_start, m_pos - m_start); }

void Lexer::emit(Tok type)
{
    m_token = {type, static_cast<std::int32_t>(m_start), pending()};
    m_start = m_pos;
    m_emitted = true;
}

void Lexer::fail(std::string message) const
{
    throw ParseFailure{{static_cast<std::int32_t>(m_start), static_cast<std::int32_t>(m_input.size())},
                       std::move(message)};
}

void Lexer::lexStatements()
{
    if (m_histogram != AfterHistogram::None) {
        m_state = State::Histogram;
        return;
    }
    if (m_braceOpen) {
        m_state = State::Braces;
        return;
    }
    const std::int32_t c = read();
    switch (c) {
    case kEof:
        if (m_parens != 0) {
            fail("unclosed left parenthesis");
        }
        if (m_bracketOpen) {
            fail("unclosed left bracket");
        }
        emit(Tok::Eof);
        m_state = State::End;
        return;
    case '#': lexComment(); return;
    case '"':
    case '\'': lexString(static_cast<char>(c)); return;
    case '`': lexRawString(); return;
    case '(':
        emit(Tok::LeftParen);
        ++m_parens;
        return;
    case ')':
        emit(Tok::RightParen);
        if (--m_parens < 0) {
            fail("unexpected right parenthesis ')'");
        }
        return;
    case '{':
        emit(Tok::LeftBrace);
        m_braceOpen = true;
        m_state = State::Braces;
        return;
    case '[':
        if (m_bracketOpen) {
            fail("unexpected left bracket '['");
        }
        m_gotColon = false;
        emit(Tok::LeftBracket);
        skipSpaces();
        m_bracketOpen = true;
        m_state = State::DurationExpr;
        return;
    case ']':
        if (!m_bracketOpen) {
            fail("unexpected right bracket ']'");
        }
        emit(Tok::RightBracket);
        m_bracketOpen = false;
        return;
    default: break;
    }
    if (isSpace(c)) {
        skipSpaces();
    } else if (isAlpha(c) || c == ':') {
        if (m_bracketOpen) {
            lexAlphaInBrackets(c);
        } else {
            backup();
            lexWord();
        }
    } else if (isDigit(c) || (c == '.' && isDigit(peek()))) {
        m_pos = m_start;
        lexNumberOrDuration();
    } else {
        lexOperator(c);
    }
}

void Lexer::lexOperator(std::int32_t c)
{
    switch (c) {
    case ',': return emit(Tok::Comma);
    case '*': return emit(Tok::Mul);
    case '/': return emit(Tok::Div);
    case '%': return emit(Tok::Mod);
    case '+': return emit(Tok::Add);
    case '-': return emit(Tok::Sub);
    case '^': return emit(Tok::Pow);
    case '@': return emit(Tok::At);
    case '=':
        if (at("~")) {
            fail("unexpected character after '=': '~'");
        }
        return emit(accept("=") ? Tok::Eqlc : Tok::Eql);
    case '!':
        if (const std::int32_t after = read(); after != '=') {
            fail("unexpected character after '!': " + quoteRune(after));
        }
        return emit(Tok::Neq);
    case '<':
        if (accept("=")) {
            return emit(Tok::Lte);
        }
        return emit(accept("/") ? Tok::TrimUpper : Tok::Lss);
    case '>':
        if (accept("=")) {
            return emit(Tok::Gte);
        }
        return emit(accept("/") ? Tok::TrimLower : Tok::Gtr);
    default: fail("unexpected character: " + quoteRune(c));
    }
}

void Lexer::lexAlphaInBrackets(std::int32_t c)
{
    if (c == ':') {
        if (m_gotColon) {
            fail("unexpected colon ':'");
        }
        emit(Tok::Colon);
        m_gotColon = true;
        return;
    }
    if (startsDurationKeyword(c) && scanDurationKeyword()) {
        return;
    }
    fail("unexpected character: " + quoteRune(c) + ", expected ':'");
}

void Lexer::lexBraces()
{
    const std::int32_t c = read();
    if (isSpace(c)) {
        skipSpaces();
        return;
    }
    if (isAlpha(c)) {
        while (m_pos < m_input.size() && isAlphaNumeric(static_cast<unsigned char>(m_input[m_pos]))) {
            ++m_pos;
        }
        emit(Tok::Identifier);
        return;
    }
    switch (c) {
    case kEof: fail("unexpected end of input inside braces");
    case '#': return lexComment();
    case ',': return emit(Tok::Comma);
    case '"':
    case '\'': return lexString(static_cast<char>(c));
    case '`': return lexRawString();
    case '=': return emit(accept("~") ? Tok::EqlRegex : Tok::Eql);
    case '!': {
        const std::int32_t after = read();
        if (after != '~' && after != '=') {
            fail("unexpected character after '!' inside braces: " + quoteRune(after));
        }
        return emit(after == '~' ? Tok::NeqRegex : Tok::Neq);
    }
    case '{': fail("unexpected left brace '{'");
    case '}':
        emit(Tok::RightBrace);
        m_braceOpen = false;
        m_state = m_series ? State::Values : State::Statements;
        return;
    default: fail("unexpected character inside braces: " + quoteRune(c));
    }
}

void Lexer::lexDurationExpr()
{
    const std::int32_t c = read();
    switch (c) {
    case kEof: fail("unexpected end of input in duration expression");
    case ']':
        emit(Tok::RightBracket);
        m_bracketOpen = false;
        m_gotColon = false;
        m_state = State::Statements;
        return;
    case ':':
        emit(Tok::Colon);
        if (!m_gotDuration) {
            fail("unexpected colon before duration in duration expression");
        }
        if (m_gotColon) {
            fail("unexpected repeated colon in duration expression");
        }
        m_gotColon = true;
        return;
    case '(':
        emit(Tok::LeftParen);
        ++m_parens;
        return;
    case ')':
        emit(Tok::RightParen);
        if (--m_parens < 0) {
            fail("unexpected right parenthesis ')'");
        }
        return;
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '^':
    case ',': return lexOperator(c);
    default: break;
    }
    if (isSpace(c)) {
        skipSpaces();
    } else if (isDigit(c) || (c == '.' && isDigit(peek()))) {
        m_pos = m_start;
        m_gotDuration = true;
        m_state = State::Statements;
        lexNumberOrDuration();
    } else if (!startsDurationKeyword(c) || !scanDurationKeyword()) {
        fail("unexpected character in duration expression: " + quoteRune(c));
    }
}

bool Lexer::scanDurationKeyword()
{
    while (m_pos < m_input.size() && isAlpha(static_cast<unsigned char>(m_input[m_pos]))) {
        ++m_pos;
    }
    const Tok type = keyword(pending());
    if (type != Tok::Step && type != Tok::Range && type != Tok::MaxOf && type != Tok::MinOf) {
        return false;
    }
    emit(type);
    return true;
}

void Lexer::lexComment()
{
    while (m_pos < m_input.size() && m_input[m_pos] != '\n' && m_input[m_pos] != '\r') {
        ++m_pos;
    }
    emit(Tok::Comment);
}

void Lexer::lexWord()
{
    while (m_pos < m_input.size()) {
        const auto c = static_cast<unsigned char>(m_input[m_pos]);
        if (!isAlphaNumeric(c) && c != ':') {
            break;
        }
        ++m_pos;
    }
    const std::string_view word = pending();
    Tok type = keyword(word);
    const bool fill = type == Tok::Fill || type == Tok::FillLeft || type == Tok::FillRight;
    if (fill && !openParenFollows()) {
        // Metrics of these names were in use before the modifiers came.
        type = Tok::Identifier;
    } else if (type == Tok::Identifier && word.find(':') != std::string_view::npos) {
        type = Tok::MetricIdentifier;
    }
    emit(type);
    m_state = m_series && peek() != '{' ? State::Values : State::Statements;
}

bool Lexer::openParenFollows() const
{
    const std::size_t at = m_input.find_first_not_of(" \t\n\r", m_pos);
    return at != std::string_view::npos && m_input[at] == '(';
}

}  // namespace watchglass::promql
