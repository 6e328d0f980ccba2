#include "engine/relabel/relabel.h"

#include <openssl/evp.h>

#include <array>

#include "engine/base/unicode_case.h"
#include "engine/base/utf8.h"

namespace watchglass::relabel {

namespace {

constexpr std::array<std::string_view, 11> kActions = {"replace",   "keep",      "drop",     "keepequal",
                                                       "dropequal", "hashmod",   "labelmap", "labeldrop",
                                                       "labelkeep", "lowercase", "uppercase"};

/// Whether a text of a rule names groups of its regular expression.
bool hasVariable(std::string_view text) { return text.find('$') != std::string_view::npos; }

bool isLabelName(std::string_view name, NameScheme scheme)
{
    if (scheme == NameScheme::Legacy) return isLegacyLabelName(name);
    return !name.empty() && isValidUtf8(name);
}

/// Whether a text with variables can become a label name.
bool isNameTemplate(std::string_view text, NameScheme scheme)
{
    if (scheme == NameScheme::Utf8) return isLabelName(text, scheme);
    static const auto kLegacy = Regex::plain(R"(^(?:(?:[a-zA-Z_]|\$(?:\{\w+\}|\w+))+\w*)+$)");
    return kLegacy->matches(text);
}

bool needsTarget(Action action)
{
    switch (action) {
    case Action::Replace:
    case Action::HashMod:
    case Action::Lowercase:
    case Action::Uppercase:
    case Action::KeepEqual:
    case Action::DropEqual: return true;
    default: return false;
    }
}

/// What is wrong with the rule's fields, or "".
std::string complaint(const RelabelConfig& config, NameScheme names)
{
    const Action action = config.action;
    const std::string name(actionName(action));
    const RelabelConfig defaults;
    if (config.modulus == 0 && action == Action::HashMod) {
        return "relabel configuration for hashmod requires non-zero modulus";
    }
    if (needsTarget(action) && config.targetLabel.empty()) {
        return "relabel configuration for " + name + " action requires 'target_label' value";
    }
    if (needsTarget(action)) {
        const bool isTemplate = action == Action::Replace && hasVariable(config.targetLabel);
        if (isTemplate ? !isNameTemplate(config.targetLabel, names) : !isLabelName(config.targetLabel, names)) {
            return goQuote(config.targetLabel) + " is invalid 'target_label' for " + name + " action";
        }
    }
    const bool onlyTarget = action == Action::KeepEqual || action == Action::DropEqual;
    if ((onlyTarget || action == Action::Lowercase || action == Action::Uppercase) &&
        config.replacement != defaults.replacement) {
        return "'replacement' can not be set for " + name + " action";
    }
    if (action == Action::LabelMap && !isNameTemplate(config.replacement, names)) {
        return goQuote(config.replacement) + " is invalid 'replacement' for " + name + " action";
    }
    const bool othersSet = config.modulus != 0 || config.separator != defaults.separator ||
                           config.replacement != defaults.replacement;
    if (onlyTarget && (config.regex || othersSet)) {
        return name + " action requires only 'source_labels' and `target_label`, and no other fields";
    }
    if ((action == Action::LabelDrop || action == Action::LabelKeep) &&
        (othersSet || !config.sourceLabels.empty() || !config.targetLabel.empty())) {
        return name + " action requires only 'regex', and no other fields";
    }
    return {};
}

/// The last 8 bytes of the MD5, big-endian, as Prometheus has always taken them.
std::uint64_t hashOf(std::string_view value)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (EVP_Digest(value.data(), value.size(), digest.data(), &size, EVP_md5(), nullptr) != 1 || size != 16) return 0;
    std::uint64_t hash = 0;
    for (std::size_t i = 8; i < 16; ++i) hash = (hash << 8) | digest[i];
    return hash;
}

}  // namespace

std::string_view actionName(Action action) { return kActions[static_cast<std::size_t>(action)]; }

std::optional<Action> actionFromName(std::string_view name)
{
    const std::string lower = toLowerUtf8(name);
    for (std::size_t i = 0; i < kActions.size(); ++i) {
        if (kActions[i] == lower) return static_cast<Action>(i);
    }
    return std::nullopt;
}

Result<Rule> Rule::create(RelabelConfig config, NameScheme names)
{
    for (const std::string& name : config.sourceLabels) {
        if (!isLabelName(name, NameScheme::Utf8)) {
            return fail(ErrorCode::InvalidInput, goQuote(name) + " is not a valid label name");
        }
    }
    auto regex = Regex::anchored(config.regex ? *config.regex : "(.*)");
    if (!regex) return tl::make_unexpected(regex.error());
    if (std::string wrong = complaint(config, names); !wrong.empty()) {
        return fail(ErrorCode::InvalidInput, std::move(wrong));
    }
    return Rule(std::move(config), std::move(*regex), names);
}

void Rule::replace(LabelsBuilder& labels, std::string_view value) const
{
    // Most rules copy or set: no need for the regular expression.
    if (value.empty() && !m_config.regex && !hasVariable(m_config.targetLabel) && !hasVariable(m_config.replacement)) {
        labels.set(m_config.targetLabel, m_config.replacement);
        return;
    }
    std::string target;
    if (!m_regex.expandFirst(value, m_config.targetLabel, target)) return;
    if (!isLabelName(target, m_names)) return;
    std::string result;
    if (!m_regex.expandFirst(value, m_config.replacement, result)) return;
    labels.set(target, result);
}

bool Rule::apply(LabelsBuilder& labels) const
{
    std::string value;
    for (std::size_t i = 0; i < m_config.sourceLabels.size(); ++i) {
        if (i > 0) value += m_config.separator;
        value += labels.get(m_config.sourceLabels[i]);
    }
    const std::string& target = m_config.targetLabel;
    switch (m_config.action) {
    case Action::Drop: return !m_regex.matches(value);
    case Action::Keep: return m_regex.matches(value);
    case Action::DropEqual: return labels.get(target) != value;
    case Action::KeepEqual: return labels.get(target) == value;
    case Action::Replace: replace(labels, value); return true;
    case Action::Lowercase: labels.set(target, toLowerUtf8(value)); return true;
    case Action::Uppercase: labels.set(target, toUpperUtf8(value)); return true;
    case Action::HashMod: labels.set(target, std::to_string(hashOf(value) % m_config.modulus)); return true;
    case Action::LabelMap: {
        const auto before = labels.pairs();
        for (const auto& [name, text] : before) {
            if (m_regex.matches(name)) labels.set(m_regex.replaceAll(name, m_config.replacement), text);
        }
        return true;
    }
    case Action::LabelDrop:
    case Action::LabelKeep: {
        const auto before = labels.pairs();
        for (const auto& [name, text] : before) {
            if (m_regex.matches(name) == (m_config.action == Action::LabelDrop)) labels.remove(name);
        }
        return true;
    }
    }
    return true;
}

bool process(LabelsBuilder& labels, const std::vector<Rule>& rules)
{
    for (const Rule& rule : rules) {
        if (!rule.apply(labels)) return false;
    }
    return true;
}

Result<std::vector<Rule>> compile(const std::vector<RelabelConfig>& configs, NameScheme names)
{
    std::vector<Rule> rules;
    rules.reserve(configs.size());
    for (const RelabelConfig& config : configs) {
        auto rule = Rule::create(config, names);
        if (!rule) return tl::make_unexpected(rule.error());
        rules.push_back(std::move(*rule));
    }
    return rules;
}

}  // namespace watchglass::relabel
