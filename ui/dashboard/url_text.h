#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace watchglass::ui {

/// Names with their values, in order; a name may have several.
using UrlParameters = std::vector<std::pair<std::string, std::vector<std::string>>>;

/// `a=1&b=x&b=y`, percent-encoded.
[[nodiscard]] std::string toUrlParameters(const UrlParameters& parameters);
/// Reads a query string, with or without its `?`.
[[nodiscard]] UrlParameters parseUrlParameters(std::string_view query);

/// The link itself, or `about:blank` for one that would run code or carries its own document.
[[nodiscard]] std::string safeLink(std::string_view url);

}  // namespace watchglass::ui
