#include <algorithm>
#include <cctype>
#include <charconv>
#include <set>

#include "ui/dashboard/variable.h"
#include "ui/frame/js_regex.h"

namespace watchglass::ui {

namespace {

/// The first number in a text; -1 without one, as Grafana sorts them.
double firstNumber(const std::string& text)
{
    const std::size_t at = text.find_first_of("0123456789");
    if (at == std::string::npos) return -1;
    double number = 0;
    std::from_chars(text.data() + at, text.data() + text.size(), number, std::chars_format::fixed);
    return number;
}

std::string lower(std::string text)
{
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

/// Runs of digits compare as numbers: "a2" < "a10".
bool naturalLess(const std::string& a, const std::string& b)
{
    std::size_t i = 0, k = 0;
    while (i < a.size() && k < b.size()) {
        const bool digits = std::isdigit(static_cast<unsigned char>(a[i])) &&
                            std::isdigit(static_cast<unsigned char>(b[k]));
        if (!digits) {
            const int left = std::tolower(static_cast<unsigned char>(a[i]));
            const int right = std::tolower(static_cast<unsigned char>(b[k]));
            if (left != right) return left < right;
            ++i;
            ++k;
            continue;
        }
        std::size_t iEnd = i, kEnd = k;
        while (iEnd < a.size() && std::isdigit(static_cast<unsigned char>(a[iEnd]))) ++iEnd;
        while (kEnd < b.size() && std::isdigit(static_cast<unsigned char>(b[kEnd]))) ++kEnd;
        while (i < iEnd - 1 && a[i] == '0') ++i;
        while (k < kEnd - 1 && b[k] == '0') ++k;
        if (iEnd - i != kEnd - k) return iEnd - i < kEnd - k;
        const int order = a.compare(i, iEnd - i, b, k, kEnd - k);
        if (order != 0) return order < 0;
        i = iEnd;
        k = kEnd;
    }
    return a.size() - i < b.size() - k;
}

void sortOptions(std::vector<VariableOption>& options, int sort)
{
    if (sort <= 0 || sort > 8) return;
    const auto less = [&](const VariableOption& a, const VariableOption& b) {
        switch ((sort + 1) / 2) {
        case 1: return a.text < b.text;
        case 2: return firstNumber(a.text) < firstNumber(b.text);
        case 3: return lower(a.text) < lower(b.text);
        default: return naturalLess(a.text, b.text);
        }
    };
    std::stable_sort(options.begin(), options.end(), less);
    if (sort % 2 == 0) std::reverse(options.begin(), options.end());
}

std::string trimmed(std::string_view text)
{
    const std::size_t from = text.find_first_not_of(" \t\n\r");
    if (from == std::string_view::npos) return {};
    const std::size_t to = text.find_last_not_of(" \t\n\r");
    return std::string(text.substr(from, to - from + 1));
}

}  // namespace

Result<std::vector<VariableOption>> variableOptions(const std::vector<VariableOption>& found, std::string_view regex,
                                                    int sort)
{
    std::vector<VariableOption> options;
    if (regex.empty()) {
        options = found;
    } else {
        const auto compiled = JsRegex::fromDashboard(regex);
        if (!compiled) return tl::make_unexpected(compiled.error());
        for (const VariableOption& item : found) {
            const auto matches = compiled->matchAll(item.value);
            if (matches.empty()) continue;
            const JsRegex::Match& first = matches.front();
            if (first.text || first.value) {
                const std::string value = first.value.value_or(first.text.value_or(""));
                options.push_back({first.text.value_or(value), value});
            } else if (matches.size() > 1 && first.groups.size() > 1) {
                for (const JsRegex::Match& match : matches) {
                    const std::string value = match.groups[1].value_or("");
                    options.push_back({value, value});
                }
            } else if (first.groups.size() > 1 && first.groups[1]) {
                options.push_back({*first.groups[1], *first.groups[1]});
            } else {
                options.push_back(item);
            }
        }
    }
    std::set<std::string> seen;
    std::erase_if(options, [&](const VariableOption& one) { return !seen.insert(one.value).second; });
    sortOptions(options, sort);
    return options;
}

std::vector<VariableOption> customOptions(std::string_view csv)
{
    std::vector<std::string> parts(1);
    for (std::size_t i = 0; i < csv.size(); ++i) {
        if (csv[i] == '\\' && i + 1 < csv.size() && csv[i + 1] == ',') {
            parts.back() += ',';
            ++i;
        } else if (csv[i] == ',') {
            parts.emplace_back();
        } else {
            parts.back() += csv[i];
        }
    }
    std::vector<VariableOption> out;
    for (const std::string& part : parts) {
        const std::string text = trimmed(part);
        if (text.empty()) continue;
        const std::size_t colon = text.find(" : ");
        if (colon == std::string::npos) {
            out.push_back({text, text});
        } else {
            out.push_back(
                {trimmed(std::string_view(text).substr(0, colon)), trimmed(std::string_view(text).substr(colon + 3))});
        }
    }
    return out;
}

}  // namespace watchglass::ui
