#include "engine/config/relabel_config.h"

#include <algorithm>
#include <array>

#include "engine/base/utf8.h"
#include "engine/model/labels.h"
#include "engine/model/regex.h"

namespace watchglass::config {

namespace {

constexpr std::array<std::string_view, 11> kActions{"replace",   "keep",      "drop",     "keepequal",
                                                    "dropequal", "hashmod",   "labelmap", "labeldrop",
                                                    "labelkeep", "lowercase", "uppercase"};

bool isOneOf(std::string_view action, std::initializer_list<std::string_view> actions)
{
    return std::find(actions.begin(), actions.end(), action) != actions.end();
}

Result<RelabelConfig> readFields(const yaml::Node& node)
{
    const auto known = node.expectFields(
        "relabel.plain", {"source_labels", "separator", "regex", "modulus", "target_label", "replacement", "action"});
    if (!known) {
        return tl::make_unexpected(
            Error{known.error().code, "yaml: unmarshal errors:\n  " + known.error().message, known.error().where});
    }
    RelabelConfig rule;
    const auto sources = node["source_labels"].toStrings();
    if (!sources) return tl::make_unexpected(sources.error());
    rule.sourceLabels = *sources;
    const auto modulus = node["modulus"].toUint();
    if (!modulus) return tl::make_unexpected(modulus.error());
    rule.modulus = *modulus;
    const auto text = [&](std::string_view name, std::string& into) -> Result<void> {
        auto value = node[name].toString(into);
        if (!value) return tl::make_unexpected(value.error());
        into = std::move(*value);
        return {};
    };
    for (const auto& [name, into] : {std::pair<std::string_view, std::string*>{"separator", &rule.separator},
                                     {"regex", &rule.regex},
                                     {"target_label", &rule.targetLabel},
                                     {"replacement", &rule.replacement},
                                     {"action", &rule.action}}) {
        if (const auto ok = text(name, *into); !ok) return tl::make_unexpected(ok.error());
    }
    return rule;
}

/// What is wrong with the combination of fields, or "".
std::string complaint(const RelabelConfig& rule)
{
    const std::string& action = rule.action;
    if (rule.modulus == 0 && action == "hashmod") return "relabel configuration for hashmod requires non-zero modulus";
    const bool needsTarget = isOneOf(action,
                                     {"replace", "hashmod", "lowercase", "uppercase", "keepequal", "dropequal"});
    if (needsTarget && rule.targetLabel.empty()) {
        return "relabel configuration for " + action + " action requires 'target_label' value";
    }
    const bool variable = rule.targetLabel.find('$') != std::string::npos;
    if (isOneOf(action, {"lowercase", "uppercase", "keepequal", "dropequal"}) && !isValidUtf8(rule.targetLabel)) {
        return goQuote(rule.targetLabel) + " is invalid 'target_label' for " + action + " action";
    }
    if (action == "replace" && !variable && !isValidUtf8(rule.targetLabel)) {
        return goQuote(rule.targetLabel) + " is invalid 'target_label' for " + action + " action";
    }
    const RelabelConfig defaults;
    if (isOneOf(action, {"lowercase", "uppercase", "keepequal", "dropequal"}) &&
        rule.replacement != defaults.replacement) {
        return "'replacement' can not be set for " + action + " action";
    }
    if (isOneOf(action, {"keepequal", "dropequal"}) &&
        (rule.regex != defaults.regex || rule.modulus != 0 || rule.separator != defaults.separator)) {
        return action + " action requires only 'source_labels' and 'target_label', and no other fields";
    }
    if (isOneOf(action, {"labeldrop", "labelkeep"}) &&
        (!rule.sourceLabels.empty() || !rule.targetLabel.empty() || rule.modulus != 0 ||
         rule.separator != defaults.separator || rule.replacement != defaults.replacement)) {
        return action + " action requires only 'regex', and no other fields";
    }
    return {};
}

}  // namespace

Result<RelabelConfig> readRelabelConfig(const yaml::Node& node)
{
    auto rule = readFields(node);
    if (!rule) return rule;
    if (rule->action.empty() || (node["action"].exists() && node["action"].isNull())) {
        return tl::make_unexpected(node.error("relabel action cannot be empty"));
    }
    const std::string asWritten = rule->action;
    for (char& c : rule->action) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    if (std::find(kActions.begin(), kActions.end(), rule->action) == kActions.end()) {
        return tl::make_unexpected(node["action"].error("unknown relabel action " + goQuote(asWritten)));
    }
    for (const std::string& name : rule->sourceLabels) {
        if (name.empty() || !isValidUtf8(name)) {
            return tl::make_unexpected(node["source_labels"].error(goQuote(name) + " is not a valid label name"));
        }
    }
    if (const auto regex = Regex::anchored(rule->regex); !regex) {
        return tl::make_unexpected(node["regex"].error(regex.error().message));
    }
    if (std::string wrong = complaint(*rule); !wrong.empty()) return tl::make_unexpected(node.error(std::move(wrong)));
    return rule;
}

}  // namespace watchglass::config
