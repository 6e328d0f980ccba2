#include <cstring>

#include "engine/base/json.h"
#include "engine/base/utf8.h"

namespace watchglass::json {

namespace {

constexpr int kMaxDepth = 512;

/// Recursive-descent reader. Throws Error inside this file only; parse() turns it into a Result.
class Reader {
public:
    explicit Reader(std::string_view text) : m_text(text) {}

    Value document()
    {
        if (m_text.starts_with("\xEF\xBB\xBF")) m_at = 3;
        Value value = element(0);
        skipBlanks();
        if (m_at != m_text.size()) stop("unexpected text after the end of the document");
        return value;
    }

private:
    [[noreturn]] void stop(std::string message, std::size_t at) const
    {
        std::size_t line = 1;
        std::size_t lineStart = 0;
        for (std::size_t i = 0; i < at && i < m_text.size(); ++i) {
            if (m_text[i] == '\n') {
                ++line;
                lineStart = i + 1;
            }
        }
        throw Error{ErrorCode::InvalidInput, "not valid JSON: " + std::move(message),
                    std::to_string(line) + ":" + std::to_string(at - lineStart + 1)};
    }
    [[noreturn]] void stop(std::string message) const { stop(std::move(message), m_at); }

    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }

    void skipBlanks()
    {
        while (m_at < m_text.size() &&
               (m_text[m_at] == ' ' || m_text[m_at] == '\n' || m_text[m_at] == '\t' || m_text[m_at] == '\r')) {
            ++m_at;
        }
    }

    void expectWord(std::string_view word)
    {
        if (m_text.substr(m_at, word.size()) != word) stop("expected a value");
        m_at += word.size();
    }

    Value element(int depth)
    {
        if (depth > kMaxDepth) stop("nested deeper than " + std::to_string(kMaxDepth) + " levels");
        skipBlanks();
        if (m_at >= m_text.size()) stop("the text ends where a value should stand");
        switch (peek()) {
        case '{': return objectValue(depth);
        case '[': return arrayValue(depth);
        case '"': return Value(stringText());
        case 't': expectWord("true"); return Value(true);
        case 'f': expectWord("false"); return Value(false);
        case 'n': expectWord("null"); return {};
        default: return number();
        }
    }

    Value objectValue(int depth)
    {
        ++m_at;
        std::vector<Member> members;
        skipBlanks();
        if (peek() == '}') {
            ++m_at;
            return Value::object();
        }
        for (;;) {
            skipBlanks();
            if (peek() != '"') stop("expected a member name in quotes");
            std::string name = stringText();
            skipBlanks();
            if (peek() != ':') stop("expected ':' after the member name");
            ++m_at;
            members.emplace_back(std::move(name), element(depth + 1));
            skipBlanks();
            if (peek() == ',') {
                ++m_at;
            } else if (peek() == '}') {
                ++m_at;
                return Value::object(std::move(members));
            } else {
                stop("expected ',' or '}'");
            }
        }
    }

    Value arrayValue(int depth)
    {
        ++m_at;
        std::vector<Value> items;
        skipBlanks();
        if (peek() == ']') {
            ++m_at;
            return Value::array();
        }
        for (;;) {
            items.push_back(element(depth + 1));
            skipBlanks();
            if (peek() == ',') {
                ++m_at;
            } else if (peek() == ']') {
                ++m_at;
                return Value::array(std::move(items));
            } else {
                stop("expected ',' or ']'");
            }
        }
    }

    void digits()
    {
        if (peek() < '0' || peek() > '9') stop("expected a digit");
        while (peek() >= '0' && peek() <= '9') ++m_at;
    }

    Value number()
    {
        const std::size_t from = m_at;
        if (peek() == '-') ++m_at;
        if (peek() != '0' && (peek() < '1' || peek() > '9')) stop("expected a value", from);
        if (peek() == '0') {
            ++m_at;
        } else {
            digits();
        }
        if (peek() == '.') {
            ++m_at;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            ++m_at;
            if (peek() == '+' || peek() == '-') ++m_at;
            digits();
        }
        return Value::numberText(std::string(m_text.substr(from, m_at - from)));
    }

    char32_t hex4()
    {
        char32_t code = 0;
        for (int i = 0; i < 4; ++i, ++m_at) {
            const char c = peek();
            char32_t digit = 0;
            if (c >= '0' && c <= '9') {
                digit = static_cast<char32_t>(c - '0');
            } else if (c >= 'a' && c <= 'f') {
                digit = static_cast<char32_t>(c - 'a' + 10);
            } else if (c >= 'A' && c <= 'F') {
                digit = static_cast<char32_t>(c - 'A' + 10);
            } else {
                stop("expected four hexadecimal digits after \\u");
            }
            code = code << 4 | digit;
        }
        return code;
    }

