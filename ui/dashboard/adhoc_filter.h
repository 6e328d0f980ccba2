#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace watchglass::ui {

/// One filter of an ad hoc variable as a picker and a URL hold it.
struct AdHocChoice {
    std::string key;
    std::string keyLabel;             ///< what the picker shows
    std::optional<std::string> op;    ///< "=", "!=", "=~", "!~", "<", ">", "=|" (one of), "!=|" (none of)
    std::vector<std::string> values;  ///< several for "=|" and "!=|"
    std::vector<std::string> valueLabels;
    bool operator==(const AdHocChoice&) const = default;
};

/// What a selector has for a filter: the value is escaped and stands between quotes.
struct AdHocMatcher {
    std::string op;
    std::string value;
};
/// None for operators that PromQL does not have, such as "<". A regular expression means itself; values of "=|" and
/// "!=|" are literal (Grafana prometheus/datasource.ts, enhanceExprWithAdHocFilters).
[[nodiscard]] std::optional<AdHocMatcher> adHocMatcher(const AdHocChoice& filter);

/// `job = node`, `env one of a, b`: for people.
[[nodiscard]] std::string adHocText(const AdHocChoice& filter);

/// Matchers for a PromQL selector: `job="a",env!~"x|y"`.
[[nodiscard]] std::string adHocExpression(const std::vector<AdHocChoice>& filters);

/// `key|op|value`, as `var-name` in a URL holds it. One empty text for no filters.
[[nodiscard]] std::vector<std::string> adHocUrlValues(const std::vector<AdHocChoice>& filters);
[[nodiscard]] std::vector<AdHocChoice> adHocFromUrl(const std::vector<std::string>& values);

/// "value,name that is shown" of a URL, or "value" where they are the same.
[[nodiscard]] std::string labelledUrlPart(const std::string& value, const std::string& label);
[[nodiscard]] std::pair<std::string, std::string> fromLabelledUrlPart(const std::string& part);

/// A value for the quotes of a matcher that compares exactly, and of one with a regular expression that must mean the
/// value literally.
[[nodiscard]] std::string escapeExactMatcher(std::string_view value);
[[nodiscard]] std::string escapeRegexMatcher(std::string_view value);

}  // namespace watchglass::ui
