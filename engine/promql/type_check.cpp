#include <algorithm>

#include "engine/promql/lexer_chars.h"
#include "engine/promql/parser_impl.h"

namespace watchglass::promql {
namespace {

/// Walks a tree depth first and throws at the first thing that cannot be evaluated, in the order and words of
/// Prometheus (promql/parser/parse.go, checkAST).
class TypeChecker {
public:
    explicit TypeChecker(std::string_view query) : m_query(query) {}

    ValueType check(Expr& expr)
    {
        switch (expr.kind) {
        case ExprKind::Aggregate: checkAggregate(static_cast<AggregateExpr&>(expr)); break;
        case ExprKind::Binary: checkBinary(static_cast<BinaryExpr&>(expr)); break;
        case ExprKind::Call: checkCall(static_cast<CallExpr&>(expr)); break;
        case ExprKind::Paren: return check(*static_cast<ParenExpr&>(expr).expr);
        case ExprKind::Unary: {
            const ValueType type = check(*static_cast<UnaryExpr&>(expr).expr);
            if (type != ValueType::Scalar && type != ValueType::Vector) {
                fail(expr.pos, "unary expression only allowed on expressions of type scalar or instant vector, got " +
                                   goQuote(documentedType(type)));
            }
            return type;
        }
        case ExprKind::Subquery: {
            const ValueType type = check(*static_cast<SubqueryExpr&>(expr).expr);
            if (type != ValueType::Vector) {
                fail(expr.pos, "subquery is only allowed on instant vector, got " + std::string(valueTypeName(type)) +
                                   " instead");
            }
            break;
        }
        case ExprKind::MatrixSelector: checkSelector(*static_cast<MatrixSelector&>(expr).selector, false); break;
        case ExprKind::VectorSelector: checkSelector(static_cast<VectorSelector&>(expr), false); break;
        case ExprKind::NumberLiteral:
        case ExprKind::StringLiteral:
        case ExprKind::Duration: break;
        }
        return typeOf(expr);
    }

private:
    [[noreturn]] static void fail(PosRange pos, std::string message) { throw ParseFailure{pos, std::move(message)}; }

    void expectType(Expr& expr, ValueType wanted, std::string_view context)
    {
        const ValueType type = check(expr);
        if (type != wanted) {
            fail(expr.pos, mismatch(wanted, context, type));
        }
    }

    static std::string mismatch(ValueType wanted, std::string_view context, ValueType got)
    {
        return "expected type " + std::string(documentedType(wanted)) + " in " + std::string(context) + ", got " +
               std::string(documentedType(got));
    }

    void checkAggregate(AggregateExpr& aggregate)
    {
        expectType(*aggregate.expr, ValueType::Vector, "aggregation expression");
        if (aggregate.param) {
            expectType(*aggregate.param, aggregate.op == AggOp::CountValues ? ValueType::String : ValueType::Scalar,
                       "aggregation parameter");
        }
    }

    /// The operator between its operands, both ends included, without the blanks around it.
    [[nodiscard]] PosRange operatorRange(const BinaryExpr& binary) const
    {
        const auto blank = [&](std::int32_t at) {
            return at >= 0 && static_cast<std::size_t>(at) < m_query.size() &&
                   isSpace(m_query[static_cast<std::size_t>(at)]);
        };
        PosRange range{binary.left->pos.end, binary.right->pos.start - 1};
        while (blank(range.start)) {
            ++range.start;
        }
        while (blank(range.end)) {
            --range.end;
        }
        return range;
    }

    void checkBinary(BinaryExpr& binary)
    {
        const ValueType left = check(*binary.left);
        const ValueType right = check(*binary.right);
        VectorMatching& matching = *binary.matching;
        const bool setOperator = isSetOperator(binary.op);

        if (binary.returnBool && !isComparison(binary.op)) {
            fail(operatorRange(binary), "bool modifier can only be used on comparison operators");
        }
        if (isComparison(binary.op) && !binary.returnBool && left == ValueType::Scalar && right == ValueType::Scalar) {
            fail(operatorRange(binary), "comparisons between scalars must use BOOL modifier");
        }
        if (setOperator && matching.card == Cardinality::OneToOne) {
            matching.card = Cardinality::ManyToMany;
        }
        checkLabelLists(binary);
        if (left != ValueType::Scalar && left != ValueType::Vector) {
            fail(binary.left->pos, "binary expression must contain only scalar and instant vector types");
        }
        if (right != ValueType::Scalar && right != ValueType::Vector) {
            fail(binary.right->pos, "binary expression must contain only scalar and instant vector types");
        }
        const bool fills = matching.fillLeft || matching.fillRight;
        if (left == ValueType::Vector && right == ValueType::Vector) {
            if (setOperator && matching.card != Cardinality::ManyToMany) {
                fail(binary.pos, "no grouping allowed for " + goQuote(opText(binary.op)) + " operation");
            }
            if (setOperator && fills) {
                fail(binary.pos, "filling in missing series not allowed for set operators");
            }
            return;
        }
        if (!matching.labels.empty()) {
            fail(binary.pos, "vector matching only allowed between instant vectors");
        }
        if (fills) {
            fail(binary.pos, "filling in missing series only allowed between instant vectors");
        }
        if (setOperator) {
            fail(binary.pos, "set operator " + goQuote(opText(binary.op)) + " not allowed in binary scalar expression");
        }
        binary.matching.reset();
    }

