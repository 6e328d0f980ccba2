#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/matcher.h"

namespace watchglass::promql {

enum class ValueType : std::uint8_t { None, Scalar, String, Vector, Matrix };

/// "scalar", "string", "instant vector" ... as error messages name them.
[[nodiscard]] std::string_view documentedType(ValueType type);
/// "scalar", "string", "vector", "matrix", as the API names them.
[[nodiscard]] std::string_view valueTypeName(ValueType type);

/// Bytes [start, end) of the query text.
struct PosRange {
    std::int32_t start = 0;
    std::int32_t end = 0;
    bool operator==(const PosRange&) const = default;
};

enum class ExprKind : std::uint8_t {
    NumberLiteral,
    StringLiteral,
    VectorSelector,
    MatrixSelector,
    Subquery,
    Paren,
    Unary,
    Binary,
    Aggregate,
    Call,
    Duration,  ///< arithmetic where a duration may stand; never in an evaluated position
};

/// A node of the syntax tree. Nodes own their children and are immutable once parsing is done.
struct Expr {
    explicit Expr(ExprKind k) : kind(k) {}
    virtual ~Expr() = default;
    Expr(const Expr&) = delete;
    Expr& operator=(const Expr&) = delete;

    ExprKind kind;
    /// Levels of the tree from here down, this one included. Bounded by the parser, so that walks may recurse.
    std::uint16_t height = 1;
    PosRange pos;
};
using ExprPtr = std::unique_ptr<Expr>;

/// The type a node evaluates to; None for a Duration.
[[nodiscard]] ValueType typeOf(const Expr& expr);

enum class Op : std::uint8_t {
    Add,
    Sub,
    Mul,
    Div,
    Mod,
    Pow,
    Atan2,
    Eql,
    Neq,
    Gtr,
    Lss,
    Gte,
    Lte,  // comparison: "==" "!=" ">" "<" ">=" "<="
    And,
    Or,
    Unless,
    TrimUpper,
    TrimLower,  // "</" and ">/" on native histograms
};
[[nodiscard]] std::string_view opText(Op op);
[[nodiscard]] bool isComparison(Op op);
[[nodiscard]] bool isSetOperator(Op op);

struct NumberLiteral final : Expr {
    NumberLiteral() : Expr(ExprKind::NumberLiteral) {}
    double value = 0;
    bool duration = false;  ///< written as a duration ("5m"): printed as one
};

struct StringLiteral final : Expr {
    StringLiteral() : Expr(ExprKind::StringLiteral) {}
    std::string value;
};

/// Duration arithmetic in a range, offset or step: a tree over numbers of seconds.
struct DurationExpr final : Expr {
    DurationExpr() : Expr(ExprKind::Duration) {}
    enum class Fn : std::uint8_t { Operator, Step, Range, MinOf, MaxOf };
    Fn fn = Fn::Operator;
    Op op = Op::Add;       ///< with Fn::Operator; `left` null means unary
    bool wrapped = false;  ///< stood in parentheses
    ExprPtr left;          ///< NumberLiteral or DurationExpr
    ExprPtr right;
};

enum class AtModifier : std::uint8_t { None, Timestamp, Start, End };

/// `offset` and `@`, common to selectors and subqueries.
struct TimeModifiers {
    std::int64_t offsetMs = 0;  ///< literal `offset`; `offsetExpr` decides when it is set
    ExprPtr offsetExpr;         ///< DurationExpr, or null
    AtModifier at = AtModifier::None;
    std::int64_t atMs = 0;  ///< with AtModifier::Timestamp
};

struct VectorSelector final : Expr {
    VectorSelector() : Expr(ExprKind::VectorSelector) {}
    std::string name;               ///< the metric name written in front of the braces; "" if none
    std::vector<Matcher> matchers;  ///< all of them in the order written; `name`'s comes last
    TimeModifiers time;
    bool anchored = false;
    bool smoothed = false;
};

struct MatrixSelector final : Expr {
    MatrixSelector() : Expr(ExprKind::MatrixSelector) {}
    std::unique_ptr<VectorSelector> selector;
    std::int64_t rangeMs = 0;
    ExprPtr rangeExpr;  ///< DurationExpr, or null
};

struct SubqueryExpr final : Expr {
    SubqueryExpr() : Expr(ExprKind::Subquery) {}
    ExprPtr expr;
    std::int64_t rangeMs = 0;
    ExprPtr rangeExpr;
    std::int64_t stepMs = 0;  ///< 0: the default evaluation interval
    ExprPtr stepExpr;
    TimeModifiers time;
};

struct ParenExpr final : Expr {
    ParenExpr() : Expr(ExprKind::Paren) {}
    ExprPtr expr;
};

struct UnaryExpr final : Expr {
    UnaryExpr() : Expr(ExprKind::Unary) {}
    Op op = Op::Sub;  ///< Add or Sub
    ExprPtr expr;
};

enum class Cardinality : std::uint8_t { OneToOne, ManyToOne, OneToMany, ManyToMany };

struct VectorMatching {
    Cardinality card = Cardinality::OneToOne;
    std::vector<std::string> labels;  ///< of on() or ignoring()
    bool on = false;
    std::vector<std::string> include;  ///< of group_left() or group_right()
    std::optional<double> fillLeft;
    std::optional<double> fillRight;
};

struct BinaryExpr final : Expr {
    BinaryExpr() : Expr(ExprKind::Binary) {}
    Op op = Op::Add;
    ExprPtr left;
    ExprPtr right;
    std::optional<VectorMatching> matching;  ///< set iff both sides are vectors
    bool returnBool = false;
};

enum class AggOp : std::uint8_t {
    Sum,
    Avg,
    Count,
    Min,
    Max,
    Group,
    Stddev,
    Stdvar,
    Topk,
    Bottomk,
    CountValues,
    Quantile,
    Limitk,
    LimitRatio,
};
[[nodiscard]] std::string_view aggText(AggOp op);

struct AggregateExpr final : Expr {
    AggregateExpr() : Expr(ExprKind::Aggregate) {}
    AggOp op = AggOp::Sum;
    ExprPtr expr;
    ExprPtr param;  ///< of topk, quantile, count_values ...; else null
    std::vector<std::string> grouping;
    bool without = false;
};

/// What the parser knows of a function (functions_table.cpp).
struct FunctionInfo {
    std::string_view name;
    std::vector<ValueType> args;
    /// As Prometheus's Variadic. 0: exactly `args`. Else the last of `args` may be left out, or be repeated so
    /// that it stands at most `variadic` times; -1: any number of times.
    int variadic = 0;
    ValueType returns = ValueType::Vector;
    bool experimental = false;
};
/// Null for an unknown name. The pointer stays valid for the life of the program.
[[nodiscard]] const FunctionInfo* findFunction(std::string_view name);
/// Every function, sorted by name: for completion and feature lists.
[[nodiscard]] const std::vector<FunctionInfo>& allFunctions();

struct CallExpr final : Expr {
    CallExpr() : Expr(ExprKind::Call) {}
    const FunctionInfo* function = nullptr;
    std::vector<ExprPtr> args;
};

/// The direct parts of a node: operands, arguments, what stands in parentheses, the selector of a range; in the
/// order of Prometheus's walk, an aggregation's parameter last. Duration expressions are not among them.
[[nodiscard]] std::vector<const Expr*> childrenOf(const Expr& expr);

}  // namespace watchglass::promql
