#include "engine/promql/selectors.h"

namespace watchglass::promql {

namespace {

void collect(const Expr& expr, std::vector<std::vector<Matcher>>& out)
{
    if (expr.kind == ExprKind::VectorSelector) out.push_back(static_cast<const VectorSelector&>(expr).matchers);
    const std::vector<const Expr*> children = childrenOf(expr);
    for (const Expr* child : children) collect(*child, out);
}

}  // namespace

std::vector<std::vector<Matcher>> selectorsOf(const Expr& expr)
{
    std::vector<std::vector<Matcher>> out;
    collect(expr, out);
    return out;
}

}  // namespace watchglass::promql
