#include "engine/template/template.h"

#include "engine/template/executor.h"
#include "engine/template/parser.h"

namespace watchglass::tmpl {

namespace {

/// Stands before every text of an alert, on the same line (prometheus rules/alerting.go).
constexpr std::string_view kAlertPrefix = "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}"
                                          "{{$externalURL := .ExternalURL}}{{$value := .Value}}";

constexpr std::string_view kAlertType =
    "struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; Value interface {} }";

}  // namespace

Result<std::string> expand(std::string_view name, std::string_view text, const Value& data,
                           const Environment& environment)
{
    const auto tree = parseTemplate(name, text);
    if (!tree) return tl::make_unexpected(tree.error().within("error parsing template " + std::string(name)));
    auto output = execute(*tree, name, text, data, environment);
    if (!output) return tl::make_unexpected(output.error().within("error executing template " + std::string(name)));
    return output;
}

Result<void> check(std::string_view name, std::string_view text)
{
    const auto tree = parseTemplate(name, text);
    if (!tree) return tl::make_unexpected(tree.error());
    return {};
}

Result<std::string> expandAlertText(std::string_view name, std::string_view text, const AlertData& data,
                                    const Environment& environment)
{
    // Most labels and annotations are plain texts.
    if (text.find("{{") == std::string_view::npos) return std::string(text);
    const Value value = Value::structure({{"Labels", labelsValue(data.labels)},
                                          {"ExternalLabels", labelsValue(data.externalLabels)},
                                          {"ExternalURL", Value::string(environment.externalUrl)},
                                          {"Value", Value::number(data.value)}},
                                         kAlertType);
    return expand(name, std::string(kAlertPrefix) + std::string(text), value, environment);
}

Result<void> checkAlertText(std::string_view name, std::string_view text)
{
    return check(name, std::string(kAlertPrefix) + std::string(text));
}

Value labelsValue(const Labels& labels)
{
    ValueMap members;
    for (const LabelView label : labels) members.emplace(label.name, Value::string(std::string(label.value)));
    return Value::map(std::move(members), kStringMapType);
}

}  // namespace watchglass::tmpl
