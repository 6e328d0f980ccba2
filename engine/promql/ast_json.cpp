#include "engine/promql/ast_json.h"

#include "engine/base/go_float.h"

namespace watchglass::promql {
namespace {

using json::Value;

Value list(const std::vector<std::string>& texts)
{
    Value out = Value::array();
    for (const std::string& text : texts) {
        out.append(Value(text));
    }
    return out;
}

Value number(const std::optional<double>& value) { return value ? Value(*value) : Value(); }

std::string_view cardinalityText(Cardinality card)
{
    switch (card) {
    case Cardinality::OneToOne: return "one-to-one";
    case Cardinality::ManyToOne: return "many-to-one";
    case Cardinality::OneToMany: return "one-to-many";
    case Cardinality::ManyToMany: return "many-to-many";
    }
    return "";
}

std::string_view matcherText(Matcher::Type type)
{
    switch (type) {
    case Matcher::Type::Equal: return "=";
    case Matcher::Type::NotEqual: return "!=";
    case Matcher::Type::Regex: return "=~";
    case Matcher::Type::NotRegex: return "!~";
    }
    return "";
}

Value durationJson(const Expr* expr)
{
    if (expr == nullptr) {
        return {};
    }
    if (expr->kind == ExprKind::NumberLiteral) {
        const auto& literal = static_cast<const NumberLiteral&>(*expr);
        return Value::object(
            {{"duration", literal.duration}, {"type", "numberLiteral"}, {"val", formatFloat(literal.value)}});
    }
    const auto& duration = static_cast<const DurationExpr&>(*expr);
    std::string_view op;
    switch (duration.fn) {
    case DurationExpr::Fn::Operator: op = opText(duration.op); break;
    case DurationExpr::Fn::Step: op = "step"; break;
    case DurationExpr::Fn::Range: op = "range"; break;
    case DurationExpr::Fn::MinOf: op = "min_of"; break;
    case DurationExpr::Fn::MaxOf: op = "max_of"; break;
    }
    return Value::object({{"lhs", durationJson(duration.left.get())},
                          {"op", op},
                          {"rhs", durationJson(duration.right.get())},
                          {"type", "durationExpr"},
                          {"wrapped", duration.wrapped}});
}

Value timestamp(const TimeModifiers& time) { return time.at == AtModifier::Timestamp ? Value(time.atMs) : Value(); }

Value startOrEnd(const TimeModifiers& time)
{
    return time.at == AtModifier::Start ? Value("start") : time.at == AtModifier::End ? Value("end") : Value();
}

/// Both kinds of selector; `matrix` adds the range.
Value selectorJson(const VectorSelector& selector, const MatrixSelector* matrix)
{
    Value matchers = Value::array();
    for (const Matcher& matcher : selector.matchers) {
        matchers.append(Value::object(
            {{"name", matcher.name()}, {"type", matcherText(matcher.type())}, {"value", matcher.value()}}));
    }
    std::vector<json::Member> members{{"anchored", selector.anchored},
                                      {"matchers", std::move(matchers)},
                                      {"name", selector.name},
                                      {"offset", selector.time.offsetMs},
                                      {"offsetExpr", durationJson(selector.time.offsetExpr.get())}};
    if (matrix != nullptr) {
        members.emplace_back("range", matrix->rangeMs);
        members.emplace_back("rangeExpr", durationJson(matrix->rangeExpr.get()));
    }
    members.emplace_back("smoothed", selector.smoothed);
    members.emplace_back("startOrEnd", startOrEnd(selector.time));
    members.emplace_back("timestamp", timestamp(selector.time));
    members.emplace_back("type", matrix != nullptr ? "matrixSelector" : "vectorSelector");
    return Value::object(std::move(members));
}

Value matchingJson(const VectorMatching& matching)
{
    return Value::object(
        {{"card", cardinalityText(matching.card)},
         {"fillValues", Value::object({{"lhs", number(matching.fillLeft)}, {"rhs", number(matching.fillRight)}})},
         {"include", list(matching.include)},
         {"labels", list(matching.labels)},
         {"on", matching.on}});
}

Value callJson(const CallExpr& call)
{
    Value args = Value::array();
    for (const ExprPtr& arg : call.args) {
        args.append(toJson(*arg));
    }
    Value types = Value::array();
    for (const ValueType type : call.function->args) {
        types.append(Value(valueTypeName(type)));
    }
    return Value::object({{"args", std::move(args)},
                          {"func", Value::object({{"argTypes", std::move(types)},
                                                  {"name", call.function->name},
                                                  {"returnType", valueTypeName(call.function->returns)},
                                                  {"variadic", call.function->variadic}})},
                          {"type", "call"}});
}

Value aggregateJson(const AggregateExpr& aggregate)
{
    return Value::object({{"expr", toJson(*aggregate.expr)},
                          {"grouping", list(aggregate.grouping)},
                          {"op", aggText(aggregate.op)},
                          {"param", aggregate.param ? toJson(*aggregate.param) : Value()},
                          {"type", "aggregation"},
                          {"without", aggregate.without}});
}

Value subqueryJson(const SubqueryExpr& subquery)
{
    return Value::object({{"expr", toJson(*subquery.expr)},
                          {"offset", subquery.time.offsetMs},
                          {"offsetExpr", durationJson(subquery.time.offsetExpr.get())},
                          {"range", subquery.rangeMs},
                          {"rangeExpr", durationJson(subquery.rangeExpr.get())},
                          {"startOrEnd", startOrEnd(subquery.time)},
                          {"step", subquery.stepMs},
                          {"stepExpr", durationJson(subquery.stepExpr.get())},
                          {"timestamp", timestamp(subquery.time)},
                          {"type", "subquery"}});
}

Value binaryJson(const BinaryExpr& binary)
{
    return Value::object({{"bool", binary.returnBool},
                          {"lhs", toJson(*binary.left)},
                          {"matching", binary.matching ? matchingJson(*binary.matching) : Value()},
                          {"op", opText(binary.op)},
                          {"rhs", toJson(*binary.right)},
                          {"type", "binaryExpr"}});
}

}  // namespace

json::Value toJson(const Expr& expr)
{
    switch (expr.kind) {
    case ExprKind::NumberLiteral:
        return Value::object(
            {{"type", "numberLiteral"}, {"val", formatFloat(static_cast<const NumberLiteral&>(expr).value)}});
    case ExprKind::StringLiteral:
        return Value::object({{"type", "stringLiteral"}, {"val", static_cast<const StringLiteral&>(expr).value}});
    case ExprKind::VectorSelector: return selectorJson(static_cast<const VectorSelector&>(expr), nullptr);
    case ExprKind::MatrixSelector: {
        const auto& matrix = static_cast<const MatrixSelector&>(expr);
        return selectorJson(*matrix.selector, &matrix);
    }
    case ExprKind::Subquery: return subqueryJson(static_cast<const SubqueryExpr&>(expr));
    case ExprKind::Paren:
        return Value::object({{"expr", toJson(*static_cast<const ParenExpr&>(expr).expr)}, {"type", "parenExpr"}});
    case ExprKind::Unary: {
        const auto& unary = static_cast<const UnaryExpr&>(expr);
        return Value::object({{"expr", toJson(*unary.expr)}, {"op", opText(unary.op)}, {"type", "unaryExpr"}});
    }
    case ExprKind::Binary: return binaryJson(static_cast<const BinaryExpr&>(expr));
    case ExprKind::Aggregate: return aggregateJson(static_cast<const AggregateExpr&>(expr));
    case ExprKind::Call: return callJson(static_cast<const CallExpr&>(expr));
    case ExprKind::Duration: return durationJson(&expr);
    }
    return {};
}

}  // namespace watchglass::promql
