#include "engine/template/printf.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "engine/base/go_float.h"
#include "engine/base/utf8.h"
#include "engine/model/labels.h"
#include "engine/template/go_time.h"

namespace watchglass::tmpl {

namespace {

constexpr int kMaxWidth = 1'000;

std::size_t runeCount(std::string_view text)
{
    std::size_t count = 0;
    while (!text.empty()) {
        std::size_t length = 0;
        (void)decodeUtf8(text, length);
        text.remove_prefix(length);
        ++count;
    }
    return count;
}

std::string_view firstRunes(std::string_view text, std::size_t count)
{
    std::size_t end = 0;
    while (end < text.size() && count-- > 0) {
        std::size_t length = 0;
        (void)decodeUtf8(text.substr(end), length);
        end += length;
    }
    return text.substr(0, end);
}

std::string digitsOf(std::uint64_t value, unsigned base, bool upper)
{
    const char* const digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    std::string out;
    do {
        out += digits[value % base];
        value /= base;
    } while (value != 0);
    std::reverse(out.begin(), out.end());
    return out;
}

/// One directive of a format.
struct Directive {
    bool plus = false;
    bool minus = false;
    bool sharp = false;
    bool space = false;
    bool zero = false;
    int width = -1;
    int precision = -1;
    char32_t verb = 0;
};

/// Fills to the width; zeros go behind a sign.
std::string padded(std::string text, const Directive& d, bool zerosAllowed)
{
    const std::size_t length = runeCount(text);
    if (d.width < 0 || length >= static_cast<std::size_t>(d.width)) return text;
    const std::size_t missing = static_cast<std::size_t>(d.width) - length;
    if (d.minus) return text.append(missing, ' ');
    if (!d.zero || !zerosAllowed) return std::string(missing, ' ') + text;
    const bool sign = !text.empty() && (text[0] == '-' || text[0] == '+' || text[0] == ' ');
    return text.insert(sign ? 1 : 0, missing, '0');
}

std::string withSign(std::string text, const Directive& d)
{
    if (text.empty() || text[0] == '-' || text[0] == '+') return text;
    if (d.plus) return '+' + text;
    return d.space ? ' ' + text : text;
}

std::string badVerb(char32_t verb, const Value& value)
{
    std::string out = "%!";
    appendUtf8(out, verb);
    if (value.isNil()) return out + "(<nil>)";
    return out + '(' + std::string(value.type()) + '=' + printed(value) + ')';
}

std::string integerText(const Directive& d, bool negative, std::uint64_t magnitude, const Value& value)
{
    std::string digits;
    std::string prefix;
    switch (d.verb) {
    case 'v':
    case 'd': digits = digitsOf(magnitude, 10, false); break;
    case 'b':
        digits = digitsOf(magnitude, 2, false);
        prefix = d.sharp ? "0b" : "";
        break;
    case 'o':
        digits = digitsOf(magnitude, 8, false);
        prefix = d.sharp ? "0" : "";
        break;
    case 'O':
        digits = digitsOf(magnitude, 8, false);
        prefix = "0o";
        break;
    case 'x':
        digits = digitsOf(magnitude, 16, false);
        prefix = d.sharp ? "0x" : "";
        break;
    case 'X':
        digits = digitsOf(magnitude, 16, true);
        prefix = d.sharp ? "0X" : "";
        break;
    case 'U': {
        char text[32];
        std::snprintf(text, sizeof text, "U+%04llX", static_cast<unsigned long long>(magnitude));
        return padded(text, d, false);
    }
    case 'c':
    case 'q': {
        std::string text;
        appendUtf8(text, !negative && magnitude <= 0x10FFFF ? static_cast<char32_t>(magnitude) : U'\uFFFD');
        return padded(d.verb == 'c' ? text : '\'' + (text == "'" || text == "\\" ? '\\' + text : text) + '\'', d,
                      false);
    }
    default: return badVerb(d.verb, value);
    }
    if (d.precision == 0 && magnitude == 0) digits.clear();
    if (d.precision > 0 && digits.size() < static_cast<std::size_t>(d.precision)) {
        digits.insert(0, static_cast<std::size_t>(d.precision) - digits.size(), '0');
    }
    std::string text = withSign((negative ? "-" : "") + prefix + digits, d);
    return padded(std::move(text), d, d.precision < 0);
}

std::string floatText(const Directive& d, double number, const Value& value)
{
    std::string text;
    char verb = static_cast<char>(d.verb < 0x80 ? d.verb : 0);
    switch (verb) {
    case 'v': verb = 'g'; break;
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': break;
    default: return badVerb(d.verb, value);
    }
    if (!std::isfinite(number)) {
        return padded(withSign(formatFloatG(number), d), d, false);
    }
    if ((verb == 'g' || verb == 'G') && d.precision < 0) {
        text = formatFloatG(number);
        if (verb == 'G') std::replace(text.begin(), text.end(), 'e', 'E');
    } else {
        text = formatDouble(number, verb == 'F' ? 'f' : verb, d.precision < 0 ? 6 : d.precision);
    }
    return padded(withSign(std::move(text), d), d, true);
}

std::string stringText(const Directive& d, std::string_view text, const Value& value)
{
    if (d.precision >= 0) text = firstRunes(text, static_cast<std::size_t>(d.precision));
    switch (d.verb) {
    case 'v':
    case 's': return padded(std::string(text), d, true);
    case 'q': return padded(goQuote(text), d, false);
    case 'x':
    case 'X': {
        std::string out;
        for (const char c : text) {
            const std::string byte = digitsOf(static_cast<unsigned char>(c), 16, d.verb == 'X');
            out += byte.size() < 2 ? '0' + byte : byte;
        }
        return padded(std::move(out), d, false);
    }
    default: return badVerb(d.verb, value);
    }
}

std::string formatted(const Directive& d, const Value& value);

std::string containerText(const Directive& d, const Value& value)
{
    // Width and verb go to the elements.
    std::string out;
    if (value.kind() == Kind::List) {
        out = "[";
        for (const Value& item : value.items()) out += (out.size() > 1 ? " " : "") + formatted(d, item);
        return out + ']';
    }
    const bool isMap = value.kind() == Kind::Map;
    out = isMap ? "map[" : "{";
    const std::size_t empty = out.size();
    for (const auto& [name, member] : value.members()) {
        if (out.size() > empty) out += ' ';
        if (isMap) out += name + ':';
        out += formatted(d, member);
    }
    return out + (isMap ? ']' : '}');
}

std::string formatted(const Directive& d, const Value& value)
{
    if (d.verb == 'T') return padded(std::string(value.isNil() ? "<nil>" : value.type()), d, false);
    const bool asText = d.verb == 'v' || d.verb == 's';
    switch (value.kind()) {
    case Kind::Nil: return d.verb == 'v' ? padded("<nil>", d, false) : badVerb(d.verb, value);
    case Kind::Bool:
        if (d.verb != 'v' && d.verb != 't') return badVerb(d.verb, value);
        return padded(value.toBool() ? "true" : "false", d, false);
    case Kind::Int: {
        if (asText && !value.text().empty()) return stringText(d, value.text(), value);
        const std::int64_t number = value.toInt();
        const auto bits = static_cast<std::uint64_t>(number);
        return integerText(d, number < 0, number < 0 ? 0 - bits : bits, value);
    }
    case Kind::Uint: return integerText(d, false, value.toUint(), value);
    case Kind::Float: return floatText(d, value.toDouble(), value);
    case Kind::String: return stringText(d, value.text(), value);
    case Kind::Time:
        return asText || d.verb == 'q' ? stringText(d, timeText(value.toInt()), value) : badVerb(d.verb, value);
    case Kind::Duration: {
        if (asText || d.verb == 'q') return stringText(d, durationText(value.toInt()), value);
        const std::int64_t number = value.toInt();
        const auto bits = static_cast<std::uint64_t>(number);
        return integerText(d, number < 0, number < 0 ? 0 - bits : bits, value);
    }
    case Kind::Map:
    case Kind::List:
    case Kind::Struct: return containerText(d, value);
    }
    return {};
}

/// Walks a format; Go's fmt/print.go, doPrintf.
class Formatter {
public:
    Formatter(std::string_view format, const std::vector<Value>& arguments) : m_format(format), m_arguments(arguments)
    {
    }

