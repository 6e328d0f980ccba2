#pragma once

#include <string>
#include <string_view>

namespace watchglass {

/// UTF-8 text with each character in upper or lower case by Unicode's simple mapping, as Go's strings.ToUpper and
/// ToLower: "straße" -> "STRAßE". Independent of the process's locale. Invalid bytes become U+FFFD unless the whole
/// text is ASCII.
[[nodiscard]] std::string toUpperUtf8(std::string_view text);
[[nodiscard]] std::string toLowerUtf8(std::string_view text);

/// The same for one code point.
[[nodiscard]] char32_t toUpperCase(char32_t codePoint);
[[nodiscard]] char32_t toLowerCase(char32_t codePoint);
/// Whether a code point is a letter, and a letter or a digit.
[[nodiscard]] bool isLetter(char32_t codePoint);
[[nodiscard]] bool isLetterOrDigit(char32_t codePoint);

}  // namespace watchglass
