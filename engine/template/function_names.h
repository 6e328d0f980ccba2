#pragma once

#include <string_view>

namespace watchglass::tmpl {

/// Whether a template may call a function of that name: Go's own and Prometheus's.
[[nodiscard]] bool isFunction(std::string_view name);

}  // namespace watchglass::tmpl
