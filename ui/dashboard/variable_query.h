#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ui/dashboard/variable.h"

namespace watchglass::ui {

/// What a query of a Prometheus variable asks for.
enum class VariableQueryKind : std::uint8_t { LabelNames, LabelValues, MetricNames, QueryResult, Series };

/// `label_values(up{job="a"}, instance)` taken apart.
struct VariableQuery {
    VariableQueryKind kind = VariableQueryKind::Series;
    /// Of label_names and metrics: a pattern; of label_values: a selector; else an expression or selector.
    std::string argument;
    std::string label;  ///< of label_values; "" when the call is not complete
};
[[nodiscard]] VariableQuery parseVariableQuery(std::string_view text);

/// A matcher as it is written; the value without its quotes.
struct LabelFilter {
    std::string key;
    std::string op;
    std::string value;
};

/// A selector in parts, as a query builder shows it: the first one of an expression.
struct SelectorParts {
    std::string metric;
    std::vector<LabelFilter> filters;
};
[[nodiscard]] SelectorParts selectorParts(std::string_view expression);
/// `up{job="a", env="b"}`; a metric whose name needs quotes stands in the braces.
[[nodiscard]] std::string selectorText(const SelectorParts& parts);

}  // namespace watchglass::ui
