#include "engine/promql/expr_cache.h"

namespace watchglass::promql {

namespace {

/// Beyond it all go: what is asked comes back soon. A tree takes some 10 kB, most of it regular expressions.
constexpr std::size_t kMostExprs = 512;
/// Longer texts are not kept.
constexpr std::size_t kLongestText = 8192;

}  // namespace

Result<SharedExpr> ExprCache::parse(std::string_view text)
{
    std::string key(text);
    {
        const MutexLock lock(m_mutex);
        if (const auto found = m_exprs.find(key); found != m_exprs.end()) return found->second;
    }
    Result<ExprPtr> parsed = parseExpr(text, m_options);
    if (!parsed) return tl::make_unexpected(parsed.error());
    SharedExpr expr = std::move(*parsed);
    if (text.size() <= kLongestText) {
        const MutexLock lock(m_mutex);
        if (m_exprs.size() >= kMostExprs) m_exprs.clear();
        m_exprs.emplace(std::move(key), expr);
    }
    return expr;
}

}  // namespace watchglass::promql
