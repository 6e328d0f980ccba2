#include "ui/dashboard/adhoc_filter.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "ui/frame/replace_text.h"

namespace watchglass::ui {

namespace {

// Grafana writes separators inside a part of a filter like this.
constexpr std::pair<std::string_view, std::string_view> kEscapes[] = {{"|", "__gfp__"}, {",", "__gfc__"}};

std::string escaped(std::string text)
{
    for (const auto& [plain, written] : kEscapes) text = replaceAll(std::move(text), plain, written);
    return text;
}

std::string unescaped(std::string text)
{
    for (const auto& [plain, written] : kEscapes) text = replaceAll(std::move(text), written, plain);
    return text;
}

std::vector<std::string> split(std::string_view text, char separator)
{
    std::vector<std::string> out;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find(separator, at), text.size());
        out.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

}  // namespace

std::pair<std::string, std::string> fromLabelledUrlPart(const std::string& part)
{
    const auto pieces = split(part, ',');
    const std::string value = unescaped(pieces.front());
    return {value, pieces.size() > 1 ? unescaped(pieces[1]) : value};
}

std::string labelledUrlPart(const std::string& value, const std::string& label)
{
    return label.empty() || label == value ? escaped(value) : escaped(value) + ',' + escaped(label);
}

std::string escapeExactMatcher(std::string_view value)
{
    std::string out = replaceAll(std::string(value), "\\", "\\\\");
    out = replaceAll(std::move(out), "\n", "\\n");
    return replaceAll(std::move(out), "\"", "\\\"");
}

std::string escapeRegexMatcher(std::string_view value)
{
    std::string out;
    for (const char c : value) {
        if (std::string_view("*+?()|\\.[]{}^$").find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return escapeExactMatcher(out);
}

std::string adHocText(const AdHocChoice& filter)
{
    const std::string op = filter.op.value_or("").empty() ? "=" : *filter.op;
    std::string out = (filter.keyLabel.empty() ? filter.key : filter.keyLabel) + ' ' +
                      (op == "=|"    ? "one of"
                       : op == "!=|" ? "none of"
                                     : op) +
                      ' ';
    for (const std::string& value : filter.values) out += (&value == &filter.values.front() ? "" : ", ") + value;
    return out;
}

std::optional<AdHocMatcher> adHocMatcher(const AdHocChoice& filter)
{
    const std::string op = filter.op.value_or("").empty() ? "=" : *filter.op;
    const std::string first = filter.values.empty() ? "" : filter.values.front();
    if (op == "=" || op == "!=" || op == "=~" || op == "!~") return AdHocMatcher{op, escapeExactMatcher(first)};
    if (op != "=|" && op != "!=|") return std::nullopt;
    AdHocMatcher out{op == "=|" ? "=~" : "!~", {}};
    for (const std::string& value : filter.values) {
        if (&value != &filter.values.front()) out.value += '|';
        out.value += escapeRegexMatcher(value);
    }
    return out;
}

std::string adHocExpression(const std::vector<AdHocChoice>& filters)
{
    std::string out;
    for (const AdHocChoice& filter : filters) {
        if (!out.empty()) out += ',';
        std::string op = filter.op.value_or("=");
        const bool several = op == "=|" || op == "!=|";
        if (several) op = op == "=|" ? "=~" : "!~";
        const bool regex = op == "=~" || op == "!~";
        std::string value;
        for (std::size_t i = 0; i < filter.values.size(); ++i) {
            if (i > 0) value += '|';
            value += regex ? escapeRegexMatcher(filter.values[i]) : escapeExactMatcher(filter.values[i]);
        }
        out += filter.key + op + '"' + value + '"';
    }
    return out;
}

std::vector<std::string> adHocUrlValues(const std::vector<AdHocChoice>& filters)
{
    std::vector<std::string> out;
    for (const AdHocChoice& filter : filters) {
        std::string text = labelledUrlPart(filter.key, filter.keyLabel) + '|' + escaped(filter.op.value_or(""));
        for (std::size_t i = 0; i < filter.values.size(); ++i) {
            text += '|' + labelledUrlPart(filter.values[i], i < filter.valueLabels.size() ? filter.valueLabels[i] : "");
        }
        out.push_back(std::move(text));
    }
    if (out.empty()) out.emplace_back();
    return out;
}

std::vector<AdHocChoice> adHocFromUrl(const std::vector<std::string>& values)
{
    std::vector<AdHocChoice> out;
    for (const std::string& text : values) {
        if (text.empty()) continue;
        const auto parts = split(text, '|');
        AdHocChoice filter;
        std::tie(filter.key, filter.keyLabel) = fromLabelledUrlPart(parts.front());
        if (parts.size() > 1) filter.op = unescaped(parts[1]);
        for (std::size_t i = 2; i < parts.size(); ++i) {
            auto [value, label] = fromLabelledUrlPart(parts[i]);
            filter.values.push_back(std::move(value));
            filter.valueLabels.push_back(std::move(label));
        }
        out.push_back(std::move(filter));
    }
    return out;
}

}  // namespace watchglass::ui
