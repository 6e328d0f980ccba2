#pragma once

#include <vector>

#include "engine/promql/ast.h"

namespace watchglass::promql {

/// The matchers of every selector in an expression, from left to right.
[[nodiscard]] std::vector<std::vector<Matcher>> selectorsOf(const Expr& expr);

}  // namespace watchglass::promql
