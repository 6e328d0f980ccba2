#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <optional>

#include "engine/base/json.h"
#include "ui/dashboard/interpolation.h"
#include "ui/dashboard/interval.h"
#include "ui/frame/date_text.h"
#include "ui/frame/html_text.h"
#include "ui/frame/replace_text.h"

namespace watchglass::ui {

namespace {

std::string join(const std::vector<VariableOption>& values, std::string_view separator, auto&& each)
{
    std::string out;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) out += separator;
        out += each(values[i].value);
    }
    return out;
}

std::string escapeEach(std::string_view text, std::string_view special, std::string_view with)
{
    std::string out;
    for (const char c : text) {
        if (special.find(c) != std::string_view::npos) out += with;
        out += c;
    }
    return out;
}

/// encodeURIComponent, with !'()* encoded too (Grafana's strict form).
std::string percentEncode(std::string_view text)
{
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (std::isalnum(static_cast<unsigned char>(c)) || std::string_view("-_.~").find(c) != std::string_view::npos) {
            out += c;
        } else {
            out += '%';
            out += kHex[static_cast<unsigned char>(c) >> 4];
            out += kHex[static_cast<unsigned char>(c) & 15];
        }
    }
    return out;
}

/// Parts of a URL in which some of the encoded characters may stand as they are.
std::string percentEncodeExcept(std::string_view text, std::string_view plain)
{
    std::string out;
    for (const char& c : text) {
        if (plain.find(c) == std::string_view::npos) {
            out += percentEncode({&c, 1});
        } else {
            out += c;
        }
    }
    return out;
}

constexpr std::string_view kPlainInQuery = "@:$,;";
constexpr std::string_view kPlainInUri = ";,/?:@&=+$#";

std::string inQuotes(std::string_view text, char quote)
{
    return quote + escapeEach(text, std::string_view(&quote, 1), "\\") + quote;
}

std::string same(const std::string& value) { return value; }

std::string glob(const std::vector<VariableOption>& values)
{
    if (values.size() == 1) return values.front().value;
    return "{" + join(values, ",", same) + "}";
}

std::string jsonText(const std::vector<VariableOption>& values, bool multi)
{
    if (!multi && values.size() == 1) return values.front().value;
    json::Value list = json::Value::array();
    for (const VariableOption& one : values) {
        list.append(one.isNumber ? json::Value::numberText(one.value) : json::Value(one.value));
    }
    return json::write(list);
}

/// The number a text begins with, as JavaScript's parseInt.
std::optional<double> leadingInteger(const std::string& text)
{
    std::int64_t number = 0;
    const std::size_t from = text.find_first_not_of(" \t\n");
    if (from == std::string::npos) return std::nullopt;
    if (std::from_chars(text.data() + from, text.data() + text.size(), number).ec != std::errc{}) return std::nullopt;
    return static_cast<double>(number);
}

std::string dateText(const std::vector<VariableOption>& values, bool multi, std::string_view argument)
{
    const auto ms = multi || values.empty() ? std::nullopt : leadingInteger(values.front().value);
    if (!ms) return "NaN";
    if (argument.empty() || argument == "iso") return formatMoment(*ms, "YYYY-MM-DDTHH:mm:ss.SSS[Z]", "utc");
    if (argument == "ms") return values.front().value;
    if (argument == "seconds") return std::to_string(static_cast<std::int64_t>(std::floor(*ms / 1000 + 0.5)));
    return formatMoment(*ms, argument, "utc");
}

/// `job="a"`: its quotes are meant.
bool isWholeMatcher(std::string_view value)
{
    std::size_t at = 0;
    while (at < value.size() && (std::isalnum(static_cast<unsigned char>(value[at])) != 0 || value[at] == '_')) ++at;
    if (at == 0) return false;
    std::string_view rest = value.substr(at);
    for (const std::string_view op : {"=~", "!~", "!=", "="}) {
        if (!rest.starts_with(op)) continue;
        rest.remove_prefix(op.size());
        return rest.size() >= 2 && rest.front() == '"' && rest.back() == '"';
    }
    return false;
}

}  // namespace

std::string prometheusEscape(std::string_view value, bool specialChars)
{
    if (specialChars && isWholeMatcher(value)) return std::string(value);
    if (specialChars) return replaceAll(replaceAll(std::string(value), "\\", "\\\\"), "\"", "\\\"");
    return replaceAll(replaceAll(std::string(value), "\\", "\\\\"), "'", "\\\\'");
}

