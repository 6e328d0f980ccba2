#pragma once

#include <string>
#include <string_view>

namespace watchglass::ui {

/// Whether a name needs no quotes in a selector.
[[nodiscard]] bool isPlainLabelName(std::string_view name);
/// The name as a selector writes it: in quotes where it needs them.
[[nodiscard]] std::string selectorName(std::string_view name);

/// The query with one matcher more in every selector. `value` is written as it is: the caller escapes it. A query that
/// does not parse stays as it is.
[[nodiscard]] std::string withLabelFilter(std::string_view query, std::string_view label, std::string_view op,
                                          std::string_view value);

}  // namespace watchglass::ui
