#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/model/labels.h"
#include "engine/promql/query_engine.h"

namespace watchglass::rules {

/// What a label or annotation template sees: `$labels`, `$value` and the external labels and URL.
struct TemplateScope {
    const Labels& labels;
    double value;
    std::int64_t tMs;  ///< time of the evaluation, for `query` and `now`
};
/// Expands one template text of an alert. `name` names it in errors ("__alert_HighLoad").
using TemplateExpander =
    std::function<Result<std::string>(std::string_view name, std::string_view text, const TemplateScope& scope)>;

/// Everything one evaluation of a group needs besides its rules.
struct EvalContext {
    const promql::QueryEngine& queries;
    const storage::Queryable& store;
    const TemplateExpander& expand;
    std::int64_t tMs = 0;       ///< the evaluation's time
    std::int64_t offsetMs = 0;  ///< the group's query offset
    std::size_t limit = 0;
    std::stop_token stop{};
};

/// A sample that a rule wants stored at the evaluation's time minus the query offset.
struct RuleSample {
    Labels labels;
    double value = 0;
    HistogramPtr histogram{};  ///< instead of the value, if not null
};

/// Runs the rule's expression as an instant query; a scalar becomes one sample without labels.
/// Errors: what the query engine says; InvalidInput for any other type.
[[nodiscard]] Result<std::vector<RuleSample>> evaluateExpr(const std::string& expr, const EvalContext& context);

}  // namespace watchglass::rules
