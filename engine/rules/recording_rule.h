#pragma once

#include "engine/rules/evaluation.h"
#include "engine/rules/rule_spec.h"

namespace watchglass::rules {

/// Evaluates a recording rule: the expression's samples under the rule's name and labels.
/// Errors: the query's; InvalidInput when two samples get equal labels; Limit beyond the group's limit.
/// Source: prometheus rules/recording.go.
[[nodiscard]] Result<std::vector<RuleSample>> evaluateRecordingRule(const RuleSpec& rule, const EvalContext& context);

}  // namespace watchglass::rules
