#pragma once

#include "engine/base/json.h"
#include "engine/promql/ast.h"

namespace watchglass::promql {

/// The tree as /api/v1/parse_query serves it (prometheus web/api/v1/translate_ast.go), members sorted by name
/// as Go sorts them.
[[nodiscard]] json::Value toJson(const Expr& expr);

}  // namespace watchglass::promql
