#include "engine/config/relabel_config.h"

namespace watchglass::config {

namespace {

/// The fields with their types, still unchecked against each other.
Result<relabel::RelabelConfig> readFields(const yaml::Node& node)
{
    const auto known = node.expectFields(
        "relabel.plain", {"source_labels", "separator", "regex", "modulus", "target_label", "replacement", "action"});
    if (!known) {
        return tl::make_unexpected(
            Error{known.error().code, "yaml: unmarshal errors:\n  " + known.error().message, known.error().where});
    }
    relabel::RelabelConfig rule;
    const auto sources = node["source_labels"].toStrings();
    if (!sources) return tl::make_unexpected(sources.error());
    rule.sourceLabels = *sources;
    const auto modulus = node["modulus"].toUint();
    if (!modulus) return tl::make_unexpected(modulus.error());
    rule.modulus = *modulus;
    for (const auto& [name, into] : {std::pair<std::string_view, std::string*>{"separator", &rule.separator},
                                     {"target_label", &rule.targetLabel},
                                     {"replacement", &rule.replacement}}) {
        auto value = node[name].toString(*into);
        if (!value) return tl::make_unexpected(value.error());
        *into = std::move(*value);
    }
    if (node["regex"].exists()) {  // a null reads as the empty expression, as in Prometheus
        auto regex = node["regex"].toString();
        if (!regex) return tl::make_unexpected(regex.error());
        rule.regex = std::move(*regex);
    }
    return rule;
}

}  // namespace

Result<relabel::RelabelConfig> readRelabelConfig(const yaml::Node& node, relabel::NameScheme names)
{
    auto rule = readFields(node);
    if (!rule) return rule;
    const yaml::Node actionNode = node["action"];
    const auto action = actionNode.toString("replace");
    if (!action) return tl::make_unexpected(action.error());
    if (action->empty() || (actionNode.exists() && actionNode.isNull())) {
        return tl::make_unexpected(node.error("relabel action cannot be empty"));
    }
    const auto known = relabel::actionFromName(*action);
    if (!known) return tl::make_unexpected(actionNode.error("unknown relabel action " + goQuote(*action)));
    rule->action = *known;
    if (const auto compiled = relabel::Rule::create(*rule, names); !compiled) {
        const std::string& message = compiled.error().message;
        const bool ofRegex = message.starts_with("error parsing regexp");
        return tl::make_unexpected((ofRegex ? node["regex"] : node).error(message));
    }
    return rule;
}

}  // namespace watchglass::config