    void escape(std::string& out)
    {
        const char c = peek();
        ++m_at;
        switch (c) {
        case '"': out += '"'; return;
        case '\\': out += '\\'; return;
        case '/': out += '/'; return;
        case 'b': out += '\b'; return;
        case 'f': out += '\f'; return;
        case 'n': out += '\n'; return;
        case 'r': out += '\r'; return;
        case 't': out += '\t'; return;
        case 'u': break;
        default: stop("unknown escape sequence", m_at - 2);
        }
        char32_t code = hex4();
        if (code >= 0xD800 && code <= 0xDBFF && m_text.substr(m_at, 2) == "\\u") {
            const std::size_t back = m_at;
            m_at += 2;
            const char32_t low = hex4();
            if (low >= 0xDC00 && low <= 0xDFFF) {
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            } else {
                m_at = back;
            }
        }
        appendUtf8(out, code);
    }

    std::string stringText()
    {
        const std::size_t start = m_at++;
        std::string out;
        for (;;) {
            const std::size_t from = m_at;
            while (m_at < m_text.size() && m_text[m_at] != '"' && m_text[m_at] != '\\' &&
                   static_cast<unsigned char>(m_text[m_at]) >= 0x20) {
                ++m_at;
            }
            out.append(m_text.substr(from, m_at - from));
            if (m_at >= m_text.size()) stop("a string is not closed", start);
            if (m_text[m_at] == '"') {
                ++m_at;
                return out;
            }
            if (m_text[m_at] != '\\') stop("a control character stands in a string");
            ++m_at;
            escape(out);
        }
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

void newLine(std::string& out, int indent, int depth)
{
    if (indent <= 0) return;
    out += '\n';
    out.append(static_cast<std::size_t>(indent * depth), ' ');
}

void append(std::string& out, const Value& value, int indent, int depth)
{
    switch (value.type()) {
    case Type::Null: out += "null"; return;
    case Type::Bool: out += value.toBool() ? "true" : "false"; return;
    case Type::Number: out += value.numberSpelling(); return;
    case Type::String: appendQuoted(out, value.toString()); return;
    case Type::Array: {
        if (value.items().empty()) {
            out += "[]";
            return;
        }
        out += '[';
        bool first = true;
        for (const Value& item : value.items()) {
            if (!first) out += ',';
            first = false;
            newLine(out, indent, depth + 1);
            append(out, item, indent, depth + 1);
        }
        newLine(out, indent, depth);
        out += ']';
        return;
    }
    case Type::Object: {
        if (value.members().empty()) {
            out += "{}";
            return;
        }
        out += '{';
        bool first = true;
        for (const auto& [name, member] : value.members()) {
            if (!first) out += ',';
            first = false;
            newLine(out, indent, depth + 1);
            appendQuoted(out, name);
            out += indent > 0 ? ": " : ":";
            append(out, member, indent, depth + 1);
        }
        newLine(out, indent, depth);
        out += '}';
        return;
    }
    }
}

}  // namespace

Result<Value> parse(std::string_view text)
{
    try {
        return Reader(text).document();
    } catch (Error& error) {
        return tl::make_unexpected(std::move(error));
    }
}

std::string write(const Value& value, int indent)
{
    std::string out;
    append(out, value, indent, 0);
    return out;
}

void appendQuoted(std::string& out, std::string_view text)
{
    static constexpr char kHex[] = "0123456789abcdef";
    out += '"';
    while (!text.empty()) {
        const auto c = static_cast<unsigned char>(text[0]);
        std::size_t length = 1;
        if (c >= 0x80) {
            length = utf8SequenceLength(text);
            if (length == 0) {
                out += "\xEF\xBF\xBD";
                length = 1;
            } else {
                out.append(text.substr(0, length));
            }
        } else if (c == '"' || c == '\\') {
            out += '\\';
            out += static_cast<char>(c);
        } else if (c >= 0x20) {
            out += static_cast<char>(c);
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (c == '\r') {
            out += "\\r";
        } else {
            out += "\\u00";
            out += kHex[c >> 4];
            out += kHex[c & 15];
        }
        text.remove_prefix(length);
    }
    out += '"';
}

}  // namespace watchglass::json
