#include "engine/template/lexer.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "engine/base/unicode_case.h"
#include "engine/base/utf8.h"
#include "engine/model/labels.h"

namespace watchglass::tmpl {

namespace {

constexpr std::string_view kLeft = "{{";
constexpr std::string_view kRight = "}}";
constexpr std::string_view kSpaces = " \t\r\n";

bool isSpace(char c) { return kSpaces.find(c) != std::string_view::npos; }

struct Keyword {
    std::string_view word;
    TokenType type;
};
constexpr std::array<Keyword, 12> kKeywords = {{
    {"block", TokenType::Block},
    {"break", TokenType::Break},
    {"continue", TokenType::Continue},
    {"define", TokenType::Define},
    {"else", TokenType::Else},
    {"end", TokenType::End},
    {"if", TokenType::If},
    {"nil", TokenType::Nil},
    {"range", TokenType::Range},
    {"template", TokenType::Template},
    {"with", TokenType::With},
    {"true", TokenType::Bool},
}};

class Lexer {
public:
    Lexer(std::string_view text, std::string& message) : m_text(text), m_message(message) {}

    std::vector<Token> run()
    {
        while (m_good && textPart()) {
            while (m_good && insideAction()) {
            }
        }
        if (m_good) m_tokens.push_back({TokenType::Eof, {}, m_text.size()});
        return std::move(m_tokens);
    }

private:
    [[nodiscard]] char peek(std::size_t ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] bool startsWith(std::string_view prefix) const { return m_text.substr(m_at).starts_with(prefix); }

    void emit(TokenType type, std::size_t from) { m_tokens.push_back({type, m_text.substr(from, m_at - from), from}); }

    bool error(std::string message)
    {
        m_message = std::move(message);
        m_tokens.push_back({TokenType::Error, m_message, std::min(m_at, m_text.size())});
        m_good = false;
        return false;
    }

    /// Text up to the next action, and the action's opening. False: the end.
    bool textPart()
    {
        for (;;) {
            const std::size_t from = m_at;
            const std::size_t open = m_text.find(kLeft, m_at);
            const std::size_t end = std::min(open, m_text.size());
            const bool trim = open != std::string_view::npos && hasLeftMarker(open + kLeft.size());
            std::string_view text = m_text.substr(from, end - from);
            if (trim) {
                const std::size_t last = text.find_last_not_of(kSpaces);
                text = text.substr(0, last == std::string_view::npos ? 0 : last + 1);
            }
            if (!text.empty()) m_tokens.push_back({TokenType::Text, text, from});
            if (open == std::string_view::npos) return false;
            m_at = open + kLeft.size() + (trim ? 2 : 0);
            if (startsWith("/*")) {
                if (!comment()) return false;
                continue;
            }
            m_tokens.push_back({TokenType::LeftDelim, m_text.substr(open, kLeft.size()), open});
            m_parens = 0;
            return true;
        }
    }

    [[nodiscard]] bool hasLeftMarker(std::size_t at) const
    {
        return at + 1 < m_text.size() && m_text[at] == '-' && isSpace(m_text[at + 1]);
    }

    /// Whether the action ends here, and whether it trims the text behind.
    [[nodiscard]] bool atRight(bool& trim) const
    {
        trim = m_at + 1 < m_text.size() && isSpace(m_text[m_at]) && m_text[m_at + 1] == '-' &&
               m_text.substr(m_at + 2).starts_with(kRight);
        return trim || startsWith(kRight);
    }

    void passRight(bool trim)
    {
        m_at += kRight.size() + (trim ? 2 : 0);
        while (trim && !atEnd() && isSpace(peek())) ++m_at;
    }

    bool comment()
    {
        const std::size_t close = m_text.find("*/", m_at + 2);
        if (close == std::string_view::npos) return error("unclosed comment");
        m_at = close + 2;
        bool trim = false;
        if (!atRight(trim)) return error("comment ends before closing delimiter");
        passRight(trim);
        return true;
    }

