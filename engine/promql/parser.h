#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/promql/ast.h"

namespace watchglass::promql {

/// Which parts of the language that Prometheus hides behind flags are accepted.
struct ParserOptions {
    bool experimentalFunctions = true;
    bool durationExpressions = true;
    bool extendedRangeSelectors = true;  ///< `anchored`, `smoothed`
    bool fillModifiers = true;
};

/// Parses and type-checks a query. Nesting deeper than a fixed limit is an error, never a crash.
/// Errors: InvalidInput, worded as Prometheus words it without the position ("unexpected <op:*>"); `where` is
/// "line:column", both 1-based, of the first error ("" if unknown). describeParseError() joins the two.
/// Threads: all functions here may be called from any thread.
[[nodiscard]] Result<ExprPtr> parseExpr(std::string_view query, const ParserOptions& options = {});

/// The first error of a query and the bytes [start, end) it is about, for those who underline it.
struct ParseError {
    PosRange pos;
    std::string message;
};
[[nodiscard]] tl::expected<ExprPtr, ParseError> parseExprDetailed(std::string_view query,
                                                                  const ParserOptions& options = {});

/// "line:column" (1-based, columns in bytes) of a byte of the query, as errors and annotations show it; ""
/// when it lies outside.
[[nodiscard]] std::string positionText(std::string_view query, std::int32_t pos);

/// "1:5: parse error: ..." as Prometheus's API shows it.
[[nodiscard]] std::string describeParseError(const Error& error);

/// Parses what may stand in `match[]`: a vector selector without modifiers.
[[nodiscard]] Result<std::vector<Matcher>> parseMetricSelector(std::string_view text);

/// The canonical one-line form (Expr.String in Prometheus): parses back to an equal tree.
[[nodiscard]] std::string toString(const Expr& expr);
/// The form of `promtool promql format`: what is longer than `width` bytes goes over several lines.
[[nodiscard]] std::string prettyPrint(const Expr& expr, std::size_t width = 100);

}  // namespace watchglass::promql
