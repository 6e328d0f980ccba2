#include <algorithm>
#include <charconv>
#include <limits>

#include "engine/base/go_float.h"
#include "engine/config/yaml_node_data.h"

namespace watchglass::yaml {

namespace {

const std::string kNoText;

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> words)
{
    return std::find(words.begin(), words.end(), text) != words.end();
}

bool isTrue(std::string_view text)
{
    return isOneOf(text, {"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"});
}

bool isFalse(std::string_view text)
{
    return isOneOf(text, {"n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"});
}

struct Integer {
    bool negative = false;
    std::uint64_t magnitude = 0;
};

/// Decimal, 0x, 0o, 0b and C-style octal with a sign and underscores, as Go's ParseInt with base 0 reads them.
std::optional<Integer> parseInteger(std::string_view text)
{
    std::string digits;
    for (char c : text) {
        if (c != '_') digits += c;
    }
    Integer out;
    std::string_view rest = digits;
    if (!rest.empty() && (rest.front() == '+' || rest.front() == '-')) {
        out.negative = rest.front() == '-';
        rest.remove_prefix(1);
    }
    int base = 10;
    if (rest.size() > 1 && rest[0] == '0') {
        const char mark = rest[1];
        base = mark == 'x' || mark == 'X' ? 16 : mark == 'b' || mark == 'B' ? 2 : 8;
        rest.remove_prefix(base == 8 && mark != 'o' && mark != 'O' ? 1 : 2);
    }
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), out.magnitude, base);
    if (rest.empty() || error != std::errc() || end != rest.data() + rest.size()) return std::nullopt;
    return out;
}

/// go-yaml's own pattern for floats; "1e3" and ".5" are floats, "1.2.3" and "0x1p3" are not.
bool looksLikeFloat(std::string_view text)
{
    std::size_t i = 0;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    std::size_t digits = 0;
    bool dot = false;
    for (; i < text.size(); ++i) {
        if (text[i] >= '0' && text[i] <= '9') {
            ++digits;
        } else if (text[i] == '.' && !dot) {
            dot = true;
        } else {
            break;
        }
    }
    if (digits == 0) return false;
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        ++i;
        if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
        const std::size_t start = i;
        while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
        if (i == start) return false;
    }
    return i == text.size();
}

bool isSpecialFloat(std::string_view text)
{
    return isOneOf(
        text, {".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF"});
}

std::string_view tagOf(const Node& node)
{
    switch (node.kind()) {
    case Kind::Sequence: return "!!seq";
    case Kind::Mapping: return "!!map";
    case Kind::Null: return "!!null";
    case Kind::Scalar: break;
    }
    switch (node.scalarType()) {
    case ScalarType::Bool: return "!!bool";
    case ScalarType::Int: return "!!int";
    case ScalarType::Float: return "!!float";
    case ScalarType::Null: return "!!null";
    case ScalarType::String: break;
    }
    return "!!str";
}

}  // namespace

ScalarType plainScalarType(std::string_view text)
{
    if (text.empty() || isOneOf(text, {"~", "null", "Null", "NULL"})) return ScalarType::Null;
    if (isTrue(text) || isFalse(text)) return ScalarType::Bool;
    if (isSpecialFloat(text)) return ScalarType::Float;
    const char first = text.front();
    if ((first < '0' || first > '9') && first != '+' && first != '-' && first != '.') return ScalarType::String;
    if (parseInteger(text)) return ScalarType::Int;
    return looksLikeFloat(text) ? ScalarType::Float : ScalarType::String;
}

Kind Node::kind() const { return m_data ? m_data->kind : Kind::Null; }
ScalarType Node::scalarType() const { return m_data ? m_data->scalarType : ScalarType::Null; }
const std::string& Node::text() const { return m_data ? m_data->text : kNoText; }
std::span<const Node> Node::items() const
{
    return m_data ? std::span<const Node>(m_data->items) : std::span<const Node>();
}

