#pragma once

#include <string>
#include <vector>

#include "engine/promql/ast.h"

namespace watchglass::promql {

/// Writes trees in Prometheus's canonical form (promql/parser/printer.go). Used by toString() and, piece by
/// piece, by prettyPrint().
class Printer {
public:
    void write(const Expr& expr);
    /// Stops early once the text is longer than `length`: enough to know that it is.
    void limit(std::size_t length) { m_limit = length; }

    void writeAggregateHead(const AggregateExpr& aggregate);
    /// The operator with its modifiers: "== bool on (a) group_left (b)".
    void writeOperator(const BinaryExpr& binary);
    /// "[5m:1m] @ 1.000 offset 5m".
    void writeSubqueryTail(const SubqueryExpr& subquery);

    [[nodiscard]] const std::string& text() const { return m_out; }

private:
    void writeSelector(const VectorSelector& selector);
    void writeMatrix(const MatrixSelector& matrix);
    void writeDuration(const DurationExpr& duration);
    void writeLabels(const std::vector<std::string>& labels);
    void writeMatching(const VectorMatching& matching);
    void writeLength(std::int64_t ms, const ExprPtr& tree);
    void writeAt(const TimeModifiers& time);
    void writeOffset(const TimeModifiers& time);
    void writeExtended(const VectorSelector& selector);
    void writeNameAndMatchers(const VectorSelector& selector);

    std::string m_out;
    std::size_t m_limit = std::string::npos;
};

}  // namespace watchglass::promql