std::string prometheusRegexEscape(std::string_view value, bool specialChars)
{
    if (specialChars) {
        const std::string quoted = replaceAll(replaceAll(std::string(value), "\\", "\\\\\\\\"), "\"", "\\\\\\\"");
        return escapeEach(quoted, "$^*{}[]'+?.()|", "\\\\");
    }
    return escapeEach(replaceAll(std::string(value), "\\", "\\\\\\\\"), "$^*{}[]+?.()|", "\\\\");
}

std::string formatVariable(std::string_view name, const std::vector<VariableOption>& values, bool multi,
                           std::string_view format)
{
    const std::size_t colon = format.find(':');
    const std::string_view kind = format.substr(0, colon);
    const std::string_view argument = colon == std::string_view::npos ? "" : format.substr(colon + 1);
    if (kind == "date") return dateText(values, multi, argument);
    if (values.empty()) {
        if (kind == "queryparam") return "var-" + std::string(name) + "=";
        if (!multi) return {};
        if (kind == "percentencode" || kind == "uriencode") return "%7B%7D";
        if (kind == "json") return "[]";
        if (kind == "lucene") return "__empty__";
        return kind == "regex" ? "()" : "";
    }
    if (kind == "raw") return multi && values.size() > 1 ? join(values, ",", same) : values.front().value;
    if (kind == "csv") return join(values, ",", same);
    if (kind == "pipe") return join(values, "|", same);
    if (kind == "join") return join(values, argument.empty() ? "," : argument, same);
    if (kind == "regex") {
        const auto escaped = [](const std::string& value) { return escapeEach(value, "\\^$*+?.()|{}[]/", "\\"); };
        return values.size() == 1 ? escaped(values.front().value) : "(" + join(values, "|", escaped) + ")";
    }
    if (kind == "json") return jsonText(values, multi);
    if (kind == "lucene") {
        const auto escaped = [](const std::string& value) {
            return escapeEach(value, "+-=&|><!(){}[]^\"~*?:\\/ \n\r\t\v\f", "\\");
        };
        if (values.size() == 1 && !multi && values.front().isNumber) return values.front().value;
        if (values.size() == 1 && !multi) return escaped(values.front().value);
        return "(" + join(values, " OR ", [&](const std::string& value) { return "\"" + escaped(value) + "\""; }) + ")";
    }
    if (kind == "percentencode" || kind == "uriencode") {
        const std::string all = multi ? "{" + join(values, ",", same) + "}" : values.front().value;
        return kind == "percentencode" ? percentEncode(all) : percentEncodeExcept(all, kPlainInUri);
    }
    if (kind == "singlequote") return join(values, ",", [](const std::string& value) { return inQuotes(value, '\''); });
    if (kind == "doublequote") return join(values, ",", [](const std::string& value) { return inQuotes(value, '"'); });
    if (kind == "sqlstring") {
        return join(values, ",", [](const std::string& value) {
            return "'" + replaceAll(replaceAll(value, "'", "''"), "\"", "\\\"") + "'";
        });
    }
    if (kind == "html") return escapedHtml(values.size() == 1 ? values.front().value : join(values, ", ", same));
    if (kind == "text") {
        std::string out;
        for (const VariableOption& one : values) out += (out.empty() ? "" : " + ") + one.text;
        return out;
    }
    if (kind == "queryparam") {
        return join(values, "&", [&](const std::string& value) {
            return "var-" + std::string(name) + "=" + percentEncodeExcept(value, kPlainInQuery);
        });
    }
    if (kind == "customqueryparam") {
        const std::size_t next = argument.find(':');
        const std::string_view given = argument.substr(0, next);
        const std::string key(given.empty() ? name : given);
        const std::string prefix(next == std::string_view::npos ? "" : argument.substr(next + 1));
        return join(values, "&",
                    [&](const std::string& value) { return percentEncode(key) + "=" + prefix + percentEncode(value); });
    }
    if (kind == "distributed") {
        std::string out;
        for (std::size_t i = 0; i < values.size(); ++i) {
            out += i == 0 ? values[i].value : "," + std::string(name) + "=" + values[i].value;
        }
        return out;
    }
    return glob(values);
}

}  // namespace watchglass::ui
