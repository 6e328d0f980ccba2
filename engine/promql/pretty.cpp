#include "engine/promql/parser.h"
#include "engine/promql/printer.h"

namespace watchglass::promql {
namespace {

/// Splits every node that does not fit the width over lines, its parts indented by two blanks
/// (promql/parser/prettier.go). Level 0 stands for "continues a line": nothing is indented.
class PrettyPrinter {
public:
    explicit PrettyPrinter(std::size_t width) : m_width(width) {}

    void write(const Expr& expr, std::size_t level)
    {
        switch (expr.kind) {
        case ExprKind::Subquery: writeSubquery(static_cast<const SubqueryExpr&>(expr), level); return;
        case ExprKind::Unary: writeUnary(static_cast<const UnaryExpr&>(expr), level); return;
        case ExprKind::Binary:
        case ExprKind::Aggregate:
        case ExprKind::Call:
        case ExprKind::Paren:
            if (fits(expr)) {
                break;
            }
            writeSplit(expr, level);
            return;
        default: break;
        }
        indent(level);
        m_out += toString(expr);
    }

    [[nodiscard]] std::string& text() { return m_out; }

private:
    [[nodiscard]] bool fits(const Expr& expr) const
    {
        Printer printer;
        printer.limit(m_width);
        printer.write(expr);
        return printer.text().size() <= m_width;
    }

    void indent(std::size_t level) { m_out.append(2 * level, ' '); }

    void writeSubquery(const SubqueryExpr& subquery, std::size_t level)
    {
        Printer tail;
        if (fits(subquery)) {
            tail.write(subquery);  // without indent, as Prometheus has it
        } else {
            write(*subquery.expr, level);
            tail.writeSubqueryTail(subquery);
        }
        m_out += tail.text();
    }

    void writeUnary(const UnaryExpr& unary, std::size_t level)
    {
        indent(level);
        m_out += opText(unary.op);
        const std::size_t childAt = m_out.size();
        write(*unary.expr, level);
        const std::size_t firstInk = m_out.find_first_not_of(" \n", childAt);
        m_out.erase(childAt, firstInk - childAt);
    }

    void writeSplit(const Expr& expr, std::size_t level)
    {
        if (expr.kind == ExprKind::Binary) {
            const auto& binary = static_cast<const BinaryExpr&>(expr);
            Printer op;
            op.writeOperator(binary);
            write(*binary.left, level + 1);
            m_out += '\n';
            indent(level);
            m_out += op.text() + "\n";
            write(*binary.right, level + 1);
            return;
        }
        indent(level);
        if (expr.kind == ExprKind::Aggregate) {
            const auto& aggregate = static_cast<const AggregateExpr&>(expr);
            Printer head;
            head.writeAggregateHead(aggregate);
            m_out += head.text() + "(\n";
            if (aggregate.param) {
                write(*aggregate.param, level + 1);
                m_out += ",\n";
            }
            write(*aggregate.expr, level + 1);
        } else if (expr.kind == ExprKind::Call) {
            const auto& call = static_cast<const CallExpr&>(expr);
            m_out.append(call.function->name).append("(\n");
            for (std::size_t i = 0; i < call.args.size(); ++i) {
                m_out += i > 0 ? ",\n" : "";
                write(*call.args[i], level + 1);
            }
        } else {
            m_out += "(\n";
            write(*static_cast<const ParenExpr&>(expr).expr, level + 1);
        }
        m_out += '\n';
        indent(level);
        m_out += ')';
    }

    std::size_t m_width;
    std::string m_out;
};

}  // namespace

std::string prettyPrint(const Expr& expr, std::size_t width)
{
    PrettyPrinter printer(width);
    printer.write(expr, 0);
    return std::move(printer.text());
}

}  // namespace watchglass::promql