    std::string run()
    {
        while (m_at < m_format.size()) {
            const std::size_t percent = std::min(m_format.find('%', m_at), m_format.size());
            m_out += m_format.substr(m_at, percent - m_at);
            m_at = percent + 1;
            if (percent < m_format.size()) directive();
        }
        if (!m_reordered && m_next < m_arguments.size()) extra();
        return std::move(m_out);
    }

private:
    [[nodiscard]] char peek() const { return m_at < m_format.size() ? m_format[m_at] : '\0'; }

    void flags(Directive& d)
    {
        for (;; ++m_at) {
            switch (peek()) {
            case '+': d.plus = true; break;
            case '-': d.minus = true; break;
            case '#': d.sharp = true; break;
            case ' ': d.space = true; break;
            case '0': d.zero = true; break;
            default: return;
            }
        }
    }

    /// A number in the format, -1 without digits, -2 when too large.
    int number()
    {
        if (peek() < '0' || peek() > '9') return -1;
        int value = 0;
        for (; peek() >= '0' && peek() <= '9'; ++m_at) value = std::min(value * 10 + (peek() - '0'), kMaxWidth + 1);
        return value > kMaxWidth ? -2 : value;
    }

    /// "[3]" chooses the next argument.
    void argumentIndex()
    {
        if (peek() != '[') return;
        m_reordered = true;
        const std::size_t close = m_format.find(']', m_at);
        ++m_at;
        const int index = number();
        if (close == std::string_view::npos || index < 1 || m_at != close ||
            static_cast<std::size_t>(index) > m_arguments.size()) {
            m_goodIndex = false;
            if (close != std::string_view::npos) m_at = close + 1;
            return;
        }
        m_at = close + 1;
        m_next = static_cast<std::size_t>(index - 1);
    }

