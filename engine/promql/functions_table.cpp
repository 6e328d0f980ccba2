#include <algorithm>

#include "engine/promql/ast.h"

namespace watchglass::promql {
namespace {

constexpr ValueType kScalar = ValueType::Scalar;
constexpr ValueType kString = ValueType::String;
constexpr ValueType kVector = ValueType::Vector;
constexpr ValueType kMatrix = ValueType::Matrix;

FunctionInfo fn(std::string_view name, std::vector<ValueType> args, ValueType returns = kVector, int variadic = 0)
{
    return {name, std::move(args), variadic, returns, false};
}

FunctionInfo experimental(FunctionInfo info)
{
    info.experimental = true;
    return info;
}

/// Signatures as of Prometheus 3.14 (promql/parser/functions.go), sorted by name.
std::vector<FunctionInfo> buildTable()
{
    std::vector<FunctionInfo> table;
    for (const std::string_view name : {"abs",
                                        "absent",
                                        "acos",
                                        "acosh",
                                        "asin",
                                        "asinh",
                                        "atan",
                                        "atanh",
                                        "ceil",
                                        "cos",
                                        "cosh",
                                        "deg",
                                        "exp",
                                        "floor",
                                        "ln",
                                        "log10",
                                        "log2",
                                        "rad",
                                        "sgn",
                                        "sin",
                                        "sinh",
                                        "sort",
                                        "sort_desc",
                                        "sqrt",
                                        "tan",
                                        "tanh",
                                        "timestamp",
                                        "histogram_avg",
                                        "histogram_count",
                                        "histogram_sum",
                                        "histogram_stddev",
                                        "histogram_stdvar"}) {
        table.push_back(fn(name, {kVector}));
    }
    for (const std::string_view name :
         {"absent_over_time", "avg_over_time", "changes", "count_over_time", "delta", "deriv", "first_over_time",
          "idelta", "increase", "irate", "last_over_time", "max_over_time", "min_over_time", "present_over_time",
          "rate", "resets", "stddev_over_time", "stdvar_over_time", "sum_over_time"}) {
        table.push_back(fn(name, {kMatrix}));
    }
    for (const std::string_view name : {"mad_over_time", "ts_of_first_over_time", "ts_of_last_over_time",
                                        "ts_of_max_over_time", "ts_of_min_over_time"}) {
        table.push_back(experimental(fn(name, {kMatrix})));
    }
    for (const std::string_view name :
         {"days_in_month", "day_of_month", "day_of_week", "day_of_year", "hour", "minute", "month", "year"}) {
        table.push_back(fn(name, {kVector}, kVector, 1));
    }
    for (const std::string_view name : {"end", "range", "start", "step"}) {
        table.push_back(experimental(fn(name, {}, kScalar)));
    }
    for (const std::string_view name : {"max_of", "min_of"}) {
        table.push_back(experimental(fn(name, {kScalar, kScalar}, kScalar)));
    }
    for (const std::string_view name : {"sort_by_label", "sort_by_label_desc"}) {
        table.push_back(experimental(fn(name, {kVector, kString}, kVector, -1)));
    }
    table.push_back(fn("clamp", {kVector, kScalar, kScalar}));
    table.push_back(fn("clamp_max", {kVector, kScalar}));
    table.push_back(fn("clamp_min", {kVector, kScalar}));
    table.push_back(experimental(fn("double_exponential_smoothing", {kMatrix, kScalar, kScalar})));
    table.push_back(fn("histogram_fraction", {kScalar, kScalar, kVector}));
    table.push_back(fn("histogram_quantile", {kScalar, kVector}));
    table.push_back(experimental(fn("histogram_quantiles", {kVector, kString, kScalar, kScalar}, kVector, 9)));
    table.push_back(experimental(fn("info", {kVector, kVector}, kVector, 1)));
    table.push_back(fn("label_join", {kVector, kString, kString, kString}, kVector, -1));
    table.push_back(fn("label_replace", {kVector, kString, kString, kString, kString}));
    table.push_back(fn("pi", {}, kScalar));
    table.push_back(fn("predict_linear", {kMatrix, kScalar}));
    table.push_back(fn("quantile_over_time", {kScalar, kMatrix}));
    table.push_back(fn("round", {kVector, kScalar}, kVector, 1));
    table.push_back(fn("scalar", {kVector}, kScalar));
    table.push_back(experimental(fn("start_timestamp", {kVector})));
    table.push_back(fn("time", {}, kScalar));
    table.push_back(fn("vector", {kScalar}));
    std::sort(table.begin(), table.end(), [](const FunctionInfo& a, const FunctionInfo& b) { return a.name < b.name; });
    return table;
}

const std::vector<FunctionInfo>& table()
{
    static const std::vector<FunctionInfo> built = buildTable();
    return built;
}

}  // namespace

const FunctionInfo* findFunction(std::string_view name)
{
    const auto& all = table();
    const auto at = std::lower_bound(all.begin(), all.end(), name,
                                     [](const FunctionInfo& info, std::string_view n) { return info.name < n; });
    return at != all.end() && at->name == name ? &*at : nullptr;
}

const std::vector<FunctionInfo>& allFunctions() { return table(); }

}  // namespace watchglass::promql