    /// One token of an action. False: the action is over.
    bool insideAction()
    {
        const std::size_t from = m_at;
        bool trim = false;
        if (atRight(trim)) {
            if (m_parens != 0) return error("unclosed left paren");
            m_tokens.push_back({TokenType::RightDelim, kRight, from});
            passRight(trim);
            return false;
        }
        if (atEnd()) return error("unclosed action");
        const char c = peek();
        if (isSpace(c)) return space();
        switch (c) {
        case '=': return single(TokenType::Assign);
        case '|': return single(TokenType::Pipe);
        case ',': return single(TokenType::Comma);
        case ':':
            if (peek(1) != '=') return error("expected :=");
            m_at += 2;
            emit(TokenType::Declare, from);
            return true;
        case '"': return quotedToken('"', TokenType::String, "unterminated quoted string");
        case '\'': return quotedToken('\'', TokenType::CharConstant, "unterminated character constant");
        case '`': return rawString();
        case '$': ++m_at; return fieldOrVariable(from, TokenType::Variable);
        case '(': ++m_parens; return single(TokenType::LeftParen);
        case ')':
            if (--m_parens < 0) return error("unexpected right paren");
            return single(TokenType::RightParen);
        case '.':
            if (peek(1) < '0' || peek(1) > '9') {
                ++m_at;
                return fieldOrVariable(from, TokenType::Field);
            }
            return number();
        default: break;
        }
        if (c == '+' || c == '-' || (c >= '0' && c <= '9')) return number();
        if (isAlphaNumeric()) return identifier();
        if (c > ' ' && c < '\x7f') return single(TokenType::Char);
        return error("unrecognized character in action: " + shown());
    }

    bool single(TokenType type)
    {
        ++m_at;
        emit(type, m_at - 1);
        return true;
    }

    bool space()
    {
        const std::size_t from = m_at;
        bool trim = false;
        // The blank before "-}}" belongs to the closing.
        while (!atEnd() && isSpace(peek()) && !(atRight(trim) && trim)) ++m_at;
        if (m_at > from) emit(TokenType::Space, from);
        return true;
    }

    bool quotedToken(char quote, TokenType type, const char* unterminated)
    {
        const std::size_t from = m_at++;
        while (!atEnd() && peek() != quote && peek() != '\n') {
            if (peek() == '\\' && m_at + 1 < m_text.size() && peek(1) != '\n') ++m_at;
            ++m_at;
        }
        if (atEnd() || peek() == '\n') return error(unterminated);
        ++m_at;
        emit(type, from);
        return true;
    }

    bool rawString()
    {
        const std::size_t from = m_at;
        const std::size_t close = m_text.find('`', m_at + 1);
        if (close == std::string_view::npos) return error("unterminated raw quoted string");
        m_at = close + 1;
        emit(TokenType::RawString, from);
        return true;
    }

    [[nodiscard]] bool isAlphaNumeric() const
    {
        if (atEnd()) return false;
        std::size_t length = 0;
        const char32_t c = decodeUtf8(m_text.substr(m_at), length);
        return c == '_' || isLetterOrDigit(c);
    }

    void passAlphaNumeric()
    {
        while (isAlphaNumeric()) {
            std::size_t length = 0;
            (void)decodeUtf8(m_text.substr(m_at), length);
            m_at += length;
        }
    }

    [[nodiscard]] bool atTerminator() const
    {
        if (atEnd() || isSpace(peek())) return true;
        return std::string_view(".,|:()").find(peek()) != std::string_view::npos || startsWith(kRight);
    }

    [[nodiscard]] std::string shown() const
    {
        std::size_t length = 0;
        const char32_t c = decodeUtf8(m_text.substr(m_at), length);
        char text[48];
        std::snprintf(text, sizeof text, "U+%04X '", static_cast<unsigned>(c));
        return text + std::string(m_text.substr(m_at, length)) + '\'';
    }

    bool identifier()
    {
        const std::size_t from = m_at;
        passAlphaNumeric();
        if (!atTerminator()) return error("bad character " + shown());
        const std::string_view word = m_text.substr(from, m_at - from);
        TokenType type = word == "false" ? TokenType::Bool : TokenType::Identifier;
        for (const Keyword& keyword : kKeywords) {
            if (keyword.word == word) type = keyword.type;
        }
        emit(type, from);
        return true;
    }

