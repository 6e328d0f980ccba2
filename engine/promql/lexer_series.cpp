// Value sequences and native histograms of the test language's series descriptions.

#include "engine/promql/lexer.h"
#include "engine/promql/lexer_chars.h"

namespace watchglass::promql {

void Lexer::lexValues()
{
    if (m_histogram != AfterHistogram::None) {
        m_state = State::Histogram;
        return;
    }
    const std::int32_t c = read();
    if (c == kEof) {
        m_state = State::Statements;
        return;
    }
    if (c == '{' && peek() == '{') {
        m_histogram = AfterHistogram::Open;
        read();
        emit(Tok::OpenHist);
        m_state = State::Histogram;
    } else if (isSpace(c)) {
        emit(Tok::Space);
        skipSpaces();
    } else if (c == '+') {
        emit(Tok::Add);
    } else if (c == '-') {
        emit(Tok::Sub);
    } else if (c == 'x') {
        emit(Tok::Times);
    } else if (c == '_') {
        emit(Tok::Blank);
    } else if (isDigit(c) || (c == '.' && isDigit(peek()))) {
        m_pos = m_start;
        lexNumber();
    } else if (isAlpha(c)) {
        // May give tokens that have no place here; the parser says so.
        backup();
        lexWord();
    } else {
        fail("unexpected character in series sequence: " + quoteRune(c));
    }
}

void Lexer::lexHistogram()
{
    if (m_histogram != AfterHistogram::Open) {
        const Tok type = m_histogram == AfterHistogram::Times ? Tok::Times
                         : m_histogram == AfterHistogram::Add ? Tok::Add
                                                              : Tok::Sub;
        m_histogram = AfterHistogram::None;
        read();
        emit(type);
        m_state = State::Values;
        return;
    }
    if (m_bracketOpen) {
        m_state = State::Buckets;
        return;
    }
    const std::int32_t c = read();
    if (isSpace(c)) {
        emit(Tok::Space);
        skipSpaces();
    } else if (isAlpha(c)) {
        lexHistogramWord();
    } else if (c == ':') {
        emit(Tok::Colon);
    } else if (c == '-') {
        emit(Tok::Sub);
    } else if (isDigit(c)) {
        backup();
        lexNumber();
    } else if (c == '[') {
        m_bracketOpen = true;
        emit(Tok::LeftBracket);
        m_state = State::Buckets;
    } else if (c == '}' && peek() == '}') {
        read();
        emit(Tok::CloseHist);
        lexHistogramEnd();
    } else {
        fail("histogram description incomplete unexpected: " + quoteRune(c));
    }
}

void Lexer::lexHistogramEnd()
{
    switch (peek()) {
    case 'x': m_histogram = AfterHistogram::Times; break;
    case '+': m_histogram = AfterHistogram::Add; break;
    case '-': m_histogram = AfterHistogram::Sub; break;
    default: m_histogram = AfterHistogram::None; m_state = State::Values;
    }
}

void Lexer::lexHistogramWord()
{
    while (m_pos < m_input.size() && isAlpha(static_cast<unsigned char>(m_input[m_pos]))) {
        ++m_pos;
    }
    const std::string_view word = pending();
    if (const Tok key = histogramKey(word); key != Tok::Identifier) {
        if (peek() != ':') {
            fail("missing `:` for histogram descriptor");
        }
        emit(key);
    } else if (keyword(word) == Tok::Number) {
        emit(Tok::Number);
    } else if (const Tok hint = counterResetHintKey(word); hint != Tok::Identifier) {
        emit(hint);
    } else {
        fail("bad histogram descriptor found: " + goQuote(word));
    }
}

void Lexer::lexBuckets()
{
    const std::int32_t c = read();
    if (isSpace(c)) {
        emit(Tok::Space);
        skipSpaces();
    } else if (c == '-') {
        emit(Tok::Sub);
        m_state = State::SignedBucket;
    } else if (isDigit(c)) {
        backup();
        lexNumber();
    } else if (c == ']') {
        m_bracketOpen = false;
        emit(Tok::RightBracket);
        m_state = State::Histogram;
    } else if (isAlpha(c)) {
        if (keyword(pending()) == Tok::Number) {
            emit(Tok::Number);
        }
    } else {
        fail("invalid character in buckets description: " + quoteRune(c));
    }
}

}  // namespace watchglass::promql
