#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/model/labels.h"
#include "engine/model/regex.h"

namespace watchglass::relabel {

enum class Action : std::uint8_t {
    Replace,
    Keep,
    Drop,
    KeepEqual,
    DropEqual,
    HashMod,
    LabelMap,
    LabelDrop,
    LabelKeep,
    Lowercase,
    Uppercase,
};

/// "replace" and so on.
[[nodiscard]] std::string_view actionName(Action action);
/// The action of a name in any case; none for an unknown name.
[[nodiscard]] std::optional<Action> actionFromName(std::string_view name);

/// `metric_name_validation_scheme`: which names labels may get.
enum class NameScheme : std::uint8_t { Utf8, Legacy };

/// A rule as written in a configuration, with its defaults.
struct RelabelConfig {
    std::vector<std::string> sourceLabels;
    std::string separator = ";";
    std::optional<std::string> regex;  ///< absent: "(.*)"
    std::uint64_t modulus = 0;
    std::string targetLabel;
    std::string replacement = "$1";
    Action action = Action::Replace;

    bool operator==(const RelabelConfig&) const = default;
};

/// One checked and compiled rule.
/// Threads: immutable; apply() from any thread.
class Rule {
public:
    /// Errors: InvalidInput in Prometheus's words (model/relabel/relabel.go, Validate) for fields that do not go
    /// together, names that are none and regular expressions that do not compile.
    [[nodiscard]] static Result<Rule> create(RelabelConfig config, NameScheme names = NameScheme::Utf8);

    /// Changes the labels. False: drop the target or the series; the labels are as they were then.
    [[nodiscard]] bool apply(LabelsBuilder& labels) const;

    [[nodiscard]] const RelabelConfig& config() const { return m_config; }

private:
    Rule(RelabelConfig config, Regex regex, NameScheme names)
        : m_config(std::move(config)), m_regex(std::move(regex)), m_names(names)
    {
    }

    void replace(LabelsBuilder& labels, std::string_view value) const;

    RelabelConfig m_config;
    Regex m_regex;
    NameScheme m_names;
};

/// Runs the rules in order. False when one of them drops; the rest does not run then.
[[nodiscard]] bool process(LabelsBuilder& labels, const std::vector<Rule>& rules);

/// Compiles all rules; the error of the first that is wrong.
[[nodiscard]] Result<std::vector<Rule>> compile(const std::vector<RelabelConfig>& configs,
                                                NameScheme names = NameScheme::Utf8);

}  // namespace watchglass::relabel
