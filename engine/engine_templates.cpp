#include "engine/engine_templates.h"

#include "engine/template/template.h"

namespace watchglass {

Result<void> checkTemplate(std::string_view name, std::string_view text) { return tmpl::checkAlertText(name, text); }

Result<std::string> expandAlertTemplate(std::string_view name, std::string_view text, const rules::TemplateScope& scope,
                                        const Labels& externalLabels, const std::string& externalUrl,
                                        const promql::QueryEngine& queries)
{
    tmpl::Environment environment;
    environment.nowMs = scope.tMs;
    environment.externalUrl = externalUrl;
    environment.query = [&](std::string_view expr) -> Result<std::vector<tmpl::QuerySample>> {
        const auto result = queries.instant(expr, scope.tMs);
        if (!result) return tl::make_unexpected(result.error());
        std::vector<tmpl::QuerySample> samples;
        if ((*result)->type == promql::ValueType::Scalar) samples.push_back({Labels(), (*result)->scalar});
        for (const promql::ResultSeries& series : (*result)->series) {
            if (series.times.empty() && series.has(0)) samples.push_back({series.labels, series.values[0]});
        }
        return samples;
    };
    return tmpl::expandAlertText(name, text, {scope.labels, externalLabels, scope.value}, environment);
}

}  // namespace watchglass
