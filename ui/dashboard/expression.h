#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/promql/query_engine.h"
#include "ui/dashboard/time_range.h"
#include "ui/frame/frame.h"

namespace watchglass::ui {

/// A value that expressions work with: a number, or a series of them over time. A null is not a NaN.
struct ExpressionValue {
    enum class Kind : std::uint8_t { Scalar, Number, Series };
    Kind kind = Kind::Number;
    Labels labels;
    std::vector<std::int64_t> times;            ///< of a series
    std::vector<std::optional<double>> values;  ///< one for each time; the only one of a number
};
using ExpressionValues = std::vector<ExpressionValue>;
/// What refIds stand for.
using ExpressionInputs = std::map<std::string, ExpressionValues, std::less<>>;

/// The refIds that an expression (the JSON of a target of the source `__expr__`) is about.
[[nodiscard]] std::vector<std::string> expressionInputs(const json::Value& expression);

/// Works an expression out: math, reduce, resample, threshold, classic_conditions. refIds without a value are none.
/// Errors: InvalidInput for an unknown type, bad syntax, missing settings.
/// Source: Grafana's pkg/expr.
[[nodiscard]] Result<ExpressionValues> evaluateExpression(const json::Value& expression, const ExpressionInputs& inputs,
                                                          const TimeRange& range);
/// The formula of a math expression: `$A / 2 > 1 && is_nan($B) == 0`.
[[nodiscard]] Result<ExpressionValues> evaluateMath(std::string_view formula, const ExpressionInputs& inputs);

/// A query's answer as values.
[[nodiscard]] ExpressionValues expressionValues(const promql::QueryResult& result);
/// A frame's columns of numbers: series when it has times.
[[nodiscard]] ExpressionValues expressionValues(const Frame& frame);
/// Values as the frames that panels draw.
[[nodiscard]] std::vector<Frame> expressionFrames(const std::string& refId, const ExpressionValues& values);

}  // namespace watchglass::ui
