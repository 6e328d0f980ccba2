#include <QCollator>
#include <QString>
#include <algorithm>
#include <cctype>
#include <charconv>
#include <set>

#include "engine/base/unicode_case.h"
#include "ui/dashboard/adhoc_filter.h"
#include "ui/dashboard/variable.h"
#include "ui/frame/js_regex.h"

namespace watchglass::ui {

namespace {

/// The first whole number in a text; -1 without one, as Grafana sorts them ("v1.10" is 1).
double firstNumber(const std::string& text)
{
    const std::size_t at = text.find_first_of("0123456789");
    if (at == std::string::npos) return -1;
    std::size_t end = at;
    while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end]))) ++end;
    double number = 0;
    std::from_chars(text.data() + at, text.data() + end, number, std::chars_format::fixed);
    return number;
}

void sortOptions(std::vector<VariableOption>& options, int sort)
{
    if (sort <= 0 || sort > 8) return;
    // "a2" before "a10", accents as readers of English expect them, capitals as small letters.
    QCollator natural(QLocale(QLocale::English, QLocale::UnitedStates));
    natural.setNumericMode(true);
    natural.setCaseSensitivity(Qt::CaseInsensitive);
    const auto less = [&](const VariableOption& a, const VariableOption& b) {
        switch ((sort + 1) / 2) {
        case 1: return a.text < b.text;
        case 2: return firstNumber(a.text) < firstNumber(b.text);
        case 3: return toLowerUtf8(a.text) < toLowerUtf8(b.text);
        default: return natural.compare(QString::fromStdString(a.text), QString::fromStdString(b.text)) < 0;
        }
    };
    std::stable_sort(options.begin(), options.end(), less);
    if (sort % 2 == 0) std::reverse(options.begin(), options.end());
}

/// What a named group holds in the first match in which it holds anything.
std::string firstGroup(const std::vector<JsRegex::Match>& matches, std::optional<std::string> JsRegex::Match::*group)
{
    for (const JsRegex::Match& match : matches) {
        if (const auto& held = match.*group; held && !held->empty()) return *held;
    }
    return {};
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
                                                    int sort, RegexApplies applies)
{
    std::vector<VariableOption> options;
    if (regex.empty()) {
        options = found;
    } else {
        const auto compiled = JsRegex::fromDashboard(regex);
        if (!compiled) return tl::make_unexpected(compiled.error());
        for (const VariableOption& item : found) {
            const auto matches = compiled->matchAll(applies == RegexApplies::Text ? item.text : item.value);
            if (matches.empty()) continue;
            const JsRegex::Match& first = matches.front();
            const std::string value = firstGroup(matches, &JsRegex::Match::value);
            const std::string text = firstGroup(matches, &JsRegex::Match::text);
            if (!text.empty() || !value.empty()) {
                options.push_back({text.empty() ? value : text, value.empty() ? text : value});
            } else if (matches.size() > 1 && first.groups.size() > 1) {
                for (const JsRegex::Match& match : matches) {
                    const std::string group = match.groups[1].value_or("");
                    options.push_back({group, group});
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
        const std::size_t colon = text.rfind(" : ");
        if (colon == std::string::npos) {
            out.push_back({text, text});
        } else {
            out.push_back(
                {trimmed(std::string_view(text).substr(0, colon)), trimmed(std::string_view(text).substr(colon + 3))});
        }
    }
    return out;
}

Result<std::vector<VariableOption>> customJsonOptions(std::string_view text)
{
    const auto list = json::parse(text);
    if (!list) return tl::make_unexpected(list.error());
    std::vector<VariableOption> out;
    for (const json::Value& item : list->items()) {
        if (!item.isObject()) return fail(ErrorCode::InvalidInput, "expected a JSON array of objects");
        const std::string value = item["value"].isString() ? item["value"].toString() : json::write(item["value"]);
        out.push_back({item["text"].isString() ? item["text"].toString() : value, value});
    }
    if (!list->isArray()) return fail(ErrorCode::InvalidInput, "expected a JSON array of objects");
    return out;
}

std::vector<std::string> urlValues(const Variable& variable)
{
    if (variable.type == VariableType::AdHoc) return adHocUrlValues(variable.filters);
    std::vector<std::string> out;
    for (const VariableOption& option : variable.selected) {
        // A group-by variable says the name of a label too, where it has another one.
        const bool named = variable.type == VariableType::GroupBy && option.text != option.value;
        out.push_back(named ? labelledUrlPart(option.value, option.text) : option.value);
    }
    return out;
}

void selectFromUrl(Variable& variable, const std::vector<std::string>& values)
{
    if (variable.type == VariableType::AdHoc) {
        variable.filters = adHocFromUrl(values);
        return;
    }
    variable.selected.clear();
    for (const std::string& value : values) {
        if (variable.type == VariableType::GroupBy) {
            auto [label, text] = fromLabelledUrlPart(value);
            if (!label.empty()) variable.selected.push_back({std::move(text), std::move(label)});
            continue;
        }
        if (variable.includeAll && (value == kAllValue || value == "All")) {
            variable.selected = {{"All", std::string(kAllValue)}};
            return;
        }
        const auto option = std::find_if(variable.options.begin(), variable.options.end(),
                                         [&](const VariableOption& one) { return one.value == value; });
        variable.selected.push_back(option != variable.options.end() ? *option : VariableOption{value, value});
    }
}

}  // namespace watchglass::ui