    bool fieldOrVariable(std::size_t from, TokenType type)
    {
        if (atTerminator()) {
            emit(type == TokenType::Variable ? TokenType::Variable : TokenType::Dot, from);
            return true;
        }
        passAlphaNumeric();
        if (!atTerminator()) return error("bad character " + shown());
        emit(type, from);
        return true;
    }

    void digits(std::string_view allowed)
    {
        while (!atEnd() && allowed.find(peek()) != std::string_view::npos) ++m_at;
    }

    bool number()
    {
        const std::size_t from = m_at;
        if (peek() == '+' || peek() == '-') ++m_at;
        std::string_view allowed = "0123456789_";
        bool hex = false;
        if (peek() == '0') {
            ++m_at;
            const char base = static_cast<char>(peek() | 0x20);
            hex = base == 'x';
            if (hex) allowed = "0123456789abcdefABCDEF_";
            if (base == 'o') allowed = "01234567_";
            if (base == 'b') allowed = "01_";
            if (hex || base == 'o' || base == 'b') ++m_at;
        }
        digits(allowed);
        if (peek() == '.') {
            ++m_at;
            digits(allowed);
        }
        const char exponent = static_cast<char>(peek() | 0x20);
        if ((!hex && allowed.size() == 11 && exponent == 'e') || (hex && exponent == 'p')) {
            ++m_at;
            if (peek() == '+' || peek() == '-') ++m_at;
            digits("0123456789_");
        }
        if (isAlphaNumeric() || peek() == '+' || peek() == '-') {
            if (isAlphaNumeric()) ++m_at;
            return error("bad number syntax: " + goQuote(m_text.substr(from, m_at - from)));
        }
        emit(TokenType::Number, from);
        return true;
    }

    std::string_view m_text;
    std::string& m_message;
    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    int m_parens = 0;
    bool m_good = true;
};

int hexDigit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// Reads `count` digits of the base; false when there are fewer.
bool codeDigits(std::string_view& text, std::size_t count, int base, char32_t& code)
{
    if (text.size() < count) return false;
    code = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const int digit = hexDigit(text[i]);
        if (digit < 0 || digit >= base) return false;
        code = code * static_cast<char32_t>(base) + static_cast<char32_t>(digit);
    }
    text.remove_prefix(count);
    return true;
}

/// The escape sequence behind a backslash.
bool escape(std::string_view& text, char quote, std::string& out)
{
    const char c = text.front();
    static constexpr std::string_view kSimple = "abfnrtv\\";
    static constexpr std::string_view kMeaning = "\a\b\f\n\r\t\v\\";
    if (const std::size_t at = kSimple.find(c); at != std::string_view::npos) {
        text.remove_prefix(1);
        out += kMeaning[at];
        return true;
    }
    char32_t code = 0;
    switch (c) {
    case '\'':
    case '"':
        if (c != quote) return false;
        text.remove_prefix(1);
        out += c;
        return true;
    case 'x':
        text.remove_prefix(1);
        if (!codeDigits(text, 2, 16, code)) return false;
        out += static_cast<char>(code);
        return true;
    case 'u':
    case 'U':
        text.remove_prefix(1);
        if (!codeDigits(text, c == 'u' ? 4 : 8, 16, code)) return false;
        if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return false;
        appendUtf8(out, code);
        return true;
    default:
        if (!codeDigits(text, 3, 8, code) || code > 255) return false;
        out += static_cast<char>(code);
        return true;
    }
}

}  // namespace

std::vector<Token> tokenize(std::string_view text, std::string& message) { return Lexer(text, message).run(); }

bool unquote(std::string_view quoted, std::string& out)
{
    out.clear();
    if (quoted.size() < 2) return false;
    const char quote = quoted.front();
    std::string_view body = quoted.substr(1, quoted.size() - 2);
    if (quote == '`') {
        for (const char c : body) {
            if (c != '\r') out += c;
        }
        return true;
    }
    while (!body.empty()) {
        const char c = body.front();
        if (c == '\\') {
            body.remove_prefix(1);
            if (body.empty() || !escape(body, quote, out)) return false;
        } else {
            out += c;
            body.remove_prefix(1);
        }
    }
    return true;
}

}  // namespace watchglass::tmpl
