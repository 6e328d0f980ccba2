#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/promql/ast.h"

namespace watchglass::promql {

/// Token kinds. The order is that of Prometheus's grammar (promql/parser/generated_parser.y): some of its
/// messages show a kind's number, which describe() derives from the place in this list.
enum class Tok : std::uint8_t {
    Eql,
    Blank,
    Colon,
    Comma,
    Comment,
    Duration,
    Eof,
    Error,
    Identifier,
    LeftBrace,
    LeftBracket,
    LeftParen,
    OpenHist,
    CloseHist,
    MetricIdentifier,
    Number,
    RightBrace,
    RightBracket,
    RightParen,
    Semicolon,
    Space,
    String,
    Times,

    HistogramDescStart,
    SumDesc,
    CountDesc,
    SchemaDesc,
    OffsetDesc,
    NegativeOffsetDesc,
    BucketsDesc,
    NegativeBucketsDesc,
    ZeroBucketDesc,
    ZeroBucketWidthDesc,
    CustomValuesDesc,
    CounterResetHintDesc,
    HistogramDescEnd,

    OperatorsStart,
    Add,
    Div,
    Eqlc,
    EqlRegex,
    Gte,
    Gtr,
    TrimUpper,
    TrimLower,
    Land,
    Lor,
    Lss,
    Lte,
    Lunless,
    Mod,
    Mul,
    Neq,
    NeqRegex,
    Pow,
    Sub,
    At,
    Atan2,
    OperatorsEnd,

    AggregatorsStart,
    Avg,
    Bottomk,
    Count,
    CountValues,
    Group,
    Max,
    Min,
    Quantile,
    Stddev,
    Stdvar,
    Sum,
    Topk,
    Limitk,
    LimitRatio,
    AggregatorsEnd,

    KeywordsStart,
    Bool,
    By,
    GroupLeft,
    GroupRight,
    Fill,
    FillLeft,
    FillRight,
    Ignoring,
    Offset,
    Smoothed,
    Anchored,
    On,
    Without,
    KeywordsEnd,

    PreprocessorStart,
    Start,
    End,
    Step,
    Range,
    MaxOf,
    MinOf,
    PreprocessorEnd,

    CounterResetHintsStart,
    UnknownCounterReset,
    CounterReset,
    NotCounterReset,
    GaugeType,
    CounterResetHintsEnd,
};

struct Token {
    Tok type = Tok::Eof;
    std::int32_t pos = 0;   ///< byte offset in the query
    std::string_view text;  ///< as written

    [[nodiscard]] std::int32_t end() const { return pos + static_cast<std::int32_t>(text.size()); }
    [[nodiscard]] PosRange range() const { return {pos, end()}; }
};

[[nodiscard]] constexpr bool isAggregator(Tok t) { return t > Tok::AggregatorsStart && t < Tok::AggregatorsEnd; }

/// Whether the token may be a metric's name: identifiers and most keywords.
[[nodiscard]] bool canNameMetric(Tok t);
/// Whether the token may be a label in by(), on() ...: identifiers and most keywords.
[[nodiscard]] bool canNameLabel(Tok t);

/// The keyword `word` spells in any case; Identifier if none. "inf" and "nan" are Number.
[[nodiscard]] Tok keyword(std::string_view word);
/// What stands before a colon in a histogram ("buckets"), in any case; Identifier if unknown.
[[nodiscard]] Tok histogramKey(std::string_view word);
/// A counter reset hint ("gauge"), in any case; Identifier if unknown.
[[nodiscard]] Tok counterResetHintKey(std::string_view word);

/// The token as "unexpected ..." messages show it: `identifier "x"`, `<op:*>`, `end of input`.
[[nodiscard]] std::string describe(const Token& token);

/// A code point in single quotes, escaped as Go's %q does.
[[nodiscard]] std::string quoteRune(std::int32_t rune);
/// A code point as Go's %#U shows it: U+0063 'c'.
[[nodiscard]] std::string codePointText(std::int32_t rune);

}  // namespace watchglass::promql
