#include "engine/promql/profiler.h"

#include "engine/promql/eval_facts.h"
#include "engine/promql/printer.h"

namespace watchglass::promql {

namespace {

/// A line of a terminal, or of a list in the window.
constexpr std::size_t kLongestText = 100;
/// Two levels of JSON each, of which readers take about 500.
constexpr std::size_t kMostLevels = 200;

std::string shortText(const Expr& expr)
{
    Printer printer;
    printer.limit(kLongestText);
    printer.write(expr);
    std::string text = printer.text();
    if (text.size() <= kLongestText) return text;
    std::size_t end = kLongestText - 3;
    while (end > 0 && (text[end] & '\xC0') == '\x80') --end;  // never inside of a character
    return text.substr(0, end) + "...";
}

/// What is evaluated below `expr`, in the order of the text.
std::vector<const Expr*> operandsOf(const Expr& expr)
{
    switch (expr.kind) {
    case ExprKind::Subquery: return {static_cast<const SubqueryExpr&>(expr).expr.get()};
    case ExprKind::Unary: return {static_cast<const UnaryExpr&>(expr).expr.get()};
    case ExprKind::Binary: {
        const auto& node = static_cast<const BinaryExpr&>(expr);
        return {node.left.get(), node.right.get()};
    }
    case ExprKind::Aggregate: {
        const auto& node = static_cast<const AggregateExpr&>(expr);
        if (!node.param) return {node.expr.get()};
        return {node.param.get(), node.expr.get()};
    }
    case ExprKind::Call: {
        std::vector<const Expr*> out;
        for (const ExprPtr& arg : static_cast<const CallExpr&>(expr).args) out.push_back(arg.get());
        return out;
    }
    default: return {};
    }
}

}  // namespace

Profiler::Profiler(const Expr& root, const Clock& clock) : m_clock(clock), m_entries(1)
{
    add(unwrapParens(root), 1);
    m_sinceNs = m_clock.steadyNs();
}

std::size_t Profiler::add(const Expr& expr, std::size_t depth)
{
    const std::size_t index = m_entries.size();
    Entry& entry = m_entries.emplace_back();
    entry.node.text = shortText(expr);
    entry.node.pos = expr.pos;
    m_indexOf.emplace(&expr, index);
    if (depth == kMostLevels) return index;
    for (const Expr* wrapped : operandsOf(expr)) {
        const Expr& operand = unwrapParens(*wrapped);
        if (operand.kind == ExprKind::StringLiteral) continue;
        const std::size_t child = add(operand, depth + 1);
        m_entries[index].children.push_back(child);
    }
    return index;
}

void Profiler::countSelected(std::size_t series)
{
    m_entries[m_running].node.readsStorage = true;
    m_entries[m_running].node.seriesSelected += series;
}

void Profiler::countRead(std::size_t samples) { m_entries[m_running].node.samplesRead += samples; }

std::size_t Profiler::run(std::size_t index)
{
    const std::int64_t nowNs = m_clock.steadyNs();
    m_entries[m_running].selfNs += nowNs - m_sinceNs;
    m_sinceNs = nowNs;
    const std::size_t before = m_running;
    m_running = index;
    return before;
}

ProfileNode Profiler::assembled(std::size_t index) const
{
    const Entry& entry = m_entries[index];
    ProfileNode out = entry.node;
    out.selfSeconds = static_cast<double>(entry.selfNs) / 1e9;
    out.seconds = out.selfSeconds;
    for (const std::size_t child : entry.children) {
        out.children.push_back(assembled(child));
        out.seconds += out.children.back().seconds;
    }
    return out;
}

void ProfileScope::enter(const Expr& expr, std::uint32_t steps, bool hoisted)
{
    const auto found = m_profiler->m_indexOf.find(&expr);
    m_hasNode = found != m_profiler->m_indexOf.end();
    m_index = m_hasNode ? found->second : m_profiler->m_running;
    m_outer = m_profiler->run(m_index);
    if (!m_hasNode) return;
    ProfileNode& node = m_profiler->m_entries[m_index].node;
    node.steps = hoisted ? 1 : steps;
    node.hoisted = hoisted;
}

void ProfileScope::countSeries(std::uint64_t points)
{
    if (!m_hasNode) return;
    ProfileNode& node = m_profiler->m_entries[m_index].node;
    ++node.series;
    node.points += points;
}

}  // namespace watchglass::promql
