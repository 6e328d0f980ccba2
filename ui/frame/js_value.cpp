#include "ui/frame/js_value.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>

#include "ui/frame/value_format.h"

namespace watchglass::ui {

namespace {

std::string trimmed(const std::string& text)
{
    const auto from = text.find_first_not_of(" \t\n\r\f\v");
    if (from == std::string::npos) return {};
    return text.substr(from, text.find_last_not_of(" \t\n\r\f\v") - from + 1);
}

double textToNumber(const std::string& given)
{
    const std::string text = trimmed(given);
    if (text.empty()) return 0;
    if (text == "Infinity" || text == "+Infinity") return HUGE_VAL;
    if (text == "-Infinity") return -HUGE_VAL;
    // strtod also reads "inf", "nan" and hexadecimal fractions.
    const bool hex = text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    const char* allowed = hex ? "0123456789abcdefABCDEFxX" : "0123456789.eE+-";
    if (text.find_first_not_of(allowed) != std::string::npos) return std::nan("");
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    return *end == 0 ? value : std::nan("");
}

std::string jsonToText(const json::Value& value)
{
    if (value.isArray()) {
        std::string out;
        for (std::size_t i = 0; i < value.items().size(); ++i) {
            const json::Value& item = value.at(i);
            out += (i > 0 ? "," : "") + (item.isNull() ? std::string() : jsText(cellOfJson(item)));
        }
        return out;
    }
    return "[object Object]";
}

bool looksLikeNumber(const std::string& given)
{
    std::string text = trimmed(given);
    std::string lower = text;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
    if (lower == "nan") return true;
    return !text.empty() && text[0] != '+' && lower.find('x') == std::string::npos && std::isfinite(textToNumber(text));
}

}  // namespace

double jsToNumber(const Cell& cell)
{
    if (const auto* number = std::get_if<double>(&cell)) return *number;
    if (const auto* on = std::get_if<bool>(&cell)) return *on ? 1 : 0;
    if (const auto* text = std::get_if<std::string>(&cell)) return textToNumber(*text);
    if (std::holds_alternative<std::monostate>(cell)) return 0;
    if (const auto* json = std::get_if<JsonCell>(&cell); json && json->value->isArray())
        return textToNumber(jsonToText(*json->value));
    return std::nan("");
}

double jsParseFloat(const std::string& text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return std::nan("");
    const bool sign = text[first] == '-' || text[first] == '+';
    const std::string_view digits = std::string_view(text).substr(first + (sign ? 1 : 0));
    if (digits.starts_with("Infinity")) return text[first] == '-' ? -HUGE_VAL : HUGE_VAL;
    // C reads more than JavaScript: hexadecimals, "inf" and "nan".
    if (digits.empty() || (digits[0] != '.' && (digits[0] < '0' || digits[0] > '9'))) return std::nan("");
    if (digits.starts_with("0x") || digits.starts_with("0X")) return text[first] == '-' ? -0.0 : 0.0;
    char* end = nullptr;
    const double value = std::strtod(text.c_str() + first, &end);
    return end == text.c_str() + first ? std::nan("") : value;
}

std::optional<int> jsCompare(const Cell& a, const Cell& b)
{
    const auto* left = std::get_if<std::string>(&a);
    const auto* right = std::get_if<std::string>(&b);
    if (left != nullptr && right != nullptr) return left->compare(*right) < 0 ? -1 : *left == *right ? 0 : 1;
    const double x = jsToNumber(a);
    const double y = jsToNumber(b);
    if (std::isnan(x) || std::isnan(y)) return {};
    return x < y ? -1 : x == y ? 0 : 1;
}

std::string jsText(const Cell& cell)
{
    if (const auto* number = std::get_if<double>(&cell)) return jsNumber(*number);
    if (const auto* on = std::get_if<bool>(&cell)) return *on ? "true" : "false";
    if (const auto* text = std::get_if<std::string>(&cell)) return *text;
    if (const auto* json = std::get_if<JsonCell>(&cell)) return jsonToText(*json->value);
    if (isUndefined(cell)) return "undefined";
    return isNull(cell) ? "null" : "[object Object]";
}

bool jsTruthy(const Cell& cell)
{
    if (const auto* number = std::get_if<double>(&cell)) return *number != 0 && !std::isnan(*number);
    if (const auto* on = std::get_if<bool>(&cell)) return *on;
    if (const auto* text = std::get_if<std::string>(&cell)) return !text->empty();
    return !isNull(cell);
}

std::optional<std::string> jsonText(const Cell& cell)
{
    if (isUndefined(cell)) return std::nullopt;
    if (const auto* number = std::get_if<double>(&cell)) return std::isfinite(*number) ? jsNumber(*number) : "null";
    if (const auto* on = std::get_if<bool>(&cell)) return *on ? "true" : "false";
    if (const auto* text = std::get_if<std::string>(&cell)) return json::write(json::Value(*text));
    if (const auto* json = std::get_if<JsonCell>(&cell)) return json::write(*json->value);
    return isNull(cell) ? "null" : "{}";
}

Cell cellOfJson(const json::Value& value)
{
    if (value.isNumber()) return value.toDouble();
    if (value.isBool()) return value.toBool();
    if (value.isString()) return value.toString();
    if (value.isNull()) return {};
    return JsonCell{std::make_shared<const json::Value>(value)};
}

std::optional<FieldType> guessFieldType(std::string_view name, const std::vector<Cell>& cells)
{
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
    if (lower == "date" || lower == "time") return FieldType::Time;
    const auto first = std::find_if(cells.begin(), cells.end(), [](const Cell& cell) { return !isNull(cell); });
    if (first == cells.end()) return std::nullopt;
    if (std::holds_alternative<double>(*first)) return FieldType::Number;
    if (std::holds_alternative<bool>(*first)) return FieldType::Boolean;
    const auto* text = std::get_if<std::string>(&*first);
    if (!text) return FieldType::Other;
    if (looksLikeNumber(*text)) return FieldType::Number;
    for (const char* truth : {"true", "TRUE", "True", "false", "FALSE", "False"}) {
        if (*text == truth) return FieldType::Boolean;
    }
    return FieldType::String;
}

}  // namespace watchglass::ui