std::span<const Node::Member> Node::members() const
{
    return m_data ? std::span<const Member>(m_data->members) : std::span<const Member>();
}
int Node::line() const { return m_data ? m_data->line : 0; }
int Node::column() const { return m_data ? m_data->column : 0; }

Node Node::operator[](std::string_view name) const
{
    for (const auto& [key, value] : members()) {
        if (key.text() == name) return value;
    }
    return {};
}

std::string Node::where() const
{
    if (!m_data) return {};
    return *m_data->file + ":" + std::to_string(m_data->line) + ":" + std::to_string(m_data->column);
}

Error Node::error(std::string message) const { return {ErrorCode::InvalidInput, std::move(message), where()}; }

Error Node::typeError(std::string_view goType) const
{
    std::string value;
    if (isScalar()) {
        constexpr std::size_t kShown = 10;
        value = text().size() > kShown ? " `" + text().substr(0, kShown - 3) + "...`" : " `" + text() + "`";
    }
    return error("line " + std::to_string(line()) + ": cannot unmarshal " + std::string(tagOf(*this)) + value +
                 " into " + std::string(goType));
}

Result<std::string> Node::toString(std::string otherwise) const
{
    if (isNull()) return otherwise;
    if (!isScalar()) return tl::make_unexpected(typeError("string"));
    return text();
}

Result<bool> Node::toBool(bool otherwise) const
{
    if (isNull()) return otherwise;
    if (!isScalar() || scalarType() != ScalarType::Bool) return tl::make_unexpected(typeError("bool"));
    return isTrue(text());
}

Result<std::int64_t> Node::toInt(std::int64_t otherwise) const
{
    if (isNull()) return otherwise;
    const auto number = isScalar() && scalarType() == ScalarType::Int ? parseInteger(text()) : std::nullopt;
    constexpr auto kMax = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!number || number->magnitude > kMax) return tl::make_unexpected(typeError("int"));
    const auto magnitude = static_cast<std::int64_t>(number->magnitude);
    return number->negative ? -magnitude : magnitude;
}

Result<std::uint64_t> Node::toUint(std::uint64_t otherwise) const
{
    if (isNull()) return otherwise;
    const auto number = isScalar() && scalarType() == ScalarType::Int ? parseInteger(text()) : std::nullopt;
    if (!number || (number->negative && number->magnitude != 0)) return tl::make_unexpected(typeError("uint"));
    return number->magnitude;
}

Result<double> Node::toDouble(double otherwise) const
{
    if (isNull()) return otherwise;
    if (isScalar() && scalarType() == ScalarType::Int) {
        const auto number = parseInteger(text());
        const auto value = number ? static_cast<double>(number->magnitude) : 0.0;
        return number && number->negative ? -value : value;
    }
    if (!isScalar() || scalarType() != ScalarType::Float) return tl::make_unexpected(typeError("float64"));
    std::string plain;
    for (char c : text()) {
        if (c != '_') plain += c;
    }
    if (isSpecialFloat(plain)) plain.erase(plain.find('.'), 1);
    const auto value = parseFloat(plain);
    if (!value) return tl::make_unexpected(typeError("float64"));
    return *value;
}

Result<std::vector<std::string>> Node::toStrings() const
{
    std::vector<std::string> out;
    if (isNull()) return out;
    if (!isSequence()) return tl::make_unexpected(typeError("[]string"));
    for (const Node& item : items()) {
        auto text = item.toString();
        if (!text) return tl::make_unexpected(text.error());
        out.push_back(std::move(*text));
    }
    return out;
}

Result<void> Node::expectFields(std::string_view goType, const std::vector<std::string_view>& known) const
{
    if (isNull()) return {};
    if (!isMapping()) return tl::make_unexpected(typeError(goType));
    for (const auto& [key, value] : members()) {
        if (std::find(known.begin(), known.end(), key.text()) == known.end()) {
            return tl::make_unexpected(key.error("line " + std::to_string(key.line()) + ": field " + key.text() +
                                                 " not found in type " + std::string(goType)));
        }
    }
    return {};
}

}  // namespace watchglass::yaml
