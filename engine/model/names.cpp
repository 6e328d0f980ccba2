#include "engine/base/utf8.h"
#include "engine/model/labels.h"

namespace watchglass {

namespace {

bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// Go prints what unicode.IsPrint accepts as it is; outside ASCII we escape only what is never printable.
bool isPrintable(char32_t c)
{
    if (c < 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0xAD) return false;
    if (c >= 0x2000 && c <= 0x200F) return false;
    if (c >= 0x2028 && c <= 0x202F) return false;
    if (c >= 0x205F && c <= 0x206F) return false;
    if (c == 0x3000 || c == 0xFEFF || c == 0x1680 || (c >= 0xE000 && c <= 0xF8FF) || c >= 0xE0000) return false;
    return (c & 0xFFFE) != 0xFFFE;
}

void appendHex(std::string& out, char32_t value, int digits)
{
    static constexpr char kHex[] = "0123456789abcdef";
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out += kHex[value >> shift & 15];
}

}  // namespace

bool isLegacyMetricName(std::string_view name)
{
    if (name.empty()) return false;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (!isLetter(name[i]) && name[i] != ':' && !(i > 0 && isDigit(name[i]))) return false;
    }
    return true;
}

bool isLegacyLabelName(std::string_view name)
{
    return isLegacyMetricName(name) && name.find(':') == std::string_view::npos;
}

std::string goQuote(std::string_view text)
{
    std::string out = "\"";
    while (!text.empty()) {
        std::size_t length = 1;
        const bool valid = utf8SequenceLength(text) > 0;
        const char32_t c = decodeUtf8(text, length);
        if (!valid) {
            out += "\\x";
            appendHex(out, static_cast<unsigned char>(text[0]), 2);
        } else if (c == '"' || c == '\\') {
            out += '\\';
            out += static_cast<char>(c);
        } else if (isPrintable(c)) {
            out.append(text.substr(0, length));
        } else {
            switch (c) {
            case '\a': out += "\\a"; break;
            case '\b': out += "\\b"; break;
            case '\f': out += "\\f"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            case '\v': out += "\\v"; break;
            default:
                if (c < 0x80) {
                    out += "\\x";
                    appendHex(out, c, 2);
                } else if (c < 0x10000) {
                    out += "\\u";
                    appendHex(out, c, 4);
                } else {
                    out += "\\U";
                    appendHex(out, c, 8);
                }
            }
        }
        text.remove_prefix(length);
    }
    return out + '"';
}

}  // namespace watchglass
