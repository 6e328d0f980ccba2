#include "engine/promql/printer.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "engine/base/duration.h"
#include "engine/base/go_float.h"
#include "engine/promql/parser.h"

namespace watchglass::promql {
namespace {

std::string durationText(std::int64_t ms) { return formatDuration(std::chrono::milliseconds{ms}); }

/// A literal that was written as a duration. Cut, not rounded, to whole milliseconds by way of nanoseconds, as
/// Prometheus does.
std::string durationLiteralText(double seconds)
{
    constexpr double kMostNs = 9.2e18;
    return durationText(static_cast<std::int64_t>(std::clamp(seconds * 1e9, -kMostNs, kMostNs)) / 1'000'000);
}

}  // namespace

void Printer::write(const Expr& expr)
{
    if (m_out.size() > m_limit) {
        return;
    }
    switch (expr.kind) {
    case ExprKind::NumberLiteral: {
        const auto& number = static_cast<const NumberLiteral&>(expr);
        m_out += number.duration ? durationLiteralText(number.value) : formatFloat(number.value);
        break;
    }
    case ExprKind::StringLiteral: m_out += goQuote(static_cast<const StringLiteral&>(expr).value); break;
    case ExprKind::VectorSelector: writeSelector(static_cast<const VectorSelector&>(expr)); break;
    case ExprKind::MatrixSelector: writeMatrix(static_cast<const MatrixSelector&>(expr)); break;
    case ExprKind::Subquery: {
        const auto& subquery = static_cast<const SubqueryExpr&>(expr);
        write(*subquery.expr);
        writeSubqueryTail(subquery);
        break;
    }
    case ExprKind::Paren:
        m_out += '(';
        write(*static_cast<const ParenExpr&>(expr).expr);
        m_out += ')';
        break;
    case ExprKind::Unary: {
        const auto& unary = static_cast<const UnaryExpr&>(expr);
        m_out += opText(unary.op);
        write(*unary.expr);
        break;
    }
    case ExprKind::Binary: {
        const auto& binary = static_cast<const BinaryExpr&>(expr);
        write(*binary.left);
        m_out += ' ';
        writeOperator(binary);
        m_out += ' ';
        write(*binary.right);
        break;
    }
    case ExprKind::Aggregate: {
        const auto& aggregate = static_cast<const AggregateExpr&>(expr);
        writeAggregateHead(aggregate);
        m_out += '(';
        if (aggregate.param) {
            write(*aggregate.param);
            m_out += ", ";
        }
        write(*aggregate.expr);
        m_out += ')';
        break;
    }
    case ExprKind::Call: {
        const auto& call = static_cast<const CallExpr&>(expr);
        m_out += call.function->name;
        m_out += '(';
        for (std::size_t i = 0; i < call.args.size(); ++i) {
            m_out += i > 0 ? ", " : "";
            write(*call.args[i]);
        }
        m_out += ')';
        break;
    }
    case ExprKind::Duration: writeDuration(static_cast<const DurationExpr&>(expr)); break;
    }
}

void Printer::writeAggregateHead(const AggregateExpr& aggregate)
{
    m_out += aggText(aggregate.op);
    if (aggregate.without || !aggregate.grouping.empty()) {
        m_out += aggregate.without ? " without (" : " by (";
        writeLabels(aggregate.grouping);
        m_out += ") ";
    }
}

void Printer::writeLabels(const std::vector<std::string>& labels)
{
    for (std::size_t i = 0; i < labels.size(); ++i) {
        m_out += i > 0 ? ", " : "";
        m_out += isLegacyLabelName(labels[i]) ? labels[i] : goQuote(labels[i]);
    }
}

void Printer::writeOperator(const BinaryExpr& binary)
{
    m_out += opText(binary.op);
    if (binary.returnBool) {
        m_out += " bool";
    }
    if (binary.matching) {
        writeMatching(*binary.matching);
    }
}

void Printer::writeMatching(const VectorMatching& matching)
{
    const bool grouped = matching.card == Cardinality::ManyToOne || matching.card == Cardinality::OneToMany;
    if (!matching.labels.empty() || matching.on || grouped) {
        m_out += matching.on ? " on (" : " ignoring (";
        writeLabels(matching.labels);
        m_out += ')';
    }
    if (grouped) {
        m_out += matching.card == Cardinality::ManyToOne ? " group_left (" : " group_right (";
        writeLabels(matching.include);
        m_out += ')';
    }
    if (matching.fillLeft && matching.fillRight && *matching.fillLeft == *matching.fillRight) {
        m_out += " fill (" + formatFloatG(*matching.fillLeft) + ")";
        return;
    }
    if (matching.fillLeft) {
        m_out += " fill_left (" + formatFloatG(*matching.fillLeft) + ")";
    }
    if (matching.fillRight) {
        m_out += " fill_right (" + formatFloatG(*matching.fillRight) + ")";
    }
}

void Printer::writeDuration(const DurationExpr& duration)
{
    m_out += duration.wrapped ? "(" : "";
    switch (duration.fn) {
    case DurationExpr::Fn::Step: m_out += "step()"; break;
    case DurationExpr::Fn::Range: m_out += "range()"; break;
    case DurationExpr::Fn::MinOf:
    case DurationExpr::Fn::MaxOf:
        m_out += duration.fn == DurationExpr::Fn::MinOf ? "min_of(" : "max_of(";
        write(*duration.left);
        m_out += ", ";
        write(*duration.right);
        m_out += ')';
        break;
    case DurationExpr::Fn::Operator:
        if (duration.left) {
            write(*duration.left);
            m_out.append(" ").append(opText(duration.op)).append(" ");
        } else if (duration.op == Op::Sub) {
            m_out += '-';  // a sole plus is not shown
        }
        write(*duration.right);
        break;
    }
    m_out += duration.wrapped ? ")" : "";
}

void Printer::writeLength(std::int64_t ms, const ExprPtr& tree)
{
    if (tree) {
        write(*tree);
    } else {
        m_out += durationText(ms);
    }
}

void Printer::writeAt(const TimeModifiers& time)
{
    switch (time.at) {
    case AtModifier::None: break;
    case AtModifier::Timestamp: {
        char text[64];
        std::snprintf(text, sizeof text, " @ %.3f", static_cast<double>(time.atMs) / 1000.0);
        m_out += text;
        break;
    }
    case AtModifier::Start: m_out += " @ start()"; break;
    case AtModifier::End: m_out += " @ end()"; break;
    }
}

void Printer::writeOffset(const TimeModifiers& time)
{
    if (time.offsetExpr || time.offsetMs != 0) {
        m_out += " offset ";
        writeLength(time.offsetMs, time.offsetExpr);
    }
}

void Printer::writeExtended(const VectorSelector& selector)
{
    m_out += selector.anchored ? " anchored" : selector.smoothed ? " smoothed" : "";
}

void Printer::writeNameAndMatchers(const VectorSelector& selector)
{
    std::vector<std::string> matchers;
    for (const Matcher& matcher : selector.matchers) {
        const bool shownAsName = matcher.name() == kMetricName && matcher.type() == Matcher::Type::Equal &&
                                 matcher.value() == selector.name && !matcher.value().empty();
        if (!shownAsName) {
            matchers.push_back(matcher.toString());
        }
    }
    m_out += selector.name;
    if (matchers.empty()) {
        return;
    }
    std::sort(matchers.begin(), matchers.end());
    char before = '{';
    for (const std::string& matcher : matchers) {
        m_out += before;
        m_out += matcher;
        before = ',';
    }
    m_out += '}';
}

void Printer::writeSelector(const VectorSelector& selector)
{
    writeNameAndMatchers(selector);
    writeAt(selector.time);
    writeExtended(selector);
    writeOffset(selector.time);
}

void Printer::writeMatrix(const MatrixSelector& matrix)
{
    writeNameAndMatchers(*matrix.selector);
    m_out += '[';
    writeLength(matrix.rangeMs, matrix.rangeExpr);
    m_out += ']';
    writeExtended(*matrix.selector);
    writeAt(matrix.selector->time);
    writeOffset(matrix.selector->time);
}

void Printer::writeSubqueryTail(const SubqueryExpr& subquery)
{
    m_out += '[';
    writeLength(subquery.rangeMs, subquery.rangeExpr);
    m_out += ':';
    if (subquery.stepExpr || subquery.stepMs != 0) {
        writeLength(subquery.stepMs, subquery.stepExpr);
    }
    m_out += ']';
    writeAt(subquery.time);
    writeOffset(subquery.time);
}

std::string toString(const Expr& expr)
{
    Printer printer;
    printer.write(expr);
    return printer.text();
}

}  // namespace watchglass::promql
