#pragma once

#include <string>
#include <string_view>

#include "engine/promql/query_engine.h"
#include "engine/rules/evaluation.h"

namespace watchglass {

/// Checks a label or annotation of an alerting rule as a template, with the variables that rules declare.
[[nodiscard]] Result<void> checkTemplate(std::string_view name, std::string_view text);

/// Expands one for an alert; `query` in it asks `queries` at the evaluation's time.
[[nodiscard]] Result<std::string> expandAlertTemplate(std::string_view name, std::string_view text,
                                                      const rules::TemplateScope& scope, const Labels& externalLabels,
                                                      const std::string& externalUrl,
                                                      const promql::QueryEngine& queries);

}  // namespace watchglass
