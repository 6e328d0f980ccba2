#include "engine/rules/recording_rule.h"

#include <unordered_set>

namespace watchglass::rules {

Result<std::vector<RuleSample>> evaluateRecordingRule(const RuleSpec& rule, const EvalContext& context)
{
    auto samples = evaluateExpr(rule.expr, context);
    if (!samples) return samples;
    std::unordered_set<Labels> seen;
    for (RuleSample& sample : *samples) {
        LabelsBuilder builder(sample.labels);
        builder.set(kMetricName, rule.name);
        for (const auto& [name, value] : rule.labels) builder.set(name, value);
        sample.labels = builder.build();
        if (!seen.insert(sample.labels).second) {
            return fail(ErrorCode::InvalidInput,
                        "vector contains metrics with the same labelset after applying rule labels", rule.name);
        }
    }
    if (context.limit > 0 && samples->size() > context.limit) {
        return fail(ErrorCode::Limit,
                    "exceeded limit of " + std::to_string(context.limit) + " with " + std::to_string(samples->size()) +
                        " series",
                    rule.name);
    }
    return samples;
}

}  // namespace watchglass::rules
