#pragma once

#include <string_view>

#include "engine/base/error.h"
#include "engine/template/ast.h"

namespace watchglass::tmpl {

/// Parses a template. Functions must be known, variables declared.
/// Errors: InvalidInput in Go's words, "template: NAME:LINE: ...". Nesting deeper than 200 is refused.
/// Source: Go text/template/parse/parse.go.
[[nodiscard]] Result<Tree> parseTemplate(std::string_view name, std::string_view text);

}  // namespace watchglass::tmpl
