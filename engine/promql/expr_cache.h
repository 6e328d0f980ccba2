#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/base/error.h"
#include "engine/base/mutex.h"
#include "engine/promql/ast.h"
#include "engine/promql/parser.h"

namespace watchglass::promql {

using SharedExpr = std::shared_ptr<const Expr>;

/// Remembers parsed expressions: dashboards and rules ask the same texts again and again, and compiling their
/// regular expressions takes longer than many an evaluation.
/// Threads: any.
class ExprCache {
public:
    explicit ExprCache(const ParserOptions& options) : m_options(options) {}

    /// Errors: of parseExpr(), which are not remembered.
    [[nodiscard]] Result<SharedExpr> parse(std::string_view text);

private:
    const ParserOptions m_options;
    Mutex m_mutex;
    std::unordered_map<std::string, SharedExpr> m_exprs WG_GUARDED_BY(m_mutex);
};

}  // namespace watchglass::promql
