#include "engine/rules/evaluation.h"

namespace watchglass::rules {

Result<std::vector<RuleSample>> evaluateExpr(const std::string& expr, const EvalContext& context)
{
    promql::QueryOptions options;
    options.stop = context.stop;
    const auto result = context.queries.instant(expr, context.tMs - context.offsetMs, options);
    if (!result) return tl::make_unexpected(result.error());
    std::vector<RuleSample> out;
    switch ((*result)->type) {
    case promql::ValueType::Scalar: out.push_back({Labels(), (*result)->scalar, nullptr}); return out;
    case promql::ValueType::Vector: break;
    default: return fail(ErrorCode::InvalidInput, "rule result is not a vector or scalar", expr);
    }
    out.reserve((*result)->series.size());
    for (const promql::ResultSeries& series : (*result)->series) {
        if (!series.has(0)) continue;
        out.push_back({series.labels, series.values[0], series.histograms.empty() ? nullptr : series.histograms[0]});
    }
    return out;
}

}  // namespace watchglass::rules
