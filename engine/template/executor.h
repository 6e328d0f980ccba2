#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/template/ast.h"
#include "engine/template/template.h"

namespace watchglass::tmpl {

/// Runs a parsed template over its data. `text` is what it was parsed from, for positions in messages.
/// Errors: InvalidInput in Go's words, Limit at the environment's bounds.
/// Source: Go text/template/exec.go.
[[nodiscard]] Result<std::string> execute(const Tree& tree, std::string_view name, std::string_view text,
                                          const Value& data, const Environment& environment);

}  // namespace watchglass::tmpl
