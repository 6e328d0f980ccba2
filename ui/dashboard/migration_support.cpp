#include "ui/dashboard/migration_support.h"

#include <cmath>
#include <cstdlib>

namespace watchglass::ui::migration {

namespace {

/// The number at the start of `text`; `used` gets how many bytes it took. Hexadecimal and words are no numbers here.
std::optional<double> readNumber(const std::string& text, std::size_t& used)
{
    const std::size_t start = text.find_first_not_of(" \t\n\r");
    if (start == std::string::npos) return std::nullopt;
    const std::size_t digit = start + (text[start] == '-' || text[start] == '+' ? 1 : 0);
    if (digit >= text.size() || ((text[digit] < '0' || text[digit] > '9') && text[digit] != '.')) return std::nullopt;
    if (digit + 1 < text.size() && (text[digit + 1] == 'x' || text[digit + 1] == 'X')) return std::nullopt;
    char* end = nullptr;
    const double value = std::strtod(text.c_str() + start, &end);
    if (end == text.c_str() + start || !std::isfinite(value)) return std::nullopt;
    used = static_cast<std::size_t>(end - text.c_str());
    return value;
}

}  // namespace

bool truthy(const json::Value& value)
{
    switch (value.type()) {
    case json::Type::Null: return false;
    case json::Type::Bool: return value.toBool();
    case json::Type::Number: return value.toDouble() != 0;
    case json::Type::String: return !value.toString().empty();
    case json::Type::Array:
    case json::Type::Object: return true;
    }
    return false;
}

std::optional<double> numberOf(const json::Value& value)
{
    if (value.isNumber()) return value.toDouble();
    std::size_t used = 0;
    const std::optional<double> number = readNumber(value.toString(), used);
    if (!number || value.toString().find_first_not_of(" \t\n\r", used) != std::string::npos) return std::nullopt;
    return number;
}

std::optional<double> leadingNumber(const json::Value& value)
{
    if (value.isNumber()) return value.toDouble();
    std::size_t used = 0;
    return readNumber(value.toString(), used);
}

json::Value numberValue(double value)
{
    constexpr double kExact = 9007199254740992.0;  // 2^53
    if (value == std::floor(value) && std::abs(value) < kExact) return json::Value(static_cast<std::int64_t>(value));
    return json::Value(value);
}

std::string textOf(const json::Value& value) { return value.isNumber() ? value.numberSpelling() : value.toString(); }

json::Value& editPath(json::Value& object, std::string_view path)
{
    json::Value* at = &object;
    while (true) {
        const std::size_t dot = path.find('.');
        if (!at->isObject()) *at = json::Value::object();
        at = &at->edit(path.substr(0, dot));
        if (dot == std::string_view::npos) return *at;
        path.remove_prefix(dot + 1);
    }
}

void setPath(json::Value& object, std::string_view path, json::Value value)
{
    editPath(object, path) = std::move(value);
}

void setDefault(json::Value& object, std::string_view path, json::Value value)
{
    if (object.get(path).isNull()) setPath(object, path, std::move(value));
}

void renameMember(json::Value& object, std::string_view from, std::string_view to)
{
    if (!object.has(from)) return;
    json::Value value = object[from];
    object.remove(from);
    if (object[to].isNull()) object.set(to, std::move(value));
}

void replaceAll(std::string& text, std::string_view from, std::string_view to)
{
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

std::string escapeRegex(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (std::string_view("\\^$.*+?()[]{}|/-").find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

bool isRegexText(std::string_view text)
{
    const std::size_t last = text.rfind('/');
    return text.size() > 2 && text.front() == '/' && last > 0 &&
           text.find_first_not_of("gimsuy", last + 1) == std::string_view::npos;
}

json::Value property(std::string_view id, json::Value value)
{
    return json::Value::object({{"id", json::Value(id)}, {"value", std::move(value)}});
}

json::Value fieldRule(std::string_view matcher, std::string_view name, std::vector<json::Value> properties)
{
    return json::Value::object(
        {{"matcher", json::Value::object({{"id", json::Value(matcher)}, {"options", json::Value(name)}})},
         {"properties", json::Value::array(std::move(properties))}});
}

json::Value ruleFor(std::string_view name, std::vector<json::Value> properties)
{
    return fieldRule(isRegexText(name) ? "byRegexp" : "byName", name, std::move(properties));
}

void addRule(json::Value& panel, json::Value rule)
{
    json::Value& overrides = editPath(panel, "fieldConfig.overrides");
    if (!overrides.isArray()) overrides = json::Value::array();
    overrides.append(std::move(rule));
}

json::Value fixedColor(json::Value color)
{
    return json::Value::object({{"mode", "fixed"}, {"fixedColor", std::move(color)}});
}

std::string panelNote(const json::Value& panel, std::string_view text)
{
    std::string note = "Panel " + textOf(panel["id"]);
    if (!panel["title"].toString().empty()) note += " (" + panel["title"].toString() + ")";
    return note + ": " + std::string(text);
}

std::string reducerOf(const json::Value& oldName, std::string_view otherwise)
{
    static constexpr std::pair<std::string_view, std::string_view> kReducers[] = {
        {"avg", "mean"},
        {"mean", "mean"},
        {"current", "lastNotNull"},
        {"lastNotNull", "lastNotNull"},
        {"last", "last"},
        {"min", "min"},
        {"max", "max"},
        {"total", "sum"},
        {"sum", "sum"},
        {"first", "first"},
        {"delta", "delta"},
        {"diff", "diff"},
        {"range", "range"},
        {"count", "count"},
        {"median", "median"},
        {"stdDev", "stdDev"},
        {"name", "last"},
        {"step", "step"},
        {"firstNotNull", "firstNotNull"},
    };
    for (const auto& [name, reducer] : kReducers) {
        if (name == oldName.toString()) return std::string(reducer);
    }
    return std::string(otherwise);
}

}  // namespace watchglass::ui::migration
