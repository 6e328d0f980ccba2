#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace watchglass::ui {

/// Whether a name needs no quotes in a selector.
[[nodiscard]] bool isPlainLabelName(std::string_view name);
/// The name as a selector writes it: in quotes where it needs them.
[[nodiscard]] std::string selectorName(std::string_view name);

/// The query with one matcher more in every selector. `value` is written as it is: the caller escapes it. A query that
/// does not parse stays as it is.
[[nodiscard]] std::string withLabelFilter(std::string_view query, std::string_view label, std::string_view op,
                                          std::string_view value);

/// The query with these labels among those by which every aggregation groups, as Grafana's server does it: those of
/// `without` get them, too. A query that does not parse stays as it is.
/// Source: Grafana's pkg/promlib/models/scope.go, ApplyFiltersAndGroupBy.
[[nodiscard]] std::string withGrouping(std::string_view query, const std::vector<std::string>& labels);

}  // namespace watchglass::ui