    /// Width or precision from an argument; none when it is no fitting integer.
    bool starNumber(int& value)
    {
        ++m_at;
        if (m_next >= m_arguments.size()) return false;
        const Value& argument = m_arguments[m_next++];
        if (argument.kind() != Kind::Int || argument.toInt() > kMaxWidth || argument.toInt() < -kMaxWidth) return false;
        value = static_cast<int>(argument.toInt());
        return true;
    }

    void directive()
    {
        Directive d;
        m_goodIndex = true;
        flags(d);
        argumentIndex();
        if (peek() == '*') {
            if (!starNumber(d.width)) m_out += "%!(BADWIDTH)";
            if (d.width < -1) {
                d.minus = true;
                d.width = -d.width;
            }
        } else {
            d.width = number();
            if (d.width == -2) {
                m_out += "%!(BADWIDTH)";
                d.width = -1;
            }
        }
        if (peek() == '.') {
            ++m_at;
            argumentIndex();
            if (peek() == '*') {
                if (!starNumber(d.precision) || d.precision < 0) {
                    m_out += "%!(BADPREC)";
                    d.precision = -1;
                }
            } else {
                d.precision = number();
                if (d.precision == -2) {
                    m_out += "%!(BADPREC)";
                    d.precision = -1;
                } else if (d.precision < 0) {
                    d.precision = 0;
                }
            }
        }
        argumentIndex();
        if (m_at >= m_format.size()) {
            m_out += "%!(NOVERB)";
            return;
        }
        std::size_t length = 0;
        d.verb = decodeUtf8(m_format.substr(m_at), length);
        m_at += length;
        if (d.minus) d.zero = false;
        if (d.verb == '%') {
            m_out += '%';
        } else if (!m_goodIndex || m_next >= m_arguments.size()) {
            m_out += "%!";
            appendUtf8(m_out, d.verb);
            m_out += m_goodIndex ? "(MISSING)" : "(BADINDEX)";
        } else {
            m_out += formatted(d, m_arguments[m_next++]);
        }
    }

    void extra()
    {
        m_out += "%!(EXTRA ";
        for (std::size_t i = m_next; i < m_arguments.size(); ++i) {
            if (i > m_next) m_out += ", ";
            const Value& value = m_arguments[i];
            m_out += value.isNil() ? "<nil>" : std::string(value.type()) + '=' + printed(value);
        }
        m_out += ')';
    }

    std::string_view m_format;
    const std::vector<Value>& m_arguments;
    std::string m_out;
    std::size_t m_at = 0;
    std::size_t m_next = 0;
    bool m_reordered = false;
    bool m_goodIndex = true;
};

}  // namespace

std::string printed(const Value& value)
{
    Directive d;
    d.verb = 'v';
    return formatted(d, value);
}

std::string sprint(const std::vector<Value>& values)
{
    std::string out;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0 && values[i].kind() != Kind::String && values[i - 1].kind() != Kind::String) out += ' ';
        out += printed(values[i]);
    }
    return out;
}

std::string sprintf(std::string_view format, const std::vector<Value>& arguments)
{
    return Formatter(format, arguments).run();
}

std::string formatDouble(double value, char verb, int precision)
{
    if (!std::isfinite(value)) return formatFloatG(value);
    const char format[] = {'%', '.', '*', verb, '\0'};
    char text[512];
    const int length = std::snprintf(text, sizeof text, format, precision, value);
    if (length < static_cast<int>(sizeof text)) return text;
    std::string out(static_cast<std::size_t>(length) + 1, '\0');
    std::snprintf(out.data(), out.size(), format, precision, value);
    out.pop_back();
    return out;
}

}  // namespace watchglass::tmpl
