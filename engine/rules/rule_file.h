#pragma once

#include <filesystem>
#include <functional>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/promql/parser.h"
#include "engine/rules/rule_spec.h"

namespace watchglass::rules {

/// A rule file as read: usable only without errors.
struct RuleFile {
    std::vector<GroupSpec> groups;
    std::vector<Error> errors;  ///< `where` is "file:line:column"
};

/// Says why the text of a label or annotation is no template: the template module's parser, with the variables
/// that rules declare.
using TemplateCheck = std::function<Result<void>(std::string_view name, std::string_view text)>;

/// Reads and checks rules as Prometheus 3.x does (model/rulefmt): unknown fields, repeated groups, names,
/// expressions (of what `parser` allows) and templates. All rules are checked, so that one run shows all that is wrong.
[[nodiscard]] RuleFile parseRuleFile(std::string_view text, const std::string& file, const TemplateCheck& checkTemplate,
                                     const promql::ParserOptions& parser = {});

/// Reads the file first. A file that cannot be read is one error.
[[nodiscard]] RuleFile loadRuleFile(const std::filesystem::path& path, const TemplateCheck& checkTemplate,
                                    const promql::ParserOptions& parser = {});

}  // namespace watchglass::rules
