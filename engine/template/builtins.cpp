// The functions of Go's template language. Source: Go text/template/funcs.go.

#include <bit>
#include <cstdio>

#include "engine/base/utf8.h"
#include "engine/template/functions.h"
#include "engine/template/printf.h"

namespace watchglass::tmpl {

namespace {

using Arguments = std::vector<Value>;

auto wrong(std::string message) { return fail(ErrorCode::InvalidInput, std::move(message)); }

std::string typeOf(const Value& value) { return std::string(value.type()); }

/// Values that compare with each other; signed and unsigned integers do, too.
enum class Comparable : std::uint8_t { None, Bool, Integer, Float, String };

Comparable comparableKind(const Value& value)
{
    switch (value.kind()) {
    case Kind::Bool: return Comparable::Bool;
    case Kind::Int:
    case Kind::Uint:
    case Kind::Duration: return Comparable::Integer;
    case Kind::Float: return Comparable::Float;
    case Kind::String: return Comparable::String;
    default: return Comparable::None;
    }
}

bool integersEqual(const Value& a, const Value& b)
{
    const bool negative = (a.kind() != Kind::Uint && a.toInt() < 0) || (b.kind() != Kind::Uint && b.toInt() < 0);
    return a.toUint() == b.toUint() && (!negative || (a.kind() != Kind::Uint && b.kind() != Kind::Uint));
}

bool integersLess(const Value& a, const Value& b)
{
    const bool negativeA = a.kind() != Kind::Uint && a.toInt() < 0;
    const bool negativeB = b.kind() != Kind::Uint && b.toInt() < 0;
    if (negativeA != negativeB) return negativeA;
    return a.toUint() < b.toUint();
}

Result<bool> equalTo(const Value& a, const Value& b)
{
    const Comparable kind = comparableKind(a);
    if (kind != comparableKind(b)) {
        if (a.isNil() || b.isNil()) return false;
        return wrong("incompatible types for comparison: " + typeOf(a) + " and " + typeOf(b));
    }
    switch (kind) {
    case Comparable::Bool: return a.toBool() == b.toBool();
    case Comparable::Integer: return integersEqual(a, b);
    case Comparable::Float: return a.toDouble() == b.toDouble();
    case Comparable::String: return a.text() == b.text();
    case Comparable::None: break;
    }
    if (a.isNil() || b.isNil()) return a.isNil() == b.isNil();
    if (a.kind() == Kind::Time && b.kind() == Kind::Time) return a.toInt() == b.toInt();
    return wrong("non-comparable types " + printed(a) + ": " + typeOf(a) + ", " + typeOf(b) + ": " + printed(b));
}

Result<bool> lessThan(const Value& a, const Value& b)
{
    const Comparable kind = comparableKind(a);
    if (kind == Comparable::None || comparableKind(b) == Comparable::None) return wrong("invalid type for comparison");
    if (kind != comparableKind(b)) {
        return wrong("incompatible types for comparison: " + typeOf(a) + " and " + typeOf(b));
    }
    switch (kind) {
    case Comparable::Integer: return integersLess(a, b);
    case Comparable::Float: return a.toDouble() < b.toDouble();
    case Comparable::String: return a.text() < b.text();
    default: return wrong("invalid type for comparison");
    }
}

Result<Value> truthOf(const Result<bool>& result, bool negate = false)
{
    if (!result) return tl::make_unexpected(result.error());
    return Value::boolean(*result != negate);
}

Result<Value> eq(const Arguments& arguments, const Environment&)
{
    if (arguments.size() < 2) return wrong("missing argument for comparison");
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        const auto same = equalTo(arguments[0], arguments[i]);
        if (!same || *same) return truthOf(same);
    }
    return Value::boolean(false);
}

Result<Value> ne(const Arguments& arguments, const Environment&)
{
    return truthOf(equalTo(arguments[0], arguments[1]), true);
}

Result<Value> lt(const Arguments& arguments, const Environment&)
{
    return truthOf(lessThan(arguments[0], arguments[1]));
}

Result<bool> lessOrEqual(const Value& a, const Value& b)
{
    const auto less = lessThan(a, b);
    return !less || *less ? less : equalTo(a, b);
}

Result<Value> le(const Arguments& arguments, const Environment&)
{
    return truthOf(lessOrEqual(arguments[0], arguments[1]));
}

Result<Value> gt(const Arguments& arguments, const Environment&)
{
    return truthOf(lessOrEqual(arguments[0], arguments[1]), true);
}

Result<Value> ge(const Arguments& arguments, const Environment&)
{
    return truthOf(lessThan(arguments[0], arguments[1]), true);
}

Result<Value> negation(const Arguments& arguments, const Environment&) { return Value::boolean(!arguments[0].truth()); }

Result<Value> length(const Arguments& arguments, const Environment&)
{
    const Value& item = arguments[0];
    switch (item.kind()) {
    case Kind::String: return Value::integer(static_cast<std::int64_t>(item.text().size()));
    case Kind::List: return Value::integer(static_cast<std::int64_t>(item.items().size()));
    case Kind::Map: return Value::integer(static_cast<std::int64_t>(item.members().size()));
    case Kind::Nil: return wrong("len of nil pointer");
    default: return wrong("len of type " + typeOf(item));
    }
}

/// An index into `size` elements; `last` may be `size` for slices.
Result<std::size_t> position(const Value& index, std::size_t limit)
{
    if (index.isNil()) return wrong("cannot index slice/array with nil");
    if (index.kind() != Kind::Int && index.kind() != Kind::Uint) {
        return wrong("cannot index slice/array with type " + typeOf(index));
    }
    const bool negative = index.kind() == Kind::Int && index.toInt() < 0;
    if (negative || index.toUint() > limit) return wrong("index out of range: " + printed(index));
    return static_cast<std::size_t>(index.toUint());
}

Result<Value> elementOf(const Value& item, const Value& index)
{
    switch (item.kind()) {
    case Kind::Nil: return wrong("index of untyped nil");
    case Kind::String:
    case Kind::List: {
        const std::size_t size = item.kind() == Kind::String ? item.text().size() : item.items().size();
        const auto at = position(index, size);
        if (!at) return tl::make_unexpected(at.error());
        if (*at == size) return wrong("index out of range: " + printed(index));
        if (item.kind() == Kind::List) return item.items()[*at];
        return Value::unsignedInteger(static_cast<unsigned char>(item.text()[*at]), "uint8");
    }
    case Kind::Map: {
        if (index.isNil()) return wrong("value is nil; should be of type string");
        if (index.kind() != Kind::String) return wrong("value has type " + typeOf(index) + "; should be string");
        const auto at = item.members().find(index.text());
        return at == item.members().end() ? item.missingElement() : at->second;
    }
    default: return wrong("can't index item of type " + typeOf(item));
    }
}

Result<Value> index(const Arguments& arguments, const Environment&)
{
    if (arguments[0].isNil()) return wrong("index of untyped nil");
    Value item = arguments[0];
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        auto element = elementOf(item, arguments[i]);
        if (!element) return element;
        item = std::move(*element);
    }
    return item;
}

