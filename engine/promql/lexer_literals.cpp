// Strings, numbers and durations.

#include "engine/base/utf8.h"
#include "engine/promql/lexer.h"
#include "engine/promql/lexer_chars.h"

namespace watchglass::promql {
namespace {

constexpr std::int32_t kInvalidRune = 0xFFFD;
constexpr std::string_view kDecimal = "0123456789";
constexpr std::string_view kHex = "0123456789abcdefABCDEF";

std::uint32_t digitValue(std::int32_t c)
{
    if (isDigit(c)) {
        return static_cast<std::uint32_t>(c - '0');
    }
    if (c >= 'a' && c <= 'f') {
        return static_cast<std::uint32_t>(c - 'a' + 10);
    }
    if (c >= 'A' && c <= 'F') {
        return static_cast<std::uint32_t>(c - 'A' + 10);
    }
    return 16;
}

}  // namespace

void Lexer::lexString(char quote)
{
    while (true) {
        const std::int32_t c = read();
        if (c == quote) {
            break;
        }
        if (c == '\\') {
            lexEscape(quote);
        } else if (c == kInvalidRune) {
            fail("invalid UTF-8 rune");
        } else if (c == kEof || c == '\n') {
            fail("unterminated quoted string");
        }
    }
    emit(Tok::String);
    m_state = State::Statements;
}

void Lexer::lexEscape(char quote)
{
    int count = 0;
    std::uint32_t base = 16;
    std::uint32_t highest = 255;
    std::int32_t c = read();
    switch (c) {
    case 'a':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
    case 'v':
    case '\\': return;
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
        count = 3;
        base = 8;
        break;
    case 'x':
        count = 2;
        c = read();
        break;
    case 'u':
    case 'U':
        count = c == 'u' ? 4 : 8;
        highest = 0x10FFFF;
        c = read();
        break;
    case kEof: fail("escape sequence not terminated");
    default:
        if (c == quote) {
            return;
        }
        fail("unknown escape sequence " + codePointText(c));
    }

    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i) {
        if (i > 0) {
            c = read();
        }
        const std::uint32_t digit = digitValue(c);
        if (digit >= base) {
            fail(c == kEof ? "escape sequence not terminated"
                           : "illegal character " + codePointText(c) + " in escape sequence");
        }
        value = value * base + digit;
    }
    if (value > highest || (value >= 0xD800 && value < 0xE000)) {
        fail("escape sequence is an invalid Unicode code point");
    }
}

void Lexer::lexRawString()
{
    while (true) {
        const std::int32_t c = read();
        if (c == '`') {
            break;
        }
        if (c == kInvalidRune) {
            fail("invalid UTF-8 rune");
        }
        if (c == kEof) {
            fail("unterminated raw string");
        }
    }
    emit(Tok::String);
    m_state = State::Statements;
}

void Lexer::lexNumber()
{
    if (!scanNumber()) {
        fail("bad number syntax: " + goQuote(pending()));
    }
    emit(Tok::Number);
}

void Lexer::lexNumberOrDuration()
{
    if (scanNumber()) {
        emit(Tok::Number);
    } else if (scanDuration()) {
        emit(Tok::Duration);
    } else {
        fail("bad number or duration syntax: " + goQuote(pending()));
    }
}

/// What follows the digits of a duration's first part. Wrong units ("hs") are found when it is read.
bool Lexer::scanDuration()
{
    if (!accept("smhdwy")) {
        return false;
    }
    accept("s");
    while (accept(kDecimal)) {
        while (accept(kDecimal)) {
        }
        // A year can only come first.
        if (!accept("smhdw")) {
            return false;
        }
        accept("s");
    }
    if (isAlphaNumeric(read())) {
        return false;  // the message shows this character too
    }
    backup();
    return true;
}

bool Lexer::scanNumber()
{
    const std::size_t begin = m_pos;
    std::string_view digits = kDecimal;
    // "0x" in a series description is a repetition: "0x5".
    if (!m_series && accept("0") && accept("xX")) {
        accept("_");
        digits = kHex;
    }
    accept(".");
    accept(digits);
    if (!scanNumberTail(digits) || m_pos == begin) {
        return false;
    }
    const std::int32_t after = peek();
    return (m_series && after == 'x') || !isAlphaNumeric(after);
}

bool Lexer::scanNumberTail(std::string_view digits)
{
    bool dot = false;
    bool exponent = false;
    while (at(digits) || at("._eE")) {
        if (at(".") && dot) {
            accept(".");
            return false;
        }
        // Checked before digits on purpose, in hexadecimal too, where "e" is a digit (prometheus lex.go).
        if (at("eE") && exponent) {
            accept("eE");
            return false;
        }
        if (accept(".")) {
            dot = true;
            const bool hex = digits.size() > kDecimal.size();
            if (accept("_.") || hex) {
                return false;
            }
        } else if (accept("eE")) {
            exponent = true;
            accept("+-");
            if (accept("._eE") || peek() == kEof) {
                return false;
            }
        } else if (accept("_")) {
            if (accept("._eE") || peek() == kEof) {
                return false;
            }
        } else {
            while (accept(digits)) {
            }
        }
    }
    return true;
}

}  // namespace watchglass::promql
