#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/template/template.h"
#include "engine/template/value.h"

namespace watchglass::tmpl {

/// What a parameter takes.
enum class Param : std::uint8_t { Any, String, Int, Sample, QueryResult, Duration, Time, Float };

/// Go's name of a parameter's type.
[[nodiscard]] std::string_view paramType(Param param);

using FunctionBody = Result<Value> (*)(const std::vector<Value>& arguments, const Environment& environment);

/// A function or method. Arguments have been checked against `params` when `body` runs.
struct Function {
    std::string_view name;
    std::vector<Param> params;
    bool variadic = false;  ///< the last parameter takes any number of arguments
    FunctionBody body = nullptr;
};

/// Null when there is none of that name. `and` and `or` are here without a body: they evaluate lazily.
[[nodiscard]] const Function* findFunction(std::string_view name);

/// A method of a time, a duration, a month or a weekday; the receiver is its first argument. Null when there is none.
[[nodiscard]] const Function* findMethod(const Value& receiver, std::string_view name);

/// Go's url.QueryEscape.
[[nodiscard]] std::string queryEscaped(std::string_view text);

/// Functions of the language, and those of Prometheus: the two tables behind findFunction().
[[nodiscard]] const std::vector<Function>& builtinFunctions();
[[nodiscard]] const std::vector<Function>& prometheusFunctions();

}  // namespace watchglass::tmpl