Result<Value> slice(const Arguments& arguments, const Environment&)
{
    const Value& item = arguments[0];
    if (item.isNil()) return wrong("slice of untyped nil");
    if (arguments.size() > 4) return wrong("too many slice indexes: " + std::to_string(arguments.size() - 1));
    if (item.kind() == Kind::String && arguments.size() > 3) return wrong("cannot 3-index slice a string");
    if (item.kind() != Kind::String && item.kind() != Kind::List)
        return wrong("can't slice item of type " + typeOf(item));
    const std::size_t size = item.kind() == Kind::String ? item.text().size() : item.items().size();
    std::size_t bounds[3] = {0, size, size};
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        const auto at = position(arguments[i], size);
        if (!at) return tl::make_unexpected(at.error());
        bounds[i - 1] = *at;
        if (i > 1 && bounds[i - 2] > bounds[i - 1]) {
            return wrong("invalid slice index: " + std::to_string(bounds[i - 2]) + " > " +
                         std::to_string(bounds[i - 1]));
        }
    }
    if (bounds[0] > bounds[1]) {
        return wrong("invalid slice index: " + std::to_string(bounds[0]) + " > " + std::to_string(bounds[1]));
    }
    if (item.kind() == Kind::String) return Value::string(item.text().substr(bounds[0], bounds[1] - bounds[0]));
    const auto begin = item.items().begin();
    return Value::list(
        ValueList(begin + static_cast<std::ptrdiff_t>(bounds[0]), begin + static_cast<std::ptrdiff_t>(bounds[1])),
        item.type());
}

