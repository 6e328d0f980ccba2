#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace watchglass {

/// Shortest text of `value` that reads back to it, laid out like Go's strconv.FormatFloat(v, 'f', -1, 64):
/// never an exponent. "NaN", "+Inf", "-Inf" for what is not finite. This is how Prometheus prints sample
/// values in rules, label values and the UI.
[[nodiscard]] std::string formatFloat(double value);

/// Like Go's FormatFloat(v, 'g', -1, 64), which is also `%v`: an exponent of at least two digits below
/// 1e-4 and from 1e6 on ("1e+06", "1e-05").
[[nodiscard]] std::string formatFloatG(double value);

/// Like Go's FormatFloat(v, 'e', -1, 64): always an exponent ("9.5e+01", "0e+00"). So alerts give their value.
[[nodiscard]] std::string formatFloatE(double value);

/// The value text of the HTTP API's JSON (prometheus util/jsonutil): 'f' between 1e-6 and 1e21, else 'e'
/// ("1e-07", "1e+21").
[[nodiscard]] std::string formatFloatJson(double value);

/// Writes what formatFloatJson() gives to `to`, which has room for kLongestFloatJson characters; returns its end.
inline constexpr std::size_t kLongestFloatJson = 32;
[[nodiscard]] char* writeFloatJson(char* to, double value);
/// Appends the same.
void appendFloatJson(std::string& out, double value);

/// Reads a float as Go's strconv.ParseFloat does, hexadecimal mantissas and "inf"/"nan" in any case
/// included, underscores not. No value when the text is not a number as a whole. Overflow gives an
/// infinity and no error; `rangeError`, if given, is set then (Go: ErrRange).
[[nodiscard]] std::optional<double> parseFloat(std::string_view text, bool* rangeError = nullptr);

}  // namespace watchglass
