#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/template/value.h"

namespace watchglass::tmpl {

/// A value as `%v` of Go's fmt prints it.
[[nodiscard]] std::string printed(const Value& value);

/// Go's fmt.Sprint: blanks between operands of which neither is a string.
[[nodiscard]] std::string sprint(const std::vector<Value>& values);

/// Go's fmt.Sprintf with flags, width, precision, `*`, argument indexes, and its marks for what does not fit
/// ("%!d(string=x)"). Widths and precisions above 1,000 count as BADWIDTH and BADPREC.
[[nodiscard]] std::string sprintf(std::string_view format, const std::vector<Value>& arguments);

/// C's printf of one number with a precision: `%.4g`.
[[nodiscard]] std::string formatDouble(double value, char verb, int precision);

}  // namespace watchglass::tmpl
