#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace watchglass::promql {

/// Reads a number token: decimal, hexadecimal and octal integers, floats, "Inf" and "NaN", underscores between
/// digits. Errors: InvalidInput, worded as Go's strconv words them.
[[nodiscard]] Result<double> parseNumberLiteral(std::string_view text);

/// Reads a duration token ("1h30m") as seconds. Errors: InvalidInput, worded as Prometheus words them.
[[nodiscard]] Result<double> parseDurationLiteral(std::string_view text);

/// Removes the quotes of a string token and resolves its escapes, which the lexer has checked. The result may
/// be invalid UTF-8 ("\xff").
[[nodiscard]] std::string unquoteLiteral(std::string_view text);

}  // namespace watchglass::promql