Result<Value> print(const Arguments& arguments, const Environment&) { return Value::string(sprint(arguments)); }

Result<Value> println(const Arguments& arguments, const Environment&)
{
    std::string out;
    for (const Value& value : arguments) out += (&value == &arguments.front() ? "" : " ") + printed(value);
    return Value::string(out + '\n');
}

Result<Value> printFormat(const Arguments& arguments, const Environment&)
{
    return Value::string(sprintf(arguments[0].text(), {arguments.begin() + 1, arguments.end()}));
}

std::string htmlEscaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '\0': out += "\xEF\xBF\xBD"; break;
        case '"': out += "&#34;"; break;
        case '\'': out += "&#39;"; break;
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        default: out += c;
        }
    }
    return out;
}

std::string jsEscaped(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        std::size_t used = 0;
        const char32_t c = decodeUtf8(text, used);
        char code[16];
        std::snprintf(code, sizeof code, "\\u%04X", static_cast<unsigned>(c));
        switch (c) {
        case '\\': out += "\\\\"; break;
        case '\'': out += "\\'"; break;
        case '"': out += "\\\""; break;
        case '<':
        case '>':
        case '&':
        case '=': out += code; break;
        default:
            if (c < ' ') {
                out += code;
            } else {
                out += text.substr(0, used);
            }
        }
        text.remove_prefix(used);
    }
    return out;
}

Result<Value> html(const Arguments& arguments, const Environment&)
{
    return Value::string(htmlEscaped(sprint(arguments)));
}

Result<Value> js(const Arguments& arguments, const Environment&) { return Value::string(jsEscaped(sprint(arguments))); }

Result<Value> urlquery(const Arguments& arguments, const Environment&)
{
    return Value::string(queryEscaped(sprint(arguments)));
}

Result<Value> call(const Arguments& arguments, const Environment&)
{
    if (arguments[0].isNil()) return wrong("call of nil");
    return wrong("non-function " + printed(arguments[0]) + " of type " + typeOf(arguments[0]));
}

}  // namespace

std::string queryEscaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '_' || c == '.' || c == '~';
        if (plain) {
            out += c;
        } else if (c == ' ') {
            out += '+';
        } else {
            char code[8];
            std::snprintf(code, sizeof code, "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
            out += code;
        }
    }
    return out;
}

const std::vector<Function>& builtinFunctions()
{
    static const std::vector<Function> kFunctions = {
        {"and", {Param::Any, Param::Any}, true, nullptr},
        {"or", {Param::Any, Param::Any}, true, nullptr},
        {"not", {Param::Any}, false, negation},
        {"eq", {Param::Any, Param::Any}, true, eq},
        {"ne", {Param::Any, Param::Any}, false, ne},
        {"lt", {Param::Any, Param::Any}, false, lt},
        {"le", {Param::Any, Param::Any}, false, le},
        {"gt", {Param::Any, Param::Any}, false, gt},
        {"ge", {Param::Any, Param::Any}, false, ge},
        {"len", {Param::Any}, false, length},
        {"index", {Param::Any, Param::Any}, true, index},
        {"slice", {Param::Any, Param::Any}, true, slice},
        {"print", {Param::Any}, true, print},
        {"println", {Param::Any}, true, println},
        {"printf", {Param::String, Param::Any}, true, printFormat},
        {"html", {Param::Any}, true, html},
        {"js", {Param::Any}, true, js},
        {"urlquery", {Param::Any}, true, urlquery},
        {"call", {Param::Any, Param::Any}, true, call},
    };
    return kFunctions;
}

}  // namespace watchglass::tmpl