    void checkLabelLists(const BinaryExpr& binary) const
    {
        if (!binary.matching->on) {
            return;
        }
        for (const std::string& label : binary.matching->labels) {
            for (const std::string& included : binary.matching->include) {
                if (label == included) {
                    fail(operatorRange(binary),
                         "label " + goQuote(label) + " must not occur in ON and GROUP clause at once");
                }
            }
        }
    }

    void checkCall(CallExpr& call)
    {
        const FunctionInfo& function = *call.function;
        checkArgumentCount(call);
        const bool info = function.name == "info" && call.args.size() > 1;
        if (info) {
            checkInfoSelector(call);
        }
        for (std::size_t i = 0; i < call.args.size(); ++i) {
            const ValueType wanted = function.args[std::min(i, function.args.size() - 1)];
            Expr& argument = *call.args[i];
            ValueType type = ValueType::Vector;
            if (info && i == 1) {
                // It only narrows the info metrics, hence may match everything.
                checkSelector(static_cast<VectorSelector&>(argument), true);
            } else {
                type = check(argument);
            }
            if (type != wanted) {
                fail(argument.pos, mismatch(wanted, "call to function " + goQuote(function.name), type));
            }
        }
    }

    static void checkArgumentCount(const CallExpr& call)
    {
        const FunctionInfo& function = *call.function;
        const std::size_t given = call.args.size();
        const auto wrong = [&](std::string_view how, std::size_t count) {
            fail(call.pos, "expected " + std::string(how) + std::to_string(count) + " argument(s) in call to " +
                               goQuote(function.name) + ", got " + std::to_string(given));
        };
        if (function.variadic == 0) {
            if (given != function.args.size()) {
                wrong("", function.args.size());
            }
            return;
        }
        const std::size_t least = function.args.size() - 1;
        if (given < least) {
            wrong("at least ", least);
        }
        if (function.variadic > 0 && given > least + static_cast<std::size_t>(function.variadic)) {
            wrong("at most ", least + static_cast<std::size_t>(function.variadic));
        }
    }

    static void checkInfoSelector(const CallExpr& call)
    {
        const Expr& selector = *call.args[1];
        if (const ValueType type = typeOf(selector); type != ValueType::Vector) {
            fail(call.pos, mismatch(ValueType::Vector, "call to function \"info\"", type));
        }
        if (selector.kind != ExprKind::VectorSelector) {
            fail(selector.pos, "expected label selectors only");
        }
        if (!static_cast<const VectorSelector&>(selector).name.empty()) {
            fail(selector.pos, "expected label selectors only, got vector selector instead");
        }
    }

    static void checkSelector(const VectorSelector& selector, bool mayMatchAll)
    {
        if (!selector.name.empty()) {
            for (std::size_t i = 0; i + 1 < selector.matchers.size(); ++i) {
                const Matcher& matcher = selector.matchers[i];
                if (matcher.name() == kMetricName) {
                    fail(selector.pos, "metric name must not be set twice: " + goQuote(selector.name) + " or " +
                                           goQuote(matcher.value()));
                }
            }
            return;
        }
        if (mayMatchAll) {
            return;
        }
        for (const Matcher& matcher : selector.matchers) {
            if (!matcher.matchesEmpty()) {
                return;
            }
        }
        fail(selector.pos, "vector selector must contain at least one non-empty matcher");
    }

    std::string_view m_query;
};

}  // namespace

void checkTypes(Expr& expr, std::string_view query) { TypeChecker(query).check(expr); }

}  // namespace watchglass::promql
